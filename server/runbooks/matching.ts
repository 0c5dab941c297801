/** Which runbooks fit an incident: by alert, by service, by words, each with its reason. */
import type { Runbook } from './runbook.ts';

/** What is known when an incident is declared. */
export type Occasion = {
  title: string;
  service?: string | undefined;
  alerts?: readonly string[] | undefined;
};

/**
 * A runbook to offer. Scores only compare: an exact alert is worth more than everything else together. `exact`
 * says that an alert is named in full, and the runbook may attach by itself.
 */
export type Suggestion = { runbookId: string; score: number; why: string[]; exact: boolean };

const EXACT_ALERT = 100;
const ALERT_FAMILY = 60;
const SERVICE = 15;
const WORD_OF_TITLE = 6;
const WORD_OF_USE = 3;
const MOST_FOR_WORDS = 30;
/** Below this it is chance: one common word. */
const LEAST = 6;

/** The part of a runbook by which it is found. */
export type Findable = Pick<Runbook, 'id' | 'title' | 'metadata' | 'useWhen'>;

/** Runbooks that fit, the best first, and those of one score in the order of their titles. */
export function suggest(runbooks: readonly Findable[], occasion: Occasion): Suggestion[] {
  return runbooks
    .filter(({ metadata }) => !metadata.tags.includes('template'))
    .map((runbook) => ({ runbook, suggestion: suggestionOf(runbook, occasion) }))
    .filter(({ suggestion }) => suggestion.score >= LEAST)
    .sort((a, b) => b.suggestion.score - a.suggestion.score || compare(a.runbook.title, b.runbook.title))
    .map(({ suggestion }) => suggestion);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** One reason why a runbook fits, with its weight. */
type Reason = { score: number; why: string; exact?: boolean };

function suggestionOf(runbook: Findable, occasion: Occasion): Suggestion {
  const reasons = [
    ...alertReasons(runbook, occasion),
    ...serviceReasons(runbook, occasion),
    ...wordReasons(runbook, occasion),
  ];
  return {
    runbookId: runbook.id,
    score: reasons.reduce((sum, { score }) => sum + score, 0),
    why: reasons.map(({ why }) => why),
    exact: reasons.some(({ exact }) => exact === true),
  };
}

/** The best of the alerts counts once: ten alerts of one fault are one reason. */
function alertReasons({ metadata }: Findable, { alerts = [] }: Occasion): Reason[] {
  const reasons = alerts.flatMap((alert) =>
    metadata.useWhen.flatMap((pattern) => alertReason(alert, pattern)),
  );
  return reasons.sort((a, b) => b.score - a.score).slice(0, 1);
}

function alertReason(alert: string, pattern: string): Reason[] {
  const [name, wanted] = [alert.trim().toLowerCase(), pattern.trim().toLowerCase()];
  if (name === wanted) return [{ score: EXACT_ALERT, why: `for the alert ${alert}`, exact: true }];
  const family = wanted.endsWith('*') && wanted.length > 1 && name.startsWith(wanted.slice(0, -1));
  return family ? [{ score: ALERT_FAMILY, why: `for alerts like ${alert} (${pattern})` }] : [];
}

function serviceReasons({ metadata }: Findable, { service }: Occasion): Reason[] {
  const same = metadata.services.find((name) => name.toLowerCase() === service?.toLowerCase());
  return same === undefined ? [] : [{ score: SERVICE, why: `for the service ${same}` }];
}

function wordReasons({ title, metadata, useWhen }: Findable, occasion: Occasion): Reason[] {
  const asked = wordsOf(occasion.title);
  const inTitle = shared(asked, wordsOf(title));
  const elsewhere = wordsOf(
    `${useWhen ?? ''} ${metadata.tags.join(' ')} ${metadata.useWhen.map(spelledOut).join(' ')}`,
  );
  const inUse = shared(asked, elsewhere).filter((word) => !inTitle.includes(word));
  const score = Math.min(MOST_FOR_WORDS, inTitle.length * WORD_OF_TITLE + inUse.length * WORD_OF_USE);
  if (score === 0) return [];
  const words = [...inTitle, ...inUse].map((stem) => originalOf(stem, occasion.title));
  return [
    { score, why: `shares the ${words.length === 1 ? 'word' : 'words'} ${words.slice(0, 5).join(', ')}` },
  ];
}

/** An alert's name as words: `CacheHitRateLow` is "Cache Hit Rate Low". */
function spelledOut(alert: string): string {
  return alert.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').replace(/[_*-]/g, ' ');
}

/** Words that say nothing about the fault. */
const COMMON = new Set(
  `about after again all alert also and any are because been before began being but call can cannot does down error
  errors fail failed failing fails failure for from goes had has have high incident into its just less like low many
  more most much not nothing now off one only our out over page pages problem production rate same service since slow
  some still than that the their them then there they this users very via was were when where which while who
  why will with within without`.split(/\s+/),
);

/** The stems of the telling words of a text, each once. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return [...new Set(words.filter((word) => !COMMON.has(word)).map(stem))];
}

/** Endings taken off, so that "payments" meets "payment" and "expired" meets "expires". */
function stem(word: string): string {
  return word.length <= 4 ? word.replace(/s$/, '') : word.replace(/(?:ings?|ments?|ions?|ed|es|s|e)$/, '');
}

function shared(asked: readonly string[], offered: readonly string[]): string[] {
  const there = new Set(offered);
  return asked.filter((word) => there.has(word));
}

/** The word of the title that a stem came from, as it was typed. */
function originalOf(stemmed: string, title: string): string {
  return title.match(/[\p{L}\p{N}]{3,}/gu)?.find((word) => stem(word.toLowerCase()) === stemmed) ?? stemmed;
}
