/** Which runbooks fit an incident: by alert, by service, by words, each with its reason. */
import { keeper } from '../core/kept.ts';
import type { Runbook } from './runbook.ts';
import { baseName } from './slugs.ts';

/** A service of the incident, with the runbook that its owner named as the usual one. */
export type ServiceHit = { slug: string; name: string; runbookId?: string | undefined };

/** What is known of an incident. */
export type Occasion = {
  title: string;
  summary?: string | undefined;
  services?: readonly ServiceHit[] | undefined;
  alerts?: readonly string[] | undefined;
  /** Files of runbooks that the answer to a step of another one leads to. */
  ledTo?: readonly string[] | undefined;
};

/**
 * A runbook to offer. Scores only compare: an exact alert is worth more than everything else together. `exact`
 * says that an alert is named in full, and the runbook may attach by itself.
 */
export type Suggestion<T> = { of: T; score: number; why: string[]; exact: boolean };

const EXACT_ALERT = 100;
const ALERT_FAMILY = 60;
const LED_TO = 80;
const USUAL = 18;
const SERVICE = 15;
const WORD_OF_TITLE = 6;
const WORD_OF_USE = 3;
const WORD_OF_HEADING = 1;
const MOST_FOR_WORDS = 30;
/** Below this it is chance: one common word. */
const LEAST = 6;

/** The part of a runbook by which it is found. */
export type Findable = {
  row: { runbook_id: string };
  runbook: Pick<Runbook, 'file' | 'title' | 'metadata' | 'useWhen' | 'steps' | 'references'>;
};

/** Runbooks that fit, the best first, and those of one score in the order of their titles. */
export function suggest<T extends Findable>(shelf: readonly T[], occasion: Occasion): Suggestion<T>[] {
  return shelf
    .filter(({ runbook }) => !runbook.metadata.tags.includes('template'))
    .map((one) => suggestionOf(one, occasion))
    .filter(({ score }) => score >= LEAST)
    .sort((a, b) => b.score - a.score || compare(a.of.runbook.title, b.of.runbook.title));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** One reason why a runbook fits, with its weight. */
type Reason = { score: number; why: string; exact?: boolean };

function suggestionOf<T extends Findable>(of: T, occasion: Occasion): Suggestion<T> {
  const reasons = [
    ...alertReasons(of, occasion),
    ...ledToReasons(of, occasion),
    ...serviceReasons(of, occasion),
    ...wordReasons(of, occasion),
  ];
  return {
    of,
    score: reasons.reduce((sum, { score }) => sum + score, 0),
    why: reasons.map(({ why }) => why),
    exact: reasons.some(({ exact }) => exact === true),
  };
}

/** The best of the alerts counts once: ten alerts of one fault are one reason. */
function alertReasons({ runbook: { metadata } }: Findable, { alerts = [] }: Occasion): Reason[] {
  const reasons = alerts.flatMap((alert) =>
    metadata.useWhen.flatMap((pattern) => alertReason(alert, pattern)),
  );
  return reasons.sort((a, b) => b.score - a.score).slice(0, 1);
}

function alertReason(alert: string, pattern: string): Reason[] {
  const [name, wanted] = [alert.trim().toLowerCase(), pattern.trim().toLowerCase()];
  if (name === wanted) return [{ score: EXACT_ALERT, why: `used when ${alert}`, exact: true }];
  const family = wanted.endsWith('*') && wanted.length > 1 && name.startsWith(wanted.slice(0, -1));
  return family ? [{ score: ALERT_FAMILY, why: `used when ${pattern}, such as ${alert}` }] : [];
}

/** Links between runbooks are file names; the folders around them may differ. */
function ledToReasons({ runbook }: Findable, { ledTo = [] }: Occasion): Reason[] {
  const isHere = ledTo.some((link) => baseName(link.split('#')[0] ?? '') === baseName(runbook.file));
  return isHere ? [{ score: LED_TO, why: 'an answer leads to it' }] : [];
}

/** What the owner of a service names as usual says more than a file that names the service. */
function serviceReasons({ row, runbook }: Findable, { services = [] }: Occasion): Reason[] {
  const usual = services.find(({ runbookId }) => runbookId === row.runbook_id);
  if (usual) return [{ score: USUAL, why: `the usual runbook of ${usual.name}` }];
  const named = new Set(runbook.metadata.services.map((name) => name.toLowerCase()));
  const hit = services.find(
    ({ slug, name }) => named.has(slug.toLowerCase()) || named.has(name.toLowerCase()),
  );
  return hit === undefined ? [] : [{ score: SERVICE, why: `its service is ${hit.name}` }];
}

/** The words of the title say most; those of the summary count half. */
function wordReasons({ runbook }: Findable, { title, summary = '' }: Occasion): Reason[] {
  const inTitle = wordsOf(title);
  const asked = [...inTitle, ...wordsOf(summary).filter((word) => !inTitle.includes(word))];
  const places = keptPlaces(runbook, '', () => placesOf(runbook));
  const found = asked.flatMap((word) => {
    const worth = places.find(({ words }) => words.has(word))?.worth;
    return worth === undefined ? [] : [{ word, worth: inTitle.includes(word) ? worth : worth / 2 }];
  });
  const score = Math.min(
    MOST_FOR_WORDS,
    found.reduce((sum, { worth }) => sum + worth, 0),
  );
  if (score === 0) return [];
  const words = found
    .toSorted((a, b) => b.worth - a.worth)
    .slice(0, 5)
    .map(({ word }) => originalOf(word, `${title} ${summary}`).toLowerCase());
  return [{ score, why: `shares the ${words.length === 1 ? 'word' : 'words'} ${words.join(', ')}` }];
}

type Place = { words: ReadonlySet<string>; worth: number };

/** A version never changes, so what was found in its words stays true. */
const keptPlaces = keeper<Findable['runbook'], readonly Place[]>();

/** Where words stand in a runbook, with what a word is worth there; the best place counts. */
function placesOf({ title, metadata, useWhen, steps, references }: Findable['runbook']): Place[] {
  const uses = `${useWhen ?? ''} ${metadata.tags.join(' ')} ${metadata.useWhen.map(spelledOut).join(' ')}`;
  const headings = [...steps, ...references].map((part) => part.title ?? '').join(' ');
  return [
    { words: new Set(wordsOf(title)), worth: WORD_OF_TITLE },
    { words: new Set(wordsOf(uses)), worth: WORD_OF_USE },
    { words: new Set(wordsOf(headings)), worth: WORD_OF_HEADING },
  ];
}

/** An alert's name as words: `CacheHitRateLow` is "Cache Hit Rate Low". */
function spelledOut(alert: string): string {
  return alert.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').replace(/[_*-]/g, ' ');
}

/** Words that say nothing about the fault. */
const COMMON = new Set(
  `about after again all alert also and any are because been before began being but call can cannot check does down error
  errors fail failed failing fails failure find for from goes had has have high incident into its just less like look low many
  more most much not nothing now off one only our out over page pages problem production rate same service since slow
  see some still take taken takes than that the their them then there they this users very via was were when where which while who
  why will with within without`.split(/\s+/),
);

/** The stems of the telling words of a text, each once. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return [...new Set(words.filter((word) => !COMMON.has(word)).map(stem))];
}

/** Endings taken off, so that "payments" meets "payment" and "expired" meets "expires". */
function stem(word: string): string {
  return word.length <= 4
    ? word.replace(/(?<!s)s$/, '')
    : word.replace(/(?:ings?|ments?|ions?|ed|es|s|e)$/, '');
}

/** The word that a stem came from, as it was typed. */
function originalOf(stemmed: string, typed: string): string {
  return typed.match(/[\p{L}\p{N}]{3,}/gu)?.find((word) => stem(word.toLowerCase()) === stemmed) ?? stemmed;
}
