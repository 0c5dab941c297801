/** Which open incidents may be the same as one that is being told. It is shown and never in the way. */
import type { Instant } from '../core/clock.ts';
import { durationText, secondsBetween } from '../core/time.ts';

/** An open incident, as much of it as is compared. */
export type Opened = {
  number: number;
  key: string;
  title: string;
  openedAt: Instant;
  services: readonly string[];
};

const MOST = 3;
/** Words that stand in any title and make two of them no more alike. */
const COMMON = new Set(
  'a an and are at be been by for from has have in is it its not of on or our some that the their they this to was we with fails fail broken slow down error errors problem problems'.split(
    ' ',
  ),
);

/** Words that tell titles apart, each by its first six letters, so that "payments" meets "payment". */
export function tellingWords(title: string): Set<string> {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.filter((word) => word.length > 2 && !COMMON.has(word)).map((word) => word.slice(0, 6)),
  );
}

/** The open incidents of the same service, or with half of the telling words; the most alike first, at most three. */
export function alikeOf(
  told: { title: string; services: readonly string[] },
  opened: readonly Opened[],
): readonly Opened[] {
  const words = tellingWords(told.title);
  return opened
    .map((other) => ({ other, likeness: likenessOf(words, told.services, other) }))
    .filter(({ likeness }) => likeness >= 0.5)
    .toSorted((a, b) => b.likeness - a.likeness || b.other.number - a.other.number)
    .slice(0, MOST)
    .map(({ other }) => other);
}

function likenessOf(words: ReadonlySet<string>, services: readonly string[], other: Opened): number {
  const theirs = tellingWords(other.title);
  const shared = [...words].filter((word) => theirs.has(word)).length;
  const fewer = Math.min(words.size, theirs.size);
  const byWords = fewer === 0 ? 0 : shared / fewer;
  return byWords + (services.some((service) => other.services.includes(service)) ? 1 : 0);
}

/** "INC-41 (Checkout fails), opened 4 min ago, looks alike." */
export function alikeWords(alike: readonly Opened[], now: Instant): string | undefined {
  if (alike.length === 0) return undefined;
  return alike
    .map(({ key, title, openedAt }) => {
      const age = durationText(Math.max(0, secondsBetween(openedAt, now)));
      return `${key} (${title}), opened ${age} ago, looks alike.`;
    })
    .join(' ');
}
