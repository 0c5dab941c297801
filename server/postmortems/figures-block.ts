/** The figures of the incident as a table, each with its two ends. */
import { MEASURES, valueText, type Measure } from '../incidents/measure.ts';
import { measuresOf } from '../incidents/measures.ts';
import type { Frame } from './frame.ts';
import { table } from './table.ts';

export function figuresBlock(frame: Frame): string {
  const rows = measuresOf(frame.state, frame.asOf).map((measure) => [
    MEASURES[measure.name],
    valueText(measure),
    fromTo(measure, frame),
  ]);
  return table(['Figure', 'Value', 'From, to'], rows);
}

/** The ends that are known; a sum of many spells has none and says what it sums. */
function fromTo({ ends, note = '' }: Measure, frame: Frame): string {
  if (ends.length === 0) return note;
  return ends.map(({ what, moment }) => `${what} ${frame.ref(moment.seq)}`).join(', ');
}
