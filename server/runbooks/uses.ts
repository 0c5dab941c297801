/** "Use this when …" and "Not for …" in quotes. */
import type { Tokens } from '../core/markdown.ts';
import type { Piece } from './outline.ts';
import type { Runbook } from './runbook.ts';

const LINE = /^(?:\*\*|__)?(use this when|not for)\b:?(?:\*\*|__)?:?(.*)$/i;

/** What to use it for and what not, as Markdown without the bold words; several lines are put together. */
export function usesIn(pieces: readonly Piece[]): Pick<Runbook, 'useWhen' | 'notFor'> {
  const found: { useWhen: string | undefined; notFor: string | undefined } = {
    useWhen: undefined,
    notFor: undefined,
  };
  for (const { token } of pieces) {
    if (token.type !== 'blockquote') continue;
    for (const [words, sentence] of sentences((token as Tokens.Blockquote).text)) {
      const key = words === 'use this when' ? 'useWhen' : 'notFor';
      found[key] = found[key] === undefined ? sentence : `${found[key]} ${sentence}`;
    }
  }
  return found;
}

/** Whether a piece is nothing but such sentences: they have their own place on a page, and need no second one. */
export function isAllUses({ token }: Piece): boolean {
  if (token.type !== 'blockquote') return false;
  const lines = (token as Tokens.Blockquote).text.split(/\n\s*\n/).map((paragraph) => paragraph.trim());
  return lines.every((paragraph) => paragraph === '' || LINE.test(paragraph.split('\n')[0] ?? ''));
}

/** A line that begins with the words, and the lines under it up to a blank one or the next such line. */
function sentences(quote: string): [string, string][] {
  const out: [string, string][] = [];
  let open = false;
  for (const line of quote.split('\n')) {
    const match = LINE.exec(line.trim());
    const last = out.at(-1);
    if (match) out.push([match[1]?.toLowerCase() ?? '', match[2]?.trim() ?? '']);
    else if (open && last && line.trim() !== '') last[1] += ` ${line.trim()}`;
    open = match !== null || (open && line.trim() !== '');
  }
  return out;
}
