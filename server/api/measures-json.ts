import { z } from 'zod';
import type { Instant } from '../core/clock.ts';
import { MEASURES, type MeasureName } from '../incidents/measure.ts';
import { measuresOf, notComparable } from '../incidents/measures.ts';
import type { State } from '../incidents/state.ts';
import { Moment, momentJson, orNull } from './shape.ts';

const NAMES = Object.keys(MEASURES) as [MeasureName, ...MeasureName[]];

const Measure = z
  .object({
    name: z.enum(NAMES),
    label: z.string(),
    seconds: z.int().nullable().describe('null when it is missing or would be negative'),
    so_far: z.boolean().describe('whether it still grows'),
    missing: z.string().nullable().describe('why there is no figure'),
    finding: z.string().nullable().describe('what contradicts itself, so that there is no figure'),
    ends: z.array(z.object({ what: z.string(), moment: Moment })),
    note: z.string().nullable(),
  })
  .meta({ id: 'Measure', description: 'How long something took, with the moments it is made of' });

export const Measures = z
  .object({
    key: z.string(),
    not_comparable: z.string().nullable().describe('why its figures stay out of every comparison'),
    measures: z.array(Measure),
  })
  .meta({ id: 'Measures' });

export function measuresJson(state: State, now: Instant): z.infer<typeof Measures> {
  return {
    key: state.key,
    not_comparable: orNull(notComparable(state)),
    measures: measuresOf(state, now).map(({ name, result, ends, note }) => ({
      name,
      label: MEASURES[name],
      seconds: 'seconds' in result ? result.seconds : null,
      so_far: 'seconds' in result && result.soFar,
      missing: 'missing' in result ? result.missing : null,
      finding: 'finding' in result ? result.finding : null,
      ends: ends.map(({ what, moment }) => ({ what, moment: momentJson(moment) })),
      note: orNull(note),
    })),
  };
}
