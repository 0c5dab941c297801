/** A text as a row of pieces with their places: the ground on which every reading rule stands. */
import { anchorNames } from '../core/anchors.ts';
import { lex, wordsOf } from '../core/markdown.ts';
import type { Token, Tokens, TokensList } from '../core/markdown.ts';

/**
 * A top-level token with its place in the file. `to` is where the next piece begins. A folded part is one piece
 * of HTML, with what stands in it as `inner`.
 */
export type Piece = { token: Token; from: number; to: number; heading?: Heading; inner?: Token[] };

/** `words` are the heading without marks; `anchor` is what a Markdown host calls it. */
export type Heading = { depth: number; words: string; anchor: string };

export type Outline = {
  pieces: Piece[];
  /** Definitions `[label]: where`, for links that name a label. */
  links: TokensList['links'];
};

/** Cuts a text into pieces from an offset on. Pieces cover everything from there to the end, in order. */
export function outlineOf(text: string, start: number): Outline {
  const tokens = lex(text.slice(start));
  const pieces = withAnchors(folded(placed(tokens, text, start)));
  return { pieces, links: tokens.links };
}

function placed(tokens: readonly Token[], text: string, start: number): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  for (const token of tokens) {
    // A list drops blanks at its end from its raw text, so the next token may begin a little later.
    const found = text.startsWith(token.raw, at) ? at : text.indexOf(token.raw, at);
    const from = found === -1 ? at : found;
    pieces.push({ token, from, to: text.length });
    at = Math.min(text.length, from + token.raw.length);
  }
  pieces.forEach((piece, index) => (piece.to = pieces[index + 1]?.from ?? text.length));
  const first = pieces[0];
  if (first) first.from = start;
  return pieces;
}

const OPENING = /<details[\s>]/gi;
const CLOSING = /<\/details\s*>/gi;

/**
 * Takes everything from `<details>` to its `</details>` as one piece: background is never steps. An opening
 * without an end folds nothing, or it would swallow the rest of the file.
 */
function folded(pieces: Piece[]): Piece[] {
  const ends = foldEnds(pieces);
  const out: Piece[] = [];
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    const end = ends.get(index);
    if (piece && end !== undefined) {
      const run = pieces.slice(index, end + 1);
      const raw = rawOf(run);
      const token: Tokens.HTML = { type: 'html', block: true, pre: false, raw, text: raw };
      out.push({
        token,
        from: piece.from,
        to: run.at(-1)?.to ?? piece.to,
        inner: run.map(({ token }) => token),
      });
      index = end;
    } else if (piece) out.push(piece);
  }
  return out;
}

/** From the index of a piece that opens a fold to the index of the piece that closes it. */
function foldEnds(pieces: readonly Piece[]): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  pieces.forEach(({ token }, index) => {
    if (token.type !== 'html') return;
    let net = (token.raw.match(OPENING)?.length ?? 0) - (token.raw.match(CLOSING)?.length ?? 0);
    for (; net > 0; net--) open.push(index);
    for (; net < 0; net++) {
      const start = open.pop();
      if (start !== undefined) ends.set(start, index);
    }
  });
  return ends;
}

function withAnchors(pieces: Piece[]): Piece[] {
  const anchor = anchorNames();
  return pieces.map((piece) => {
    if (piece.token.type !== 'heading') return piece;
    const words = wordsOf(piece.token.tokens ?? [])
      .replace(/\s+/g, ' ')
      .trim();
    return { ...piece, heading: { depth: Number(piece.token.depth), words, anchor: anchor(words) } };
  });
}

/** The source of pieces as one text. */
export function rawOf(pieces: readonly Piece[]): string {
  return pieces.map(({ token }) => token.raw).join('');
}

/** Markdown with the definitions that its links name, so that it can be shown alone. */
export function withDefinitions(markdown: string, links: TokensList['links']): string {
  const lower = markdown.toLowerCase();
  const used = Object.entries(links)
    .slice(0, 200)
    .filter(([label]) => lower.includes(`[${label}]`) && !lower.includes(`\n[${label}]:`));
  if (used.length === 0) return markdown;
  const lines = used.map(([label, { href, title }]) => `[${label}]: <${href}>${title ? ` "${title}"` : ''}`);
  return `${markdown.trimEnd()}\n\n${lines.join('\n')}\n`;
}
