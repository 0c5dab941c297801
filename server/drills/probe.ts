/** What a trainee is shown who asks something in free words. */
import type { State } from '../incidents/state.ts';
import { holds } from './holds.ts';
import type { Probe, Scenario } from './scenario.ts';

const NOTHING_UNUSUAL = 'Nothing unusual there.';

export type Found = { answer: string; costSeconds: number; isKnown: boolean };

/**
 * The probe whose words match a question best, among those whose time has come; of equal ones the later in the file. A
 * question that none matches is answered as well, and kept for the author.
 */
export function answerTo(scenario: Scenario, state: State, asked: string): Found {
  const best = scenario.probes
    .filter(
      ({ after }) => after === undefined || (after.condition !== undefined && holds(after.condition, state)),
    )
    .map((probe) => ({ probe, points: pointsOf(probe, asked) }))
    .filter(({ points }) => points > 0)
    .reduce<{ probe: Probe; points: number } | undefined>(
      (best, one) => (best === undefined || one.points >= best.points ? one : best),
      undefined,
    );
  if (best === undefined) return { answer: NOTHING_UNUSUAL, costSeconds: 0, isKnown: false };
  return { answer: best.probe.shows, costSeconds: best.probe.costSeconds, isKnown: true };
}

/** The words of the longest of its phrases that all stand in the question; a phrase of two words beats one of one. */
function pointsOf({ matches }: Probe, asked: string): number {
  const words = wordsOf(asked);
  return Math.max(0, ...matches.map((phrase) => (fits(wordsOf(phrase), words) ? wordsOf(phrase).length : 0)));
}

function fits(phrase: readonly string[], words: readonly string[]): boolean {
  return phrase.length > 0 && phrase.every((word) => words.includes(word));
}

/** Small letters, and without the s of a plural. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\d][\p{L}\d_.-]*/gu) ?? [];
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}
