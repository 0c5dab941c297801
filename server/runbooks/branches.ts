/** "If … → …" and "Otherwise → …": where an observation leads. */
import { lexInline, plainText, wordsOf } from '../core/markdown.ts';
import type { Token, TokensList } from '../core/markdown.ts';
import { runbookFile, unescaped } from './links.ts';
import type { Branch, Target } from './runbook.ts';

/** What a branch needs to know of its file. */
export type Neighbourhood = {
  file: string;
  links: TokensList['links'];
  /** The step behind a heading link, by its anchor without `#`. */
  stepAt: (anchor: string) => { stepId: string; title: string } | undefined;
};

const BRANCH = /^(\*\*|__)\s*(if|otherwise)\b/i;

/** The bold word at the beginning, and everything behind it without the marks. */
function splitWord(markdown: string): { otherwise: boolean; rest: string } | undefined {
  const match = BRANCH.exec(markdown);
  if (!match) return undefined;
  const mark = match[1] ?? '**';
  const end = markdown.indexOf(mark, match[0].length);
  const rest = `${markdown.slice(match[0].length, end)}${markdown.slice(end + mark.length)}`;
  return end === -1 ? undefined : { otherwise: match[2]?.toLowerCase() === 'otherwise', rest };
}

/** Whether a list item begins with a bold If or Otherwise. */
export function isBranch(markdown: string): boolean {
  return splitWord(markdown) !== undefined;
}

/** Reads one branch. Without an arrow and a target behind it, it leads nowhere and has no targets. */
export function readBranch(markdown: string, index: number, near: Neighbourhood): Branch {
  const { otherwise, rest } = splitWord(markdown) ?? { otherwise: false, rest: markdown };
  const line = masked(lexInline(oneLine(rest), near.links));
  const parts = line.text.split(ARROW);
  // "load → 90 % → step 2": an arrow with no target behind it belongs to the condition.
  const first = parts.findIndex((part, at) => at > 0 && targetsIn(part, line, near).length > 0);
  const condition = first === -1 ? (parts[0] ?? '') : parts.slice(0, first).join('→');
  const behind = first === -1 ? [] : parts.slice(first);
  return {
    index,
    otherwise,
    condition: tidy(line.restore(condition)),
    undoFirst: /\bundo\b[^.]{1,80}\bthen\b/i.test(`${condition} ${behind[0] ?? ''}`),
    targets: behind.flatMap((part) => targetsIn(part, line, near)),
    text: plainText(markdown),
  };
}

const ARROW = /→|->/;

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function tidy(condition: string): string {
  let end = condition.length;
  while (end > 0 && ' ,:;'.includes(condition[end - 1] ?? '')) end--;
  return condition
    .slice(0, end)
    .replace(/^[ ,:]+/, '')
    .replace(/[,;]? then$/i, '');
}

/** A line in which links, code and emphasis are single characters, so that arrows and words in them do not count. */
type Masked = { text: string; tokens: Token[]; restore: (part: string) => string };

const MASK = 0xe000;
const MASKED = /[\ue000-\uf8ff]/g;

function masked(tokens: readonly Token[]): Masked {
  const kept: Token[] = [];
  const hide = (token: Token): string => {
    kept.push(token);
    return String.fromCharCode(MASK + kept.length - 1);
  };
  const readable = (token: Token): boolean =>
    token.type === 'text' || token.type === 'escape' || kept.length >= 0xf8ff - MASK;
  // The private characters themselves could only stand for something that is not there.
  const text = tokens
    .map((token) => (readable(token) ? token.raw.replace(MASKED, '') : hide(token)))
    .join('');
  const restore = (part: string): string =>
    part.replace(MASKED, (char) => kept[char.charCodeAt(0) - MASK]?.raw ?? '');
  return { text, tokens: kept, restore };
}

/** The alternatives behind an arrow: `[step 7](#…) or stop` makes two. */
function targetsIn(part: string, line: Masked, near: Neighbourhood): Target[] {
  return part.split(/(?<![\w-])or(?![\w-])/i).flatMap((alternative) => {
    const linked = linkTargets(alternative, line, near);
    if (linked.length > 0) return linked;
    const word = alternative.split(/[,;]|(?<![\w-])then(?![\w-])/i).map((words) => wordTarget(words, line));
    return word.filter((target) => target !== undefined).slice(0, 1);
  });
}

function linkTargets(alternative: string, line: Masked, near: Neighbourhood): Target[] {
  const targets: Target[] = [];
  for (const match of alternative.matchAll(MASKED)) {
    const token = line.tokens[match[0].charCodeAt(0) - MASK];
    if (token?.type !== 'link') continue;
    const escalates = /\bescalate to (?:the )?$/i.test(alternative.slice(0, match.index));
    const target: Target | undefined = escalates
      ? { to: 'escalate', name: wordsOf([token]).trim() }
      : linkTarget(String(token.href), wordsOf([token]).trim(), near);
    if (target) targets.push(target);
  }
  return targets;
}

/** Where a link leads: a heading of this file, or another runbook. Links to anything else are no targets. */
function linkTarget(href: string, title: string, near: Neighbourhood): Target | undefined {
  if (href.startsWith('#')) {
    const anchor = unescaped(href.slice(1)).toLowerCase();
    const step = near.stepAt(anchor);
    return step ? { to: 'step', ...step } : { to: 'missing', anchor, title };
  }
  const file = runbookFile(near.file, href);
  return file === undefined ? undefined : { to: 'runbook', file, title };
}

/** `stop`, `cancel …`, `resolve` or `escalate to NAME` at the beginning; further on they would be prose. */
function wordTarget(words: string, line: Masked): Target | undefined {
  const told = words.trim();
  const escalate = /^escalate to (?:the )?(.+)$/i.exec(told)?.[1];
  if (escalate !== undefined)
    return { to: 'escalate', name: escalationName(plainText(line.restore(escalate))) };
  const word = /^(stop|cancel|resolve)(?![\w-])/i.exec(told)?.[1]?.toLowerCase();
  return word === 'stop' || word === 'cancel' || word === 'resolve' ? { to: word } : undefined;
}

/** The name at the start of the words: a slug alone, else everything up to a sign or a turn of the sentence. */
function escalationName(words: string): string {
  const slug = /^[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)+/u.exec(words)?.[0];
  return slug ?? (words.split(/[.,:;(]|\s(?:if|when|and|after|as|with|at once)\b/)[0] ?? '').trim();
}
