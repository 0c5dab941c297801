import { capital } from '../core/text.ts';
import { clockText } from '../core/time.ts';
import type { State } from './state.ts';

/** Something noted for later as the room shows it. */
export type FollowUpView = { text: string; words: string };

/** A figure of the damage: "Orders that failed: 2,140 orders". */
export type DamageView = { words: string; url: string | undefined };

const TYPES = {
  detect: 'to notice it sooner',
  prevent: 'to keep it from happening',
  mitigate: 'to end it faster',
  respond: 'to work it better',
  learn: 'to understand it',
} as const;

/** What a follow-up may be for, as the form offers it. */
export const FOLLOW_UP_TYPES: readonly { value: string; label: string }[] = Object.entries(TYPES).map(
  ([value, words]) => ({ value, label: capital(words) }),
);

export function followUpViews(state: State, zone: string): FollowUpView[] {
  return state.followUps.map(({ text, type, ownerName, by, at }) => ({
    text,
    words: [
      ...(type === undefined ? [] : [TYPES[type]]),
      ...(ownerName === undefined ? [] : [`for ${ownerName}`]),
      `noted by ${by.name} at ${clockText(at, zone)}`,
    ].join(', '),
  }));
}

export function damageViews(state: State): DamageView[] {
  return state.numbers.map(({ label, value, unit, url }) => ({
    words: `${label}: ${value.toLocaleString('en')} ${unit}`,
    url,
  }));
}
