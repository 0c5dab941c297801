/** The figures of the incident as a table, each with its two ends. */
import { MEASURES, valueText, type Measure, type MeasureName } from '../incidents/measure.ts';
import { measuresOf } from '../incidents/measures.ts';
import { lateMessages } from '../incidents/updates.ts';
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
function fromTo({ name, ends, note = '' }: Measure, frame: Frame): string {
  if (ends.length === 0) return [note, frame.ref(...summedSeqs(name, frame))].filter(Boolean).join(' ');
  return ends.map(({ what, moment }) => `${what} ${frame.ref(moment.seq)}`).join(', ');
}

/** The entries of what a sum adds up. */
function summedSeqs(name: MeasureName, { state, entries }: Frame): number[] {
  if (name === 'update-debt') {
    const late = lateMessages(state);
    return (late.length > 0 ? late : state.messages).map(({ sent }) => sent.seq);
  }
  if (name === 'only-wrong-minutes')
    return state.hypotheses.flatMap(({ opened, settled }) => [
      opened.seq,
      ...(settled === undefined ? [] : [settled.seq]),
    ]);
  if (name === 'response-effort')
    return state.people.flatMap(({ personId, spells }) => {
      const came = entries.find(
        ({ actor, occurredAt }) => actor.id === personId && occurredAt === spells[0]?.from,
      );
      return came === undefined ? [] : [came.seq];
    });
  return [];
}
