/** The figures of the incident as a table, each with its two ends. */
import { durationText } from '../core/time.ts';
import { onlyWrongSeconds } from '../incidents/hypotheses.ts';
import { unionSeconds, until } from '../incidents/spans.ts';
import type { Frame } from './frame.ts';
import { impactTotals } from './impact-blocks.ts';
import { measuresOf } from './measures.ts';
import type { End, Measure } from './measures.ts';
import { table } from './table.ts';
import { debtSeconds } from './updates-block.ts';

export function figuresBlock(frame: Frame): string {
  const spans = measuresOf(frame.state).map((measure) => spanRow(measure, frame));
  return table(['Figure', 'Value', 'From, to'], [...spans, ...sums(frame)]);
}

function spanRow(measure: Measure, frame: Frame): string[] {
  const { name, from, to } = measure;
  return [name, valueText(measure), `${endText(from, frame)}, ${endText(to, frame)}`];
}

function valueText(measure: Measure): string {
  if (measure.seconds === undefined) return measure.finding;
  return durationText(measure.seconds, measure.isAbout ? 'about' : undefined);
}

function endText({ name, moment }: End, frame: Frame): string {
  return moment === undefined ? name : `${name} ${frame.ref(moment.seq)}`;
}

function sums(frame: Frame): string[][] {
  const { state, asOf } = frame;
  const debt = debtSeconds(state.brokenPromises, asOf);
  return [
    ['Impact duration', impactText(frame), 'union of the impact intervals'],
    ['Only-wrong minutes', wrongText(frame), 'time in which no path followed was confirmed later'],
    ['Update debt', debt === 0 ? 'none' : durationText(debt), 'overdue time, summed over the audiences'],
    ['Response effort', effortText(frame), 'time between joining and leaving, summed over people'],
  ];
}

function impactText(frame: Frame): string {
  const totals = impactTotals(frame);
  if (totals === undefined) return 'missing: no impact is recorded';
  return totals.isOpen ? `${totals.duration} so far` : totals.duration;
}

function wrongText({ state, asOf }: Frame): string {
  if (state.hypotheses.length === 0) return 'missing: no path is recorded';
  const seconds = onlyWrongSeconds(state, asOf);
  if (seconds === 0) return 'none';
  return `${durationText(seconds)}${state.stamps.identifiedAt === undefined ? ' (no cause is confirmed)' : ''}`;
}

/** People who never left were there until it was resolved, or until the record ends. */
function effortText({ state, asOf }: Frame): string {
  const end = state.stamps.resolvedAt?.at ?? state.stamps.cancelledAt?.at ?? asOf;
  const seconds = state.people.reduce((sum, { spells }) => sum + unionSeconds(until(end, spells)), 0);
  if (seconds === 0) return 'missing: nobody is recorded as taking part';
  return `${durationText(seconds)} of ${state.people.length} people`;
}
