/** Which past incidents may help with one that is told, and why each of them is taken for similar. */
import type { Instant } from '../core/clock.ts';
import { sentenceList } from '../core/text.ts';
import { tellingWords } from './alike.ts';

/** What is known of the incident that is being told. */
export type Told = {
  title: string;
  services: readonly string[];
  /** What is suspected or confirmed, and what else was said of it. */
  suspected: readonly string[];
};

/** A past incident, as much of it as is compared. */
export type Past = {
  number: number;
  key: string;
  title: string;
  severity: string | undefined;
  openedAt: Instant;
  services: readonly string[];
  /** What was confirmed to be the cause. */
  cause: string | undefined;
  /** The changes that worked. */
  fixedBy: string | undefined;
};

export type Similar = { past: Past; why: string };

const MOST = 5;
/** A shared word of the cause says more than one of the title, and a service alone is hardly a likeness. */
const WEIGHTS = { service: 2, title: 2, cause: 3 };
/** Reached by two telling words, by one of the cause, or by a service and a word. */
const ENOUGH = 3;

/** The most similar first, and of two that are equally similar the later one; at most five. */
export function similarTo(told: Told, pasts: readonly Past[]): readonly Similar[] {
  const words = { title: tellingWords(told.title), suspected: tellingWords(told.suspected.join(' ')) };
  return pasts
    .map((past) => ({ past, likeness: likenessOf(told, words, past) }))
    .filter(({ likeness }) => likeness.weight >= ENOUGH)
    .toSorted((a, b) => b.likeness.weight - a.likeness.weight || b.past.number - a.past.number)
    .slice(0, MOST)
    .map(({ past, likeness }) => ({ past, why: likeness.why }));
}

type Words = { title: ReadonlySet<string>; suspected: ReadonlySet<string> };

function likenessOf(told: Told, words: Words, past: Past): { weight: number; why: string } {
  const services = past.services.filter((service) => told.services.includes(service));
  const title = sharedWords(past.title, words.title);
  // What is suspected now may be in the title, and the other way round.
  const cause = sharedWords(past.cause ?? '', new Set([...words.suspected, ...words.title]));
  const weight =
    (services.length > 0 ? WEIGHTS.service : 0) + title.length * WEIGHTS.title + cause.length * WEIGHTS.cause;
  const reasons = [
    ...(services.length > 0 ? [`hit ${sentenceList(services)} too`] : []),
    ...(title.length > 0 ? [`its title has ${quoted(title)}`] : []),
    ...(cause.length > 0 ? [`its cause has ${quoted(cause)}`] : []),
  ];
  return { weight, why: reasons.join('; ') };
}

/** The telling words of a text that are among others, as they are written there. */
function sharedWords(text: string, among: ReadonlySet<string>): string[] {
  const written = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const shared = written.filter((word) => [...tellingWords(word)].some((stem) => among.has(stem)));
  return [...new Map(shared.map((word) => [word.slice(0, 6), word])).values()];
}

function quoted(words: readonly string[]): string {
  return sentenceList(words.map((word) => `"${word}"`));
}
