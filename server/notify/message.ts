/** A message to one person by one way, and what became of it. */
import type { Instant } from '../core/clock.ts';

/**
 * Queued: it is on disk and waits. Leased: it is on its way. Uncertain: it was handed over and nobody knows, so it is
 * sent again under the same key. Sent: the channel took it. Superseded: it was no longer needed when its time came.
 */
export type MessageState = 'queued' | 'leased' | 'uncertain' | 'sent' | 'failed' | 'superseded';

/** Asks somebody to come. */
export type PageContent = {
  kind: 'page';
  severity: string | undefined;
  subjectKey: string;
  title: string;
  /** Where the subject is shown, below the root. */
  path: string;
  reason: string;
  askedBy: string;
  /** Why it is this person: "on call in Shop until 18:00". */
  why: string;
  /** Who is told at the same time. */
  others: readonly string[];
  /** What happens when nobody answers. */
  next: string;
  /** Set when the level is told later than it was due. */
  lateSeconds?: number | undefined;
};

/** Tells something that needs no answer. */
export type NoticeContent = {
  kind: 'notice';
  subjectKey: string;
  title: string;
  path: string;
  words: string;
};

/** A text of several paragraphs that needs no answer. */
export type LetterContent = {
  kind: 'letter';
  subjectKey: string;
  subject: string;
  paragraphs: readonly string[];
  /** Where to read on, below the root. */
  path: string;
};

/** Proves that a way works. */
export type TestContent = { kind: 'test'; name: string; path: string };

export type Content = PageContent | NoticeContent | LetterContent | TestContent;

export type NewMessage = {
  /** Stays the same for each try, so that whoever receives it twice can drop one. */
  key: string;
  runId?: string | undefined;
  /** Which level of the run, by its place. */
  place?: number | undefined;
  person: { id: string; name: string };
  methodId: string;
  channel: string;
  address: string;
  content: Content;
  /** 1 goes first. */
  urgency: number;
  dueAt: Instant;
};

export type Message = NewMessage & {
  id: string;
  state: MessageState;
  tries: number;
  createdAt: Instant;
  triedAt: Instant | undefined;
  settledAt: Instant | undefined;
  error: string | undefined;
  answeredAt: Instant | undefined;
};

/** What a channel says of one try. A lasting failure is not tried again: the address is wrong, or was given up. */
export type Outcome = { result: 'sent' } | { result: 'failed'; isLasting: boolean; error: string };

/** While it is on its way nobody else sends it; whoever died with it is taken to have sent it, perhaps. */
export const LEASE_SECONDS = 30;

const PAGE_RETRIES = [5, 15, 45, 120];
const LATER_SECONDS = 300;

/** What asks for no answer is tried over four days: seconds after each try in vain. */
const OTHER_RETRIES = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/**
 * Seconds until a message is tried again after so many tries; undefined when it is given up, which the system page then
 * shows. A page is never given up: it ends with its level.
 */
export function retrySeconds({ tries, content }: Pick<Message, 'tries' | 'content'>): number | undefined {
  return content.kind === 'page' ? (PAGE_RETRIES[tries - 1] ?? LATER_SECONDS) : OTHER_RETRIES[tries - 1];
}

/** After so many tries in vain a way counts as one that does not work now, and nobody waits for it. */
export const TRIES_OF_A_WORKING_WAY = 4;

/** What a state exactly means, for people. */
export const STATE_WORDS: Readonly<Record<MessageState, string>> = {
  queued: 'queued: it is on disk here and waits to be sent',
  leased: 'on its way',
  uncertain: 'uncertain: handed over, and nobody knows; it is sent again with the same key',
  sent: 'sent: the channel took it',
  failed: 'failed',
  superseded: 'no longer needed when its time came',
};
