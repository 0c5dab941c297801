/** Reading rules 2 to 6: files that follow no convention. The first rule that gives a step wins. */
import { itemSteps, listOf } from './item-steps.ts';
import type { Piece } from './outline.ts';
import { namesAction, phaseByWords } from './phases.ts';
import type { Phase } from './runbook.ts';
import { addPiece, hasSteps, headingStep } from './segments.ts';
import type { Reading, Segment } from './segments.ts';

/** Cuts a file by the first of the rules 2 to 6 that gives a step; `kept` pieces are never steps. */
export function looseReading(pieces: readonly Piece[], start: number, kept: ReadonlySet<Piece>): Reading {
  const rules: [Reading['rule'], Finder][] = [
    [2, (piece) => listOf(piece)?.ordered === true && !kept.has(piece) && !isContents(piece)],
    [3, (piece) => !kept.has(piece) && (listOf(piece)?.items.some(({ task }) => task) ?? false)],
    [4, headingFinder(pieces)],
    [
      5,
      (piece, headings) => listOf(piece)?.ordered === false && !kept.has(piece) && headings.some(namesAction),
    ],
  ];
  for (const [rule, isSteps] of rules) {
    const segments = cutAt(pieces, start, isSteps, rule === 3);
    if (hasSteps(segments)) return { rule, segments };
  }
  return { rule: 6, segments: wholeText(pieces, start) };
}

/** Whether a piece gives steps; `headings` are those above it, the nearest first. */
type Finder = (piece: Piece, headings: string[]) => boolean;

/** A table of contents is numbered too, and nobody follows it. */
function isContents(piece: Piece): boolean {
  const items = listOf(piece)?.items ?? [];
  return (
    items.length > 0 &&
    items.every(({ text }) => /^\[[^\]]*\]\(#[^)]*\)(?:\s*[-*+] \[[^\]]*\]\(#[^)]*\))*\s*$/.test(text))
  );
}

/** The deepest level of headings of which at least two hold prose or code. */
function headingFinder(pieces: readonly Piece[]): Finder {
  const holding = new Map<number, number>();
  let depth: number | undefined;
  for (const { heading, token } of pieces) {
    if (heading) depth = heading.depth;
    else if (
      depth !== undefined &&
      (token.type === 'paragraph' || token.type === 'code' || token.type === 'table')
    ) {
      holding.set(depth, (holding.get(depth) ?? 0) + 1);
      depth = undefined;
    }
  }
  const deepest = [...holding].filter(([, count]) => count >= 2).map(([level]) => level);
  const level = deepest.length === 0 ? undefined : Math.max(...deepest);
  return ({ heading }) => heading !== undefined && heading.depth === level;
}

function cutAt(pieces: readonly Piece[], start: number, isSteps: Finder, tasksOnly: boolean): Segment[] {
  const segments: Segment[] = [{ kind: 'head', from: start, pieces: [] }];
  const above: { depth: number; words: string }[] = [];
  let titled = false;
  for (const piece of pieces) {
    const { heading } = piece;
    if (heading) {
      while ((above.at(-1)?.depth ?? 0) >= heading.depth) above.pop();
      above.push({ depth: heading.depth, words: heading.words });
    }
    const headings = above.map(({ words }) => words).reverse();
    const isTitle: boolean = heading?.depth === 1 && !titled;
    titled ||= isTitle;
    if (isSteps(piece, headings))
      segments.push(...stepsOf(piece, nearestPhase(headings), segments, tasksOnly));
    else if (heading && opensSection(heading.depth, isTitle, segments.at(-1))) {
      segments.push({
        kind: 'reference',
        from: piece.from,
        title: heading.words,
        depth: heading.depth,
        pieces: [piece],
      });
    } else {
      const last = segments.at(-1);
      if (last) addPiece(last, piece);
    }
  }
  return joined(segments);
}

/** Puts a section back into the one above it, unless all it does is to stand over steps. */
function joined(segments: readonly Segment[]): Segment[] {
  const out: Segment[] = [];
  segments.forEach((segment, index) => {
    const last = out.at(-1);
    const inside = segment.kind === 'reference' && last?.kind === 'reference' && segment.depth > last.depth;
    const bare = segment.kind === 'reference' && segment.pieces.every((piece) => isQuiet(piece));
    if (inside && !(bare && segments[index + 1]?.kind === 'step')) last.pieces.push(...segment.pieces);
    else out.push(segment);
  });
  return out;
}

function isQuiet({ token }: Piece): boolean {
  return token.type === 'heading' || token.type === 'space';
}

function nearestPhase(headings: readonly string[]): Phase | undefined {
  return headings.map(phaseByWords).find((phase) => phase !== undefined);
}

function stepsOf(
  piece: Piece,
  phase: Phase | undefined,
  so: readonly Segment[],
  tasksOnly: boolean,
): Segment[] {
  if (piece.heading) return [headingStep(piece, phase)];
  const { steps, before } = itemSteps(piece, phase, tasksOnly);
  const last = so.at(-1);
  for (const { token, at } of before) {
    if (last) addPiece(last, { token, from: at, to: at });
  }
  return steps;
}

/** A heading opens a section, except for the title, and for one that is deeper than the heading of its step. */
function opensSection(depth: number, isTitle: boolean, last: Segment | undefined): boolean {
  if (last?.kind === 'head') return !isTitle;
  return last?.kind !== 'step' || depth <= (last.draft.depth ?? 6);
}

/** Rule 6: the whole text is one step, but for a title that stands at the top of the page anyway. */
function wholeText(pieces: readonly Piece[], start: number): Segment[] {
  const first = pieces.findIndex(({ token }) => token.type !== 'space');
  const titled = pieces[first]?.heading?.depth === 1;
  const head = titled ? pieces.slice(0, first + 1) : [];
  const below = pieces.slice(head.length);
  const words = 'Read and do';
  const body = below.map(({ token, from }) => ({ token, at: from }));
  const draft = { words, idWords: words, number: undefined, depth: undefined, phase: undefined };
  const from = head.at(-1)?.to ?? start;
  const step: Segment = { kind: 'step', from, draft: { ...draft, anchor: undefined, body } };
  return [{ kind: 'head', from: start, pieces: head }, step];
}
