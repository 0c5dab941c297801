/** "We are done when": the lines that end an incident. */
import { plainText } from '../core/markdown.ts';
import type { Tokens } from '../core/markdown.ts';
import { namedPhase } from './phases.ts';
import { itemsOf } from './step-body.ts';
import type { Piece } from './outline.ts';

export type ExitCriteria = {
  criteria: { id: string; text: string }[];
  /** The paragraph or heading and its list: not part of the introduction, and no steps. */
  pieces: Set<Piece>;
};

/** Finds them before the first phase: tasks under a paragraph or heading "We are done when" or "Done when". */
export function exitCriteriaOf(pieces: readonly Piece[]): ExitCriteria {
  const end = pieces.findIndex(
    ({ heading }) => heading?.depth === 2 && namedPhase(heading.words) !== undefined,
  );
  const before = end === -1 ? pieces : pieces.slice(0, end);
  for (let index = 0; index < before.length; index++) {
    const found = criteriaAt(before, index);
    if (found) return found;
  }
  return { criteria: [], pieces: new Set() };
}

function criteriaAt(pieces: readonly Piece[], index: number): ExitCriteria | undefined {
  const piece = pieces[index];
  if (!piece || !announces(piece)) return undefined;
  const next = index + (pieces[index + 1]?.token.type === 'space' ? 2 : 1);
  const below = pieces[next];
  if (below?.token.type !== 'list') return undefined;
  const tasks = itemsOf(below.token as Tokens.List, below.from).filter(({ token }) => token.task);
  if (tasks.length === 0) return undefined;
  const criteria = tasks.map(({ head }, at) => ({ id: String(at + 1), text: head }));
  return { criteria, pieces: new Set([piece, below]) };
}

function announces({ token, heading }: Piece): boolean {
  const words = heading?.words ?? (token.type === 'paragraph' ? plainText(token.raw) : '');
  return /^(?:we(?: are|['’]re) )?done when\W*$/i.test(words);
}
