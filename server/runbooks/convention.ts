/** Reading rule 1, the convention: `## phase` with `###` steps, or with lists. */
import { itemSteps, listOf } from './item-steps.ts';
import type { Piece } from './outline.ts';
import { namedPhase } from './phases.ts';
import { addPiece, headingStep } from './segments.ts';
import type { Segment } from './segments.ts';

/** Cuts a file by the convention. Any `##` closes the open step and the open phase, or later lists leak in. */
export function conventionSegments(pieces: readonly Piece[], start: number): Segment[] {
  const segments: Segment[] = [{ kind: 'head', from: start, pieces: [] }];
  let titled = false;
  for (const piece of pieces) {
    const last = segments.at(-1);
    const depth = piece.heading?.depth ?? 7;
    const isTitle: boolean = depth === 1 && !titled;
    titled ||= isTitle;
    const inPhase = last?.kind === 'phase' || last?.kind === 'step';
    if (depth <= 2 && !(isTitle && last?.kind === 'head')) segments.push(section(piece));
    else if (depth === 3 && inPhase) segments.push(headingStep(piece, phaseOf(last)));
    else if (last) addPiece(last, piece);
  }
  return segments.flatMap((segment, index) =>
    segment.kind === 'phase' && segments[index + 1]?.kind !== 'step' ? phaseWithLists(segment) : [segment],
  );
}

function section(piece: Piece): Segment {
  const { depth = 2, words: title = '', anchor = '' } = piece.heading ?? {};
  const phase = depth === 2 ? namedPhase(title) : undefined;
  if (phase === undefined) return { kind: 'reference', from: piece.from, title, depth, pieces: [piece] };
  return { kind: 'phase', from: piece.from, phase, title, anchor, pieces: [piece] };
}

function phaseOf(segment: Segment): Extract<Segment, { kind: 'phase' }>['phase'] | undefined {
  if (segment.kind === 'phase') return segment.phase;
  return segment.kind === 'step' ? segment.draft.phase : undefined;
}

/** A phase without `###`: its ordered items, else its bullets, are its steps. */
function phaseWithLists(segment: Extract<Segment, { kind: 'phase' }>): Segment[] {
  const ordered = segment.pieces.some((piece) => listOf(piece)?.ordered === true);
  const out: Segment[] = [{ ...segment, pieces: [] }];
  for (const piece of segment.pieces) {
    const list = listOf(piece);
    const last = out.at(-1);
    if (list?.ordered === ordered) out.push(...itemSteps(piece, segment.phase).steps);
    else if (last) addPiece(last, piece);
  }
  return out;
}
