/** What ties an incident to others and to the outside: its labels, and links to incidents, tickets and changes. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { mustSay } from './act.ts';
import type { Actor, Relation } from './entry-fields.ts';
import type { Moment } from './stamps.ts';
import type { Lines, State } from './state.ts';

export type Link = {
  relation: Relation;
  /** The key of an incident, or an address. */
  target: string;
  title: string | undefined;
  /** When what caused it was over. */
  endedAt: Moment | undefined;
  by: Actor;
  seq: number;
};

export const LINK_LINES: Lines<'label-changed' | 'link-changed'> = {
  'label-changed': (state, { body: { label, on } }) => {
    const others = state.labels.filter((one) => !isSameLabel(one, label));
    return { ...state, labels: on ? [...others, label] : others };
  },
  'link-changed': (state, { seq, actor, body }) => {
    const { relation, target, title, on } = body;
    const others = state.links.filter((one) => one.relation !== relation || one.target !== target);
    const link = { relation, target, title, endedAt: endOf(body.endedAt, seq), by: actor, seq };
    return { ...state, links: on ? [...others, link] : others };
  },
};

function endOf(at: Instant | undefined, seq: number): Moment | undefined {
  return at === undefined ? undefined : { at, precision: 'minute', provenance: 'typed', seq };
}

/** Labels differ by their words, not by their capitals. */
export function isSameLabel(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function linkOf(state: State, relation: Relation, target: string): Link | undefined {
  return state.links.find((one) => one.relation === relation && one.target === target);
}

/** Whether a target is the key of an incident; else it is an address. */
export function isKey(target: string): boolean {
  return /^(?:INC|DRILL)-\d{1,9}$/.test(target);
}

/**
 * What somebody typed as the other end: `inc-7` and `7` are INC-7, and an address stays as it is.
 * @throws Refused when it is neither; `field` is where it was typed
 */
export function targetOf(typed: string, field: string): string {
  const text = mustSay(typed, field, 'Write a key such as INC-7, or an address.').trim();
  const upper = text.toUpperCase();
  if (isKey(upper)) return upper;
  if (/^[1-9]\d{0,8}$/.test(text)) return `INC-${text}`;
  if (/^https?:\/\/[^\s]+$/i.test(text)) return text;
  throw new Refused(
    'bad-field',
    'Write the key of an incident, such as INC-7, or an address that begins with https://.',
    { field },
  );
}

/** How this incident stands to what it is linked with: "follows INC-7". */
export const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  related: 'is related to',
  'caused-by': 'was caused by',
  'duplicate-of': 'is the same as',
  follows: 'follows',
  ticket: 'has the ticket',
  change: 'has the change',
};

/** The same from the other side: "INC-7 is followed by this one". */
export const RELATED_WORDS: Readonly<Record<Relation, string>> = {
  related: 'is related to this one',
  'caused-by': 'was caused by this one',
  'duplicate-of': 'is the same as this one',
  follows: 'follows this one',
  ticket: 'names this one as its ticket',
  change: 'names this one as its change',
};
