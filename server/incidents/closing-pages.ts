import type { Instant } from '../core/clock.ts';
import { clockText, clockWithUtc } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { RoomReading } from './calls-pages.ts';
import { checksFor } from './checks.ts';
import { watch, watchSeconds } from './exit-criteria.ts';
import { impactViews, stripOf, updateLines, type ImpactView, type Strip } from './room-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';
import { mayReopen } from './status.ts';
import { peopleHere, tasksPanel, type TasksPanel } from './task-pages.ts';
import { changeViews, type ChangeView } from './thinking-pages.ts';

/** Close correctly: what must be true, what is still open, what was put in for a while. */
export type ResolvePage = {
  strip: Strip;
  base: string;
  criteria: readonly { id: string; text: string; holds: boolean; words: string }[];
  watch: string;
  impact: readonly ImpactView[];
  temporary: readonly ChangeView[];
  tasks: TasksPanel;
  /** What is not met yet, in sentences; a line of reason overrides each. */
  unmet: readonly string[];
  isLive: boolean;
  mayReopen: boolean;
  isCancelled: boolean;
  mayAct: boolean;
};

export type UpdatesPage = {
  strip: Strip;
  base: string;
  due: readonly { audience: string; due: string; isOverdue: boolean }[];
  sent: readonly { audience: string; time: string; by: string; text: string; isFinal: boolean }[];
  /** The last update's words, from which the next is written. */
  last: { usersSee: string; weDo: string };
  mayAct: boolean;
};

type Reading = Pick<RoomReading, 'now' | 'zone' | 'mayAct'>;

export function resolvePage(state: State, reading: RoomReading): ResolvePage {
  const { now, zone, mayAct } = reading;
  const temporary = changeViews(state, zone).filter(
    (change) => change.isTemporary && change.undone === undefined,
  );
  return {
    strip: stripOf(state, 'Resolve', now, zone),
    base: href(paths.incident, { number: numberOf(state) }),
    criteria: (state.exitCriteria?.criteria ?? []).map((criterion) => ({
      id: criterion.id,
      text: criterion.text,
      holds: criterion.holds,
      words: criterionWords(criterion, zone),
    })),
    watch: watchWords(state, now, zone),
    impact: impactViews(state, zone),
    temporary,
    tasks: tasksPanel(state, peopleHere(state), reading),
    unmet: checksFor(state, 'resolved', { now, temporaryConfirmed: true }).map(({ words }) => words),
    isLive: isLive(state.status),
    mayReopen: mayReopen(state, now),
    isCancelled: state.status === 'cancelled',
    mayAct,
  };
}

function criterionWords(
  criterion: { holds: boolean; since: Instant | undefined; value: string | undefined },
  zone: string,
): string {
  if (criterion.since === undefined) return 'nobody has said yet';
  const value = criterion.value === undefined ? '' : `: ${criterion.value}`;
  return `${criterion.holds ? 'holds' : 'does not hold'} since ${clockText(criterion.since, zone)}${value}`;
}

function watchWords(state: State, now: Instant, zone: string): string {
  const minutes = Math.round(watchSeconds(state) / 60);
  if (minutes === 0) return 'No watch is asked for.';
  const running = watch(state);
  if (running === undefined) return `They must hold for ${String(minutes)} min while monitoring.`;
  if (now >= running.endsAt) return `They have held for ${String(minutes)} min.`;
  return `They must hold until ${clockWithUtc(running.endsAt, zone)}.`;
}

export function updatesPage(state: State, { now, zone, mayAct }: Reading): UpdatesPage {
  const last = state.messages.at(-1);
  return {
    strip: stripOf(state, 'Updates', now, zone),
    base: href(paths.incident, { number: numberOf(state) }),
    due: updateLines(state, now, zone),
    sent: state.messages.toReversed().map((message) => ({
      audience: message.audience,
      time: clockText(message.sent.at, zone),
      by: message.by.name,
      text: message.text,
      isFinal: message.final,
    })),
    last: { usersSee: last?.usersSee ?? '', weDo: last?.weDo ?? '' },
    mayAct,
  };
}
