/** The rows of the band, in the order of the picture. */
import type { Instant } from '../core/clock.ts';
import { asked, begun, changed, impact, step, suspected, update, type BandItem } from './band-items.ts';
import { countedIntervals } from './impact.ts';
import { statusText } from './sentence-parts.ts';
import type { Effective, State } from './state.ts';
import { isOver } from './status-order.ts';

/**
 * A `chain` is one thing after the other; of `lanes` several run at a time, each with its words beside it; `marks` are
 * moments.
 */
export type BandRow = (typeof ROWS)[number] & { items: readonly BandItem[] };

/** `many` is what several are called, `lanes` how many run beside each other at most. */
const ROWS = [
  { look: 'status', name: 'Status', form: 'chain', lanes: 1, many: 'statuses' },
  { look: 'severity', name: 'Severity', form: 'chain', lanes: 1, many: 'severities' },
  { look: 'impact', name: 'Impact', form: 'lanes', lanes: 3, many: 'spells of impact' },
  { look: 'command', name: 'In command', form: 'chain', lanes: 1, many: 'commanders' },
  { look: 'asked', name: 'Asked in', form: 'lanes', lanes: 3, many: 'people or teams asked' },
  { look: 'suspected', name: 'Suspected', form: 'lanes', lanes: 6, many: 'hypotheses' },
  { look: 'changes', name: 'Changes', form: 'lanes', lanes: 4, many: 'changes' },
  { look: 'steps', name: 'Steps', form: 'marks', lanes: 1, many: 'steps' },
  { look: 'updates', name: 'Updates', form: 'marks', lanes: 1, many: 'updates' },
] as const;

type Look = (typeof ROWS)[number]['look'];

/** The rows that have something to show, their items in the order of time. */
export function bandRows(state: State, counted: readonly Effective[], zone: string): BandRow[] {
  const items: Readonly<Record<Look, readonly BandItem[]>> = {
    status: statuses(state),
    severity: severities(state),
    impact: countedIntervals(state).map(impact),
    command: commands(state),
    asked: state.escalations.map(asked),
    suspected: state.hypotheses.map(suspected),
    changes: state.changes.map(changed),
    steps: counted.flatMap((entry) => step(entry, zone)),
    updates: counted.flatMap((entry) => update(entry, zone)),
  };
  return ROWS.map((row) => ({ ...row, items: items[row.look].toSorted(inOrder) })).filter(
    (row) => row.items.length > 0,
  );
}

type Begin = Pick<BandItem, 'from' | 'seq'>;

function inOrder(a: Begin, b: Begin): number {
  if (a.from === b.from) return a.seq - b.seq;
  return a.from < b.from ? -1 : 1;
}

function statuses(state: State): BandItem[] {
  const opened = state.openedAt;
  return chained(state, [
    ...(opened === undefined ? [] : [begun(opened, statusText('detected'))]),
    ...state.statuses.map(({ status, from }) => begun(from, statusText(status))),
  ]);
}

function severities(state: State): BandItem[] {
  return chained(
    state,
    state.severities.map(({ severity, from, seq }) => ({
      ...begun({ at: from, precision: 'exact', seq }, severity),
      severity,
    })),
  );
}

/** Each lasts until another begins; what ended at once is nothing that lasted, and the same again is no other. */
function chained(state: State, items: readonly Omit<BandItem, 'to'>[]): BandItem[] {
  const ordered = items.toSorted(inOrder).filter(({ label }, index, all) => label !== all[index - 1]?.label);
  const ends = ordered.map((item, index) => ({ ...item, to: ordered[index + 1]?.from }));
  return ended(
    ends.filter(({ from, to }) => from !== to),
    state,
  );
}

/** Nothing goes on in an incident that is over. */
function ended(items: readonly BandItem[], state: State): BandItem[] {
  const over = isOver(state.status) ? state.statuses.at(-1)?.from.at : undefined;
  if (over === undefined) return [...items];
  return items.map((item) => (item.to === undefined ? { ...item, to: later(over, item.from) } : item));
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

function commands(state: State): BandItem[] {
  const tenures = state.tenures.filter(({ role }) => role === 'commander');
  return ended(
    tenures.map(({ name, from, to }) => ({ ...begun(from, name), to: to?.at })),
    state,
  );
}
