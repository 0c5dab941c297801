/**
 * The measures of this incident (response model 8), each with its two ends. A measure that has an end missing says
 * why and is no number; one whose ends are in the wrong order is a finding. Times that count from the first page wait
 * for a record of that page and are not among them.
 */
import { durationText, secondsBetween } from '../core/time.ts';
import { countedIntervals } from '../incidents/impact.ts';
import { onlyWrongSeconds } from '../incidents/hypotheses.ts';
import { DEMANDS } from '../incidents/severity-table.ts';
import { severityAt } from '../incidents/severity.ts';
import { earliest } from '../incidents/stamps.ts';
import type { Moment, StampName } from '../incidents/stamps.ts';
import { unionSeconds, until } from '../incidents/spans.ts';
import type { State } from '../incidents/state.ts';
import type { Frame } from './frame.ts';
import { lengthText } from './frame.ts';
import { impactTotals } from './impact-blocks.ts';
import { table } from './table.ts';
import { debtSeconds } from './updates-block.ts';

/** An end of a measure: what it is called, and when it was, or why nobody knows. */
type End = { name: string; moment: Moment | undefined; missing: string };

export function figuresBlock(frame: Frame): string {
  return table(['Figure', 'Value', 'From, to'], [...spans(frame), ...sums(frame)]);
}

function spans(frame: Frame): string[][] {
  const { state } = frame;
  const end = (name: string, stamp: StampName, missing: string): End => ({
    name,
    moment: state.stamps[stamp],
    missing,
  });
  const began = end('impact began', 'impactBeganAt', 'no impact is recorded');
  const detected = end('detected', 'detectedAt', 'no detection is recorded');
  const declared = end('declared', 'declaredAt', 'it was never declared');
  const identified = end('cause confirmed', 'identifiedAt', 'no cause is confirmed');
  const ended = end(
    'impact ended',
    'mitigatedAt',
    countedIntervals(state).length === 0 ? began.missing : 'impact has not ended',
  );
  const resolved = end('resolved', 'resolvedAt', 'it is not resolved');
  return [
    spanRow('Time to detect', began, detected, frame),
    spanRow('Time to declare', detected, declared, frame),
    spanRow('Time to assemble', declared, assembled(state), frame),
    spanRow('Time to first update', declared, firstPublicUpdate(state), frame),
    spanRow('Time to identify', detected, identified, frame),
    spanRow('Time to mitigate', detected, ended, frame),
    spanRow('Time to resolve', detected, resolved, frame),
  ];
}

function spanRow(name: string, from: End, to: End, frame: Frame): string[] {
  return [name, spanText(from, to), `${endText(from, frame)}, ${endText(to, frame)}`];
}

function spanText(from: End, to: End): string {
  if (from.moment === undefined) return `missing: ${from.missing}`;
  if (to.moment === undefined) return `missing: ${to.missing}`;
  if (secondsBetween(from.moment.at, to.moment.at) >= 0) return lengthText(from.moment, to.moment);
  return `none: "${to.name}" lies before "${from.name}", so one of both times is wrong`;
}

function endText({ name, moment }: End, frame: Frame): string {
  return moment === undefined ? name : `${name} ${frame.ref(moment.seq)}`;
}

/** When the last of the roles that the severity asked for at declaring was filled for the first time. */
function assembled(state: State): End {
  const name = 'last required role';
  const declared = state.stamps.declaredAt;
  const severity = declared && severityAt(state, declared.at);
  if (severity === undefined) return { name, moment: undefined, missing: 'no severity asked for roles' };
  const firsts = DEMANDS[severity].roles.map((role) => ({
    role,
    first: earliest(state.tenures.filter((tenure) => tenure.role === role).map(({ from }) => from)),
  }));
  const vacant = firsts.find(({ first }) => first === undefined);
  if (vacant) return { name, moment: undefined, missing: `nobody took ${vacant.role}` };
  const moments = firsts.flatMap(({ first }) => first ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const last = moments.at(-1);
  // A role that was held before declaring was there from the start.
  const moment = last && declared && last.at < declared.at ? { ...declared, seq: last.seq } : last;
  return { name, moment, missing: 'no role was filled' };
}

function firstPublicUpdate({ messages }: State): End {
  const sent = messages.filter(({ audience }) => audience === 'public').map((message) => message.sent);
  return { name: 'first public update', moment: earliest(sent), missing: 'no public update was sent' };
}

function sums(frame: Frame): string[][] {
  const { state, asOf } = frame;
  const totals = impactTotals(frame);
  const debt = debtSeconds(state.brokenPromises, asOf);
  return [
    [
      'Impact duration',
      totals === undefined
        ? 'missing: no impact is recorded'
        : `${totals.duration}${totals.isOpen ? ' so far' : ''}`,
      'union of the impact intervals',
    ],
    ['Only-wrong minutes', wrongText(state, asOf), 'time in which no path followed was confirmed later'],
    ['Update debt', debt === 0 ? 'none' : durationText(debt), 'overdue time, summed over the audiences'],
    ['Response effort', effortText(frame), 'time between joining and leaving, summed over people'],
  ];
}

function wrongText(state: State, asOf: string): string {
  if (state.hypotheses.length === 0) return 'missing: no path is recorded';
  const seconds = onlyWrongSeconds(state, asOf);
  if (seconds === 0) return 'none';
  const known = state.stamps.identifiedAt === undefined ? ' (no cause is confirmed)' : '';
  return `${durationText(seconds)}${known}`;
}

/** People who never left were there until it was resolved, or until the record ends. */
function effortText({ state, asOf }: Frame): string {
  const end = state.stamps.resolvedAt?.at ?? state.stamps.cancelledAt?.at ?? asOf;
  const seconds = state.people.reduce((sum, { spells }) => sum + unionSeconds(until(end, spells)), 0);
  return seconds === 0
    ? 'missing: nobody is recorded as taking part'
    : `${durationText(seconds)} of ${state.people.length} people`;
}
