import type { Instant } from '../core/clock.ts';
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { clockText, clockWithUtc, durationText, secondsBetween } from '../core/time.ts';
import { sentenceList } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { fileChoices } from './attachment-pages.ts';
import { outcomeOf } from './escalation-pages.ts';
import { changeViews, hypothesisViews, type ChangeView, type HypothesisView } from './thinking-pages.ts';
import { AUDIENCES, STATUSES, type Role, type Status } from './entry-fields.ts';
import { openEscalations } from './escalation-requests.ts';
import { holderOf, openOffers, vacantRequired } from './roles.ts';
import { numberOf, type RunView } from './run-pages.ts';
import type { State } from './state.ts';
import { isLive, isOver } from './status-order.ts';

/** What stands at the top of every page of an incident. */
export type Strip = {
  number: number;
  key: string;
  title: string;
  severity: string | undefined;
  status: string;
  elapsed: string;
  utc: string;
  local: string;
  localZone: string;
  /** The pages of this incident, the open one marked. */
  tabs: readonly { name: string; href: string; isHere: boolean }[];
  isOver: boolean;
};

export type RunPage = {
  strip: Strip;
  base: string;
  summary: SafeHtml | undefined;
  /** What waits for this reader above all: an offer, a request, a vacant role, an update that is due. */
  calls: readonly Call[];
  runs: readonly RunView[];
  noneFits: boolean;
  shelf: readonly { hash: string; title: string; why: string }[];
  impact: readonly ImpactView[];
  hypotheses: readonly HypothesisView[];
  /** Files that evidence may name. */
  files: readonly { value: string; label: string }[];
  changes: readonly ChangeView[];
  roles: readonly { role: string; holder: string | undefined; isRequired: boolean }[];
  escalations: readonly { asked: string; outcome: string }[];
  updates: readonly { audience: string; due: string; isOverdue: boolean }[];
  latest: SafeHtml;
  entryCount: number;
  nextStatus: readonly { to: string; label: string }[];
  mayAct: boolean;
};

/** Something that waits for an answer, with the buttons that give it. */
export type Call = {
  words: string;
  isLoud: boolean;
  forms: readonly {
    action: string;
    label: string;
    fields: readonly { name: string; value: string }[];
    /** A line of reason that the form asks for, with its label. */
    reason?: { name: string; label: string };
  }[];
  link?: { href: string; label: string };
};

export type ImpactView = {
  id: string;
  statement: string;
  size: string;
  from: string;
  to: string | undefined;
  ending: string | undefined;
};

type RoomReading = { now: Instant; zone: string; personId: string; mayAct: boolean };

const TABS = [
  ['Run', paths.incident],
  ['Timeline', paths.incidentTimeline],
  ['People', paths.incidentPeople],
  ['Updates', paths.incidentUpdates],
  ['Resolve', paths.incidentResolve],
] as const;

export function stripOf(state: State, here: string, now: Instant, zone: string): Strip {
  const number = numberOf(state);
  const opened = state.stamps.declaredAt?.at ?? state.openedAt?.at ?? now;
  const end = isOver(state.status)
    ? (state.stamps.resolvedAt?.at ?? state.stamps.cancelledAt?.at ?? now)
    : now;
  const local = clockText(now, zone);
  return {
    number,
    key: state.key,
    title: state.title,
    severity: state.finalSeverity ?? state.severity,
    status: state.status,
    elapsed: durationText(Math.max(0, secondsBetween(opened, end))),
    utc: `${now.slice(11, 16)}Z`,
    local: local.split(' ')[0] ?? local,
    localZone: local.split(' ').slice(1).join(' '),
    tabs: TABS.map(([name, path]) => ({ name, href: href(path, { number }), isHere: name === here })),
    isOver: isOver(state.status),
  };
}

export function runPage(
  state: State,
  runs: readonly RunView[],
  shelf: RunPage['shelf'],
  latest: SafeHtml,
  reading: RoomReading,
): RunPage {
  const { now, zone } = reading;
  return {
    strip: stripOf(state, 'Run', now, zone),
    base: href(paths.incident, { number: numberOf(state) }),
    summary: state.summary === undefined ? undefined : toHtml(state.summary),
    calls: calls(state, reading),
    runs,
    noneFits: state.noneFits !== undefined,
    shelf,
    impact: impactViews(state, zone),
    hypotheses: hypothesisViews(state, now, zone),
    files: fileChoices(state),
    changes: changeViews(state, zone),
    roles: roleLines(state),
    escalations: escalationLines(state, zone),
    updates: updateLines(state, now, zone),
    latest,
    entryCount: state.seq,
    nextStatus: nextStatuses(state),
    mayAct: reading.mayAct,
  };
}

/** What waits for an answer, loudest first. */
export function calls(state: State, reading: RoomReading): Call[] {
  const base = href(paths.incident, { number: numberOf(state) });
  if (!reading.mayAct || !isLive(state.status)) return [];
  return [
    ...escalationCalls(state, base, reading),
    ...offerCalls(state, base, reading),
    ...verdictCall(state, base),
    ...vacancyCall(state, base),
  ];
}

function escalationCalls(state: State, base: string, { personId, zone }: RoomReading): Call[] {
  return openEscalations(state)
    .filter((request) => request.to === personId)
    .map((request) => ({
      words: `${request.requestedBy.name} asked you to come at ${clockText(request.requested.at, zone)}: ${request.reason}`,
      isLoud: true,
      forms: [
        { action: `${base}/escalations/${request.id}/acceptance`, label: 'Accept', fields: [] },
        {
          action: `${base}/escalations/${request.id}/refusal`,
          label: 'Decline: busy',
          fields: [{ name: 'reason', value: 'busy' }],
        },
        {
          action: `${base}/escalations/${request.id}/refusal`,
          label: 'Decline: not mine',
          fields: [{ name: 'reason', value: 'not-mine' }],
        },
      ],
    }));
}

function offerCalls(state: State, base: string, { personId }: RoomReading): Call[] {
  return openOffers(state)
    .filter((offer) => offer.to === personId)
    .map((offer) => ({
      words: `${offer.fromName ?? 'The room'} offers you the role ${offer.role}. ${briefText(offer.brief)}`,
      isLoud: true,
      forms: [
        { action: `${base}/offers/${offer.id}/acceptance`, label: `Accept ${offer.role}`, fields: [] },
        {
          action: `${base}/offers/${offer.id}/refusal`,
          label: 'Decline',
          fields: [],
          reason: { name: 'reason', label: 'Why not' },
        },
      ],
      link: { href: href(paths.incidentPeople, { number: numberOf(state) }), label: 'Read the whole brief' },
    }));
}

function briefText(brief: { status: string; impact: readonly string[] }): string {
  return [brief.status, ...brief.impact].join(' ');
}

function verdictCall(state: State, base: string): Call[] {
  if (state.acknowledgement !== undefined || state.status !== 'detected') return [];
  return [
    {
      words: 'Nobody has said yet whether this is real.',
      isLoud: true,
      forms: (['real', 'not-sure', 'not-real'] as const).map((verdict) => ({
        action: `${base}/acknowledgement`,
        label: { real: 'It is real', 'not-sure': 'Not sure', 'not-real': 'Not real' }[verdict],
        fields: [{ name: 'verdict', value: verdict }],
      })),
    },
  ];
}

function vacancyCall(state: State, base: string): Call[] {
  const vacant = vacantRequired(state);
  if (vacant.length === 0 || state.status === 'detected') return [];
  return [
    {
      words: `Nobody holds ${sentenceList(vacant)}.`,
      isLoud: vacant.includes('commander'),
      forms: vacant.map((role) => ({
        action: `${base}/roles/${role}/holder`,
        label: role === 'commander' ? 'Take command' : `Take ${role}`,
        fields: [],
      })),
    },
  ];
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
