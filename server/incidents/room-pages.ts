import type { Instant } from '../core/clock.ts';
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { clockText, clockWithUtc, durationText, secondsBetween } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { alertsView, type AlertsView } from './alerts-pages.ts';
import type { Opened } from './alike.ts';
import { fileChoices } from './attachment-pages.ts';
import { calls, stepCalls, type Call, type RoomReading } from './calls-pages.ts';
import { outcomeOf } from './escalation-pages.ts';
import { changeViews, decisionViews, hypothesisViews } from './thinking-pages.ts';
import type { ChangeView, DecisionView, HypothesisView } from './thinking-pages.ts';
import {
  damageViews,
  FOLLOW_UP_TYPES,
  followUpViews,
  type DamageView,
  type FollowUpView,
} from './later-pages.ts';
import { AUDIENCES, STATUSES, type Role, type Status } from './entry-fields.ts';
import { holderOf, vacantRequired } from './roles.ts';
import { numberOf, type RunView } from './run-pages.ts';
import type { Shelf } from './shelf-pages.ts';
import { leadingRun } from './run.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { peopleHere, tasksPanel, type TasksPanel } from './task-pages.ts';

export type RunPage = {
  strip: Strip;
  base: string;
  summary: SafeHtml | undefined;
  /** What waits for this reader above all: an offer, a request, a vacant role, an update that is due. */
  calls: readonly Call[];
  /** Open incidents that may be the same, while this one is being understood. */
  alike: readonly { href: string; key: string; words: string }[];
  /** What was promised after others and is still open. */
  back: readonly { href: string; words: string; text: string }[];
  /** Where past incidents are compared with this one, while it goes on. */
  similarHref: string | undefined;
  /** What monitoring says: the alerts that fire, and how many have ended. */
  alerts: AlertsView | undefined;
  runs: readonly RunView[];
  /** Whether one of the runs goes on from somewhere. */
  hasPlace: boolean;
  noneFits: boolean;
  /** The runbooks to choose from, where the page offers them. */
  shelf: Shelf | undefined;
  impact: readonly ImpactView[];
  damage: readonly DamageView[];
  tasks: TasksPanel;
  hypotheses: readonly HypothesisView[];
  /** Files that evidence may name. */
  files: readonly { value: string; label: string }[];
  changes: readonly ChangeView[];
  decisions: readonly DecisionView[];
  /** Those who can object to a decision. */
  others: readonly { id: string; name: string }[];
  followUps: readonly FollowUpView[];
  followUpTypes: typeof FOLLOW_UP_TYPES;
  roles: readonly { role: string; holder: string | undefined; isRequired: boolean }[];
  escalations: readonly { asked: string; outcome: string }[];
  updates: readonly { audience: string; due: string; isOverdue: boolean }[];
  latest: SafeHtml;
  entryCount: number;
  nextStatus: readonly { to: string; label: string }[];
  mayAct: boolean;
};

export type ImpactView = {
  id: string;
  statement: string;
  size: string;
  from: string;
  to: string | undefined;
  ending: string | undefined;
};

export function runPage(
  state: State,
  runs: readonly RunView[],
  shelf: RunPage['shelf'],
  latest: SafeHtml,
  reading: RoomReading & {
    alike: readonly Opened[];
    back: RunPage['back'];
    /** The policies that the runbooks ask for now. */
    toEscalate: readonly { id: string; name: string; why: string }[];
  },
): RunPage {
  const { now, zone } = reading;
  return {
    strip: stripOf(state, 'Run', now, zone),
    base: href(paths.incident, { number: numberOf(state) }),
    summary: state.summary === undefined ? undefined : toHtml(state.summary),
    calls: [...calls(state, reading), ...stepCalls(state, reading.toEscalate, reading)],
    alike: reading.alike.map((one) => ({
      href: href(paths.incident, { number: one.number }),
      key: one.key,
      words: `${one.title}, opened ${durationText(Math.max(0, secondsBetween(one.openedAt, now)))} ago`,
    })),
    back: reading.back,
    similarHref:
      state.kind === 'incident' && isLive(state.status)
        ? href(paths.incidentSimilar, { number: numberOf(state) })
        : undefined,
    alerts: alertsView(state, now, zone),
    runs,
    hasPlace: leadingRun(state) !== undefined,
    noneFits: state.noneFits !== undefined,
    shelf,
    impact: impactViews(state, zone),
    damage: damageViews(state),
    tasks: tasksPanel(state, peopleHere(state), reading),
    hypotheses: hypothesisViews(state, now, zone),
    files: fileChoices(state),
    changes: changeViews(state, zone),
    decisions: decisionViews(state, zone),
    others: peopleHere(state).filter(({ id }) => id !== reading.personId),
    followUps: followUpViews(state, zone),
    followUpTypes: FOLLOW_UP_TYPES,
    roles: roleLines(state),
    escalations: escalationLines(state, zone),
    updates: updateLines(state, now, zone),
    latest,
    entryCount: state.seq,
    nextStatus: nextStatuses(state),
    mayAct: reading.mayAct,
  };
}

export function impactViews(state: State, zone: string): ImpactView[] {
  return state.impact
    .filter((interval) => interval.withdrawn === undefined)
    .map((interval) => {
      const last = interval.steps.at(-1);
      return {
        id: interval.id,
        statement: last?.statement ?? '',
        size: last?.percent === undefined ? 'share of users not known' : `${String(last.percent)} % of users`,
        from: `${interval.from.precision === 'about' ? 'about ' : ''}${clockText(interval.from.at, zone)}`,
        to: interval.to && clockText(interval.to.at, zone),
        ending: interval.ending && [interval.ending.signal, interval.ending.value].filter(Boolean).join(': '),
      };
    });
}

const SHOWN_ROLES: readonly Role[] = ['commander', 'operations', 'communications', 'scribe'];

function roleLines(state: State): RunPage['roles'] {
  const required = new Set(vacantRequired(state));
  return SHOWN_ROLES.map((role) => ({
    role,
    holder: holderOf(state, role)?.name,
    isRequired: required.has(role),
  }));
}

function escalationLines(state: State, zone: string): RunPage['escalations'] {
  return state.escalations.map((request) => ({
    asked: `${request.toName ?? request.policyName ?? 'somebody'}, asked at ${clockText(request.requested.at, zone)}`,
    outcome: outcomeOf(request, zone),
  }));
}

/** When the next update is due for each audience that waits for one. */
export function updateLines(state: State, now: Instant, zone: string): RunPage['updates'] {
  return AUDIENCES.flatMap((audience) => {
    const clock = state.updateClocks[audience];
    if (clock === undefined) return [];
    const left = secondsBetween(now, clock.dueAt);
    const due =
      left < 0
        ? `was due ${durationText(-left)} ago, at ${clockText(clock.dueAt, zone)}`
        : `due in ${durationText(left)}, at ${clockWithUtc(clock.dueAt, zone)}`;
    return [{ audience, due, isOverdue: left < 0 }];
  });
}

const NEXT_LABELS: Partial<Record<Status, string>> = {
  triage: 'Declare',
  investigating: 'Investigate',
  mitigating: 'Mitigate',
  monitoring: 'Monitor',
};

/** Where the status may go from here on the run page; resolving has its own page. */
function nextStatuses(state: State): RunPage['nextStatus'] {
  if (!isLive(state.status)) return [];
  const here = STATUSES.indexOf(state.status);
  const isBack = (to: Status): boolean => ['investigating', 'mitigating', 'monitoring'].includes(to);
  return STATUSES.filter((to) => to !== state.status && NEXT_LABELS[to] !== undefined)
    .filter((to) => STATUSES.indexOf(to) > here || (isBack(to) && isBack(state.status)))
    .map((to) => ({ to, label: NEXT_LABELS[to] ?? to }));
}
