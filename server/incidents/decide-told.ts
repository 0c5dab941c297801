/** Rules for an incident of the past that comes in as a report: it is over, and its entries are what the report tells. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { entry, type Context, type When } from './act.ts';
import type { Rules } from './command.ts';
import type { NewEntry } from './entry.ts';
import type { Precision, Severity, Visibility } from './entry-fields.ts';
import { mustHaveOrServe } from './may.ts';
import { demandToTell } from './severity.ts';
import type { State } from './state.ts';
import { inTurn } from './trial.ts';

/** A line of a report with its instant. */
export type ToldLine = { text: string; instant: Instant; precision: Precision };

export type ToldCommands = {
  'open-told': {
    key: string;
    title: string;
    homeZone: string;
    visibility: Visibility;
    /** As the report names it; none when it names none. */
    severity?: Severity | undefined;
    lines: readonly ToldLine[];
    /** When it was over, where the report says so. */
    over?: Omit<ToldLine, 'text'> | undefined;
    /** The name of the file. */
    from: string;
  };
};

export const TOLD_RULES: Rules<ToldCommands> = {
  'open-told': (state, command, context) => {
    mustHaveOrServe(context, 'incident.import');
    if (state.seq > 0) throw new Refused('already-open', `${state.key} is open already.`);
    const reading: Context = { ...context, source: 'imported' };
    const entries = inTurn(
      state,
      () => [opening(command, reading)],
      () => severity(command, reading),
      () => command.lines.map((line) => entry(reading, 'note-added', excerptOf(line), imported(line))),
      (told) => ended(told, command, reading),
    );
    return { entries };
  },
};

function excerptOf({ text }: ToldLine) {
  return { text, flavour: 'excerpt' as const };
}

function imported({ instant, precision }: Omit<ToldLine, 'text'>): When {
  return { instant, precision, source: 'imported' };
}

function opening(
  { key, title, homeZone, visibility, lines }: ToldCommands['open-told'],
  context: Context,
): NewEntry {
  const body = {
    key,
    kind: 'incident',
    how: 'imported',
    title,
    homeZone,
    visibility,
    backfilled: true,
  } as const;
  const first = lines.toSorted((a, b) => (a.instant < b.instant ? -1 : a.instant > b.instant ? 1 : 0))[0];
  return entry(context, 'incident-opened', body, first && imported(first));
}

function severity({ severity: to, from }: ToldCommands['open-told'], context: Context): NewEntry[] {
  if (to === undefined) return [];
  const reason = `as ${from} says`;
  return [
    entry(context, 'severity-set', {
      to,
      stage: 'live',
      reason,
      demand: demandToTell(context.severities, to),
    }),
  ];
}

/** It is over: at the time that the report gives, if it gives one. What is closed now is the record. */
function ended(state: State, { over, from }: ToldCommands['open-told'], context: Context): NewEntry[] {
  const reason = `brought in from ${from}`;
  const moved = (from: State['status'], to: State['status'], when?: When): NewEntry =>
    entry(context, 'status-changed', { from, to, reason, overridden: [] }, when);
  if (over === undefined) return [moved(state.status, 'closed')];
  return [moved(state.status, 'resolved', imported(over)), moved('resolved', 'closed')];
}
