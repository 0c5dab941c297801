/** What a real incident was, as a drill needs it: by seconds from its detection, whichever record tells it. */
import type { Instant } from '../core/clock.ts';
import { plainText } from '../core/markdown.ts';

/** A sign that those who were there did not make themselves. */
export type Sign = { seconds: number; as: 'alert' | 'chat'; text: string };

/** A suspicion that led nowhere. Times are absent where no record gives them. */
export type Suspect = {
  words: string;
  seconds: number | undefined;
  clearedSeconds: number | undefined;
  /** What cleared it. */
  evidence: string | undefined;
};

/** Something that was read off. `isLate` is what showed only after the cause was being put right. */
export type Reading = { name: string; value: string; isLate: boolean };

export const MILESTONES = [
  'acknowledged',
  'declared',
  'impact',
  'asked',
  'came',
  'update',
  'cause',
  'better',
  'over',
] as const;
/** What every incident has or lacks: the rows in which two of them are compared. */
export type Milestone = (typeof MILESTONES)[number];

export type Past = {
  key: string;
  title: string;
  begins: Instant;
  homeZone: string;
  /** From detection to the last thing that is known. */
  seconds: number;
  milestones: Readonly<Partial<Record<Milestone, number>>>;
  signs: readonly Sign[];
  suspects: readonly Suspect[];
  /** How many were hurt, in a sentence. */
  impact: string | undefined;
  readings: readonly Reading[];
  /** What was the matter, in words that a suspicion would have. */
  cause: string | undefined;
  evidence: readonly string[];
  /** What put it right. */
  repair: readonly string[];
  /** Whether command changed hands. */
  hasHandOver: boolean;
  runbook: { id: string; dangerous: readonly { id: string; title: string }[] } | undefined;
  lessons: readonly string[];
  /** What was asked of steps of the runbook. */
  doubts: readonly string[];
  /** What the real team did, to be read beside what the drill brought. */
  deeds: readonly { seconds: number | undefined; text: string }[];
  /** Who is named in it, and the role that stands for them. */
  people: readonly { name: string; role: string }[];
};

/** The words of a line without marks, on one line. */
export function flat(text: string, most = 400): string {
  const line = plainText(text)
    .replace(/\s+/g, ' ')
    .replace(/^[\s#>*+=|-]+|^\d+[.)]\s+/, '')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most).replace(/\s\S*$/, '')} …`;
}

const EMPTY =
  'actual after again alert alerts analysis application appear because before being between caused causes cause ' +
  'certain change changed changes customer customers degradation disruption during error errors every external ' +
  'failed failing failure failures fails first found hidden identified impact incident initial internal issue ' +
  'issues layer makes might misleading outage page pages platform possible potential problem problems response ' +
  'reason resolved result root server servers service services should showed since slow something suspected system ' +
  'systems their there these those through traced under users wrong bottleneck about also been bytes came does down ' +
  'each from full have here high into just left less long look made many more most much only over same seen some such ' +
  'than that them then they this took very were what when where with would';
const NO_KEYWORDS = new Set(EMPTY.split(' '));

/** The words of a suspicion by which another telling of it can be known, the telling ones first; at most three. */
export function keywords(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}[\p{L}\d-]{3,40}/gu) ?? [];
  return [...new Set(words.filter((word) => !NO_KEYWORDS.has(word) && word.length > 3))].slice(0, 3);
}

/** "caching" and "cache" are both `cach`; "misconfiguration" and "config" are both `config`. */
export function stem(word: string): string {
  const bare = word.replace(/^mis(?=\p{L}{5})/u, '').replace(/(?:ings?|ed|es|s)$/u, '');
  if (bare.startsWith('config')) return 'config';
  if (bare.length < 4) return word;
  return bare.length === 5 && bare.endsWith('e') ? bare.slice(0, -1) : bare;
}

/** Whether two tellings are about the same suspicion. */
export function isAlike(one: string, other: string): boolean {
  const lower = other.toLowerCase();
  return keywords(one).some((word) => lower.includes(stem(word)));
}
