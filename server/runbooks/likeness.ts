/** How much alike two steps of two versions are. */
import type { Runbook, Step } from './runbook.ts';

/** 0 for nothing in common, 1 for the same words: half by the title, half by what stands below it. */
export function likenessOf(before: Runbook, from: Step, after: Runbook, to: Step): number {
  const titles = shared(wordsOf(from.title), wordsOf(to.title));
  const [mine, theirs] = [bodyWords(before, from), bodyWords(after, to)];
  return mine.size === 0 && theirs.size === 0 ? titles : (titles + shared(mine, theirs)) / 2;
}

/** The share of words that both have among those that either has. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  const either = a.size + b.size - both;
  return either === 0 ? 0 : both / either;
}

function bodyWords({ text }: Runbook, { range, title }: Step): Set<string> {
  const inTitle = wordsOf(title);
  return new Set([...wordsOf(text.slice(range.from, range.to))].filter((word) => !inTitle.has(word)));
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu));
}
