/** List items as steps: for files that number or tick what is to be done. */
import { plainText } from '../core/markdown.ts';
import type { Tokens } from '../core/markdown.ts';
import { cut } from '../core/text.ts';
import type { Piece } from './outline.ts';
import type { Phase } from './runbook.ts';
import type { Draft, Segment } from './segments.ts';
import { itemsOf } from './step-body.ts';
import type { Placed } from './step-body.ts';

/** The list in a piece, if it is one. */
export function listOf(piece: Piece): Tokens.List | undefined {
  return piece.token.type === 'list' ? (piece.token as Tokens.List) : undefined;
}

/**
 * The items of a list as steps. With `tasksOnly`, an item without a box belongs to the step before it; what
 * stands before the first box is handed back as `before`.
 */
export function itemSteps(
  piece: Piece,
  phase: Phase | undefined,
  tasksOnly = false,
): { steps: Segment[]; before: Placed[] } {
  const list = listOf(piece);
  const steps: Extract<Segment, { kind: 'step' }>[] = [];
  const before: Placed[] = [];
  for (const item of list ? itemsOf(list, piece.from) : []) {
    if (tasksOnly && !item.token.task) {
      const placed = { token: onlyItem(list, item.token), at: item.at };
      (steps.at(-1)?.draft.body ?? before).push(placed);
    } else steps.push({ kind: 'step', from: item.at, draft: draftOf(item, list, phase) });
  }
  return { steps, before };
}

/** A list with one of its items, so that it can be read like any other token. */
function onlyItem(list: Tokens.List | undefined, item: Tokens.ListItem): Tokens.List {
  const raw = item.raw;
  return { type: 'list', ordered: false, start: '', loose: item.loose, ...list, raw, items: [item] };
}

type Item = ReturnType<typeof itemsOf>[number];

function draftOf(item: Item, list: Tokens.List | undefined, phase: Phase | undefined): Draft {
  const whole = plainText(item.head);
  const words = titleOf(whole);
  const number = list?.ordered === true ? /\d+/.exec(item.marker)?.[0] : undefined;
  const idWords = whole.split(' ').slice(0, 8).join(' ');
  const at = item.at;
  const own: Placed[] = item.token.task
    ? [{ token: box(item.head, item.token), at }]
    : holdsMore(item.head, words)
      ? [{ token: paragraph(item.head), at }]
      : [];
  return { words, idWords, number, depth: undefined, anchor: undefined, phase, body: [...own, ...item.rest] };
}

/** Whether an item says more than its title: links, code, a second sentence. */
function holdsMore(head: string, title: string): boolean {
  return head.replace(/[.:]$/, '') !== title && head !== '';
}

/** The first sentence, as long as it can be read at a glance. */
function titleOf(whole: string): string {
  const sentence = /^.*?[.!?](?=\s+["'(]?\p{Lu})/u.exec(whole)?.[0] ?? whole;
  return cut(sentence.replace(/(?<!\.)[.:]$/, ''), 300);
}

function paragraph(text: string): Tokens.Paragraph {
  return { type: 'paragraph', raw: `${text}\n\n`, text, tokens: [] };
}

/** The box of a task item, as a list of its own: a step of a task list has one box. */
function box(words: string, item: Tokens.ListItem): Tokens.List {
  const text = { type: 'text', raw: words, text: words } as const;
  const raw = `- [ ] ${words}\n`;
  const only = { ...item, raw, text: words, loose: false, tokens: [text] };
  return { type: 'list', raw, ordered: false, start: '', loose: false, items: [only] };
}
