/** What every part of a drafted scenario is made from. */
import { flat, type Past, type Suspect } from './past.ts';

export type DraftOptions = {
  /** Makes a text neutral. */
  neutral: (text: string) => string;
  /** Whether the library has that runbook. */
  hasRunbook: boolean;
};

/** A wrong path with the moment at which somebody believes in it, and the objective of clearing it. */
export type Suspected = Suspect & { at: number; title: string };

export type Drafting = {
  past: Past;
  /** A text without line breaks and neutral. */
  plain(text: string): string;
  /** How long it plays at most. */
  minutes: number;
  suspects: readonly Suspected[];
  /** Plain. */
  cause: string | undefined;
  /** The dangerous steps of its runbook, when that can be played. */
  dangerous: readonly { id: string; title: string }[];
};

const LONGEST_MINUTES = 600;
const SHORTEST_MINUTES = 30;
/** What is left after the last thing that is known. */
const REST_MINUTES = 15;

export function draftingOf(past: Past, { neutral, hasRunbook }: DraftOptions): Drafting {
  const plain = (text: string): string => flat(neutral(text));
  const lasted = Math.ceil(past.seconds / 60) + REST_MINUTES;
  const until = past.milestones.cause ?? past.seconds;
  const count = past.suspects.length;
  return {
    past,
    plain,
    minutes: Math.min(LONGEST_MINUTES, Math.max(SHORTEST_MINUTES, lasted)),
    // Where no record says when, they are spread over the first half of the way to the cause.
    suspects: past.suspects.map((suspect, index) => ({
      ...suspect,
      at: suspect.seconds ?? Math.round((until * (index + 1)) / (2 * (count + 1))),
      title: `"${plain(suspect.words)}" is cleared with evidence`,
    })),
    cause: past.cause === undefined ? undefined : plain(past.cause),
    dangerous: hasRunbook ? (past.runbook?.dangerous ?? []) : [],
  };
}
