/** Action items: what a review promised, who does it by when, and how one will know that it is done. */
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { isDay } from '../core/duration.ts';
import { Invalid, type Problem } from '../web/problem.ts';
import { Refused } from '../core/refused.ts';

export const ITEM_TYPES = ['detect', 'prevent', 'mitigate', 'respond', 'learn'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

export const ITEM_STATES = ['proposed', 'accepted', 'done', 'rejected', 'expired'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export type Item = {
  id: string;
  /** The 7 of ACT-7. */
  number: number;
  incidentId: string;
  text: string;
  type: ItemType;
  state: ItemState;
  owner: { id: string; name: string } | undefined;
  /** `2023-06-30`. */
  due: string | undefined;
  /** How one will know that it is done. */
  doneWhen: string | undefined;
  /** What shows that it is done: a link, or words. */
  evidence: string | undefined;
  /** The same thing in another tracker. */
  ticket: string | undefined;
  /** Why it was rejected, opened again, or ended without being done. */
  reason: string | undefined;
  /** The entry that it came from. */
  sourceSeq: number | undefined;
  rev: number;
  createdAt: Instant;
  changedAt: Instant;
  changedBy: string;
};

/** What a form may set. */
export type ItemFields = Pick<Item, 'text' | 'type' | 'owner' | 'due' | 'doneWhen' | 'ticket'>;

/** What can be done with one. */
export type ItemAct =
  | { act: 'change'; fields: ItemFields }
  | { act: 'accept'; fields: ItemFields }
  | { act: 'done'; evidence?: string | undefined }
  | { act: 'reject'; reason?: string | undefined }
  | { act: 'reopen'; reason?: string | undefined };

/** ACT-7. */
export function itemKey({ number }: Pick<Item, 'number'>): string {
  return `ACT-${String(number)}`;
}

/** Still something to do. */
export function isOpenItem({ state }: Pick<Item, 'state'>): boolean {
  return state === 'proposed' || state === 'accepted';
}

/**
 * The item after an act.
 * @throws Invalid naming the fields that are missing, Refused when the item is not in a state for it
 */
export function decideItem(item: Item, act: ItemAct): Item {
  switch (act.act) {
    case 'change':
      mustBe(item, ['proposed', 'accepted'], 'changed');
      mustHaveFields(act.fields, item.state === 'accepted');
      return { ...item, ...act.fields };
    case 'accept':
      mustBe(item, ['proposed'], 'accepted');
      mustHaveFields(act.fields, true);
      return { ...item, ...act.fields, state: 'accepted' };
    case 'done':
      mustBe(item, ['accepted'], 'done');
      return {
        ...item,
        state: 'done',
        evidence: needed(act.evidence, 'evidence', 'Say what shows that it is done: a link, or a sentence.'),
      };
    case 'reject':
      mustBe(item, ['proposed', 'accepted'], 'rejected');
      return {
        ...item,
        state: 'rejected',
        reason: needed(act.reason, 'reason', 'Say why it will not be done. The reason is kept.'),
      };
    case 'reopen':
      mustBe(item, ['done', 'rejected', 'expired'], 'opened again');
      return {
        ...item,
        state: hasAll(item) ? 'accepted' : 'proposed',
        evidence: undefined,
        reason: needed(act.reason, 'reason', 'Say why it is opened again.'),
      };
  }
}

/** A new one, proposed until somebody has agreed to do it. @throws Invalid without a text */
export function proposedItem(
  fields: ItemFields,
  made: Omit<Item, keyof ItemFields | 'state' | 'evidence' | 'reason' | 'rev'>,
): Item {
  mustHaveFields(fields, false);
  return { ...made, ...fields, state: 'proposed', evidence: undefined, reason: undefined, rev: 1 };
}

/** How an item stands on a day: "due in 5 days", "3 days late", "no date yet". */
export function dueWords({ due, state }: Pick<Item, 'due' | 'state'>, today: string): string {
  if (!isOpenItem({ state })) return due === undefined ? '' : `was due ${due}`;
  if (due === undefined) return 'no date yet';
  const days = daysBetween(today, due);
  if (days === 0) return 'due today';
  return days > 0 ? `due in ${counted(days, 'day')}` : `${counted(-days, 'day')} late`;
}

/** How long it has stood there, or since when it is closed, in words. */
export function ageWords(
  { createdAt, changedAt, state }: Pick<Item, 'createdAt' | 'changedAt' | 'state'>,
  today: string,
): string {
  if (!isOpenItem({ state })) return `since ${changedAt.slice(0, 10)}`;
  const days = daysBetween(createdAt.slice(0, 10), today);
  if (days < 1) return 'since today';
  if (days < 60) return `for ${counted(days, 'day')}`;
  return `for ${counted(Math.floor(days / 30.44), 'month')}`;
}

/** Days from one day to another; negative when the other lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function hasAll({ owner, due, doneWhen }: Pick<Item, 'owner' | 'due' | 'doneWhen'>): boolean {
  return owner !== undefined && due !== undefined && doneWhen !== undefined;
}

function mustBe(item: Item, states: readonly ItemState[], what: string): void {
  if (states.includes(item.state)) return;
  throw new Refused(
    'wrong-state',
    `${itemKey(item)} is ${item.state}, so it cannot be ${what}. Open it again first.`,
  );
}

function mustHaveFields({ text, owner, due, doneWhen }: ItemFields, isAccepted: boolean): void {
  const problems: Problem[] = [
    ...(text.trim() === '' ? [{ field: 'text', sentence: 'Say what is to be done.' }] : []),
    ...(due !== undefined && !isDay(due)
      ? [{ field: 'due', sentence: 'Write a day such as 2023-06-30.' }]
      : []),
    ...(isAccepted && owner === undefined
      ? [{ field: 'owner', sentence: 'Say who does it: without an owner nobody does.' }]
      : []),
    ...(isAccepted && due === undefined ? [{ field: 'due', sentence: 'Say by when.' }] : []),
    ...(isAccepted && doneWhen === undefined
      ? [{ field: 'done_when', sentence: 'Say how one will know that it is done.' }]
      : []),
  ];
  if (problems.length > 0) throw new Invalid(problems);
}

function needed(text: string | undefined, field: string, sentence: string): string {
  if (text !== undefined && text.trim() !== '') return text.trim();
  throw new Invalid([{ field, sentence }]);
}
