/** A policy as it stands in its form, not saved yet: who would be asked by it, and what is wrong with it. */
import type { Instant } from '../core/clock.ts';
import { ladder } from './ladder.ts';
import type { Setting } from './level.ts';
import { ladderLines } from './run-pages.ts';
import { shortTime } from './strip.ts';

export type Trial = {
  heading: string;
  lines: readonly string[];
  /** Sentences about what is to be put right first. */
  problems: readonly string[];
};

/** @param problems of what was typed; it is tried all the same, as far as it goes */
export function trialOf(setting: Setting, at: Instant, zone: string, problems: readonly string[]): Trial {
  return {
    heading: `If nobody answers, from ${shortTime(at, zone)}`,
    lines: ladderLines(ladder(setting, at), setting, zone),
    problems,
  };
}

/** What cannot be tried at all yet. */
export function noTrial(problems: readonly string[]): Trial {
  return { heading: 'Who would be asked', lines: [], problems };
}
