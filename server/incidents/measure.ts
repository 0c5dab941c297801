/** What a measure is: how long something took, with its ends, or why nobody can say. */
import { durationText } from '../core/time.ts';
import type { Moment } from './stamps.ts';

export const MEASURES = {
  'time-to-detect': 'Time to detect',
  'time-to-notify': 'Time to notify',
  'time-to-acknowledge': 'Time to acknowledge',
  'time-to-declare': 'Time to declare',
  'time-to-assemble': 'Time to assemble',
  'time-to-first-update': 'Time to first update',
  'time-to-identify': 'Time to identify',
  'time-to-mitigate': 'Time to mitigate',
  'impact-duration': 'Impact duration',
  'time-to-resolve': 'Time to resolve',
  'failed-change-recovery': 'Failed-change recovery',
  'update-debt': 'Update debt',
  'only-wrong-minutes': 'Only-wrong minutes',
  'response-effort': 'Response effort',
} as const;
export type MeasureName = keyof typeof MEASURES;

/** One end of a measure: what happened then. A sum of many spells has no ends of its own. */
export type End = { what: string; moment: Moment };

export type Measure = {
  name: MeasureName;
  /** Whole seconds. `soFar` when it still grows. */
  result: { seconds: number; soFar: boolean } | { missing: string } | { finding: string };
  ends: readonly End[];
  /** What to know when reading it. */
  note: string | undefined;
};

/** An end, or why there is none. */
export type MaybeEnd = End | string;

/** "10 min", "about 12 min so far", "missing: no public update was sent". */
export function valueText({ result, ends }: Measure): string {
  if ('missing' in result) return `missing: ${result.missing}`;
  if ('finding' in result) return `no figure: ${result.finding}`;
  if (result.seconds === 0 && ends.length === 0) return 'none';
  const isAbout = ends.some(({ moment }) => moment.precision === 'about');
  const words = durationText(result.seconds, isAbout ? 'about' : undefined);
  return result.soFar ? `${words} so far` : words;
}
