/** A file cut into what is a step and what is not, before the steps themselves are read. */
import type { Piece } from './outline.ts';
import type { Phase } from './runbook.ts';
import type { Placed } from './step-body.ts';

/** A step found but not read yet. */
export type Draft = {
  /** The title in plain words, still with its number. */
  words: string;
  /** What the id is made of when no comment names one. */
  idWords: string;
  number: string | undefined;
  /** The level and the anchor of its heading, when it has one. */
  depth: number | undefined;
  anchor: string | undefined;
  phase: Phase | undefined;
  body: Placed[];
};

/**
 * One stretch of the file. `head` is what stands before the first of the others; a `phase` is the heading of
 * a phase with the words under it; `to` of a segment is `from` of the next.
 */
export type Segment =
  | { kind: 'head'; from: number; pieces: Piece[] }
  | { kind: 'phase'; from: number; phase: Phase; title: string; anchor: string; pieces: Piece[] }
  | { kind: 'reference'; from: number; title: string | undefined; depth: number; pieces: Piece[] }
  | { kind: 'step'; from: number; draft: Draft };

export type Reading = { rule: 1 | 2 | 3 | 4 | 5 | 6; segments: Segment[] };

/** Whether at least one step was found. */
export function hasSteps(segments: readonly Segment[]): boolean {
  return segments.some(({ kind }) => kind === 'step');
}

/** Adds a piece to a segment, whatever its kind. */
export function addPiece(segment: Segment, piece: Piece): void {
  if (segment.kind === 'step') segment.draft.body.push({ token: piece.token, at: piece.from });
  else segment.pieces.push(piece);
}

const NUMBER =
  /^(?:step\s+(\d{1,4}(?:\.\d{1,4})*)\s*[.):–—-]?|(\d{1,4}(?:\.\d{1,4})+|\d{1,4}(?=\s*[.):–—-]))\s*[.):–—-]?)\s+/i;

/** A title without the number that people put before it: "3. Find it" is "3" and "Find it". */
function splitNumber(words: string): { number: string | undefined; title: string } {
  const match = NUMBER.exec(words);
  const title = match ? words.slice(match[0].length).trim() : words;
  return match && title !== ''
    ? { number: match[1] ?? match[2], title }
    : { number: undefined, title: words };
}

/** A step that begins with a heading. */
export function headingStep(piece: Piece, phase: Phase | undefined): Segment {
  const words = piece.heading?.words ?? '';
  const { number, title } = splitNumber(words);
  const draft = { words: title, idWords: title, number, depth: piece.heading?.depth, phase };
  const anchor = piece.heading?.anchor;
  return { kind: 'step', from: piece.from, draft: { ...draft, anchor, body: [] } };
}
