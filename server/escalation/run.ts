/** One escalation of one subject, and what it tells as it goes on. */
import type { Instant } from '../core/clock.ts';
import type { Cursor } from './cursor.ts';
import type { SkipReason } from './ladder.ts';
import type { LeftOut, Told } from './level.ts';
import type { Policy, Severity } from './policy.ts';

/** What people are asked to come for. Escalation knows no more of it. */
export type Subject = {
  kind: string;
  key: string;
  title: string;
  /** Where it is shown, below the root. */
  path: string;
};

/**
 * Requested: nothing was sent yet. Sent: a level was told and may answer. Accepted: a named person owns it. Exhausted:
 * everything was tried, and it stays loud. Withdrawn: nobody is needed any more.
 */
export type RunState = 'requested' | 'sent' | 'accepted' | 'exhausted' | 'withdrawn';

export type Run = {
  id: string;
  subject: Subject;
  /** The policies as they were when it began. */
  chain: readonly Policy[];
  severity: Severity | undefined;
  reason: string;
  requestedBy: { id: string; name: string };
  requestedAt: Instant;
  state: RunState;
  cursor: Cursor;
  /** Counts pages again after somebody accepted, and by hand at the same level. */
  round: number;
  dueAt: Instant | undefined;
  owner: { id: string; name: string } | undefined;
  acceptedAt: Instant | undefined;
  /** Who has accepted at a level that asks for everybody. */
  takenBy: readonly string[];
  endedAt: Instant | undefined;
  endedWhy: string | undefined;
  rev: number;
};

export type LevelOutcome =
  'waiting' | 'skipped' | 'missed' | 'expired' | 'declined' | 'failed' | 'accepted' | 'withdrawn' | 'passed';

/** What one level did, whom it meant and why. */
export type LevelRecord = {
  place: number;
  policyName: string;
  level: number;
  loop: number;
  round: number;
  isFallback: boolean;
  people: readonly (Told & { name: string })[];
  leftOut: readonly (LeftOut & { name: string })[];
  outcome: LevelOutcome;
  why: SkipReason | undefined;
  beganAt: Instant;
  answerBy: Instant | undefined;
  endedAt: Instant | undefined;
};

export const DECLINE_REASONS = ['asleep', 'away', 'busy', 'not-mine', 'other'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number] | 'inactive';

export type Via = 'push' | 'web' | 'mail' | 'api';

/** Who asks for a level, and why: for the one in force once more, or for the next one before its time. */
export type Asking = {
  again?: { name: string; reason: string } | undefined;
  early?: { name: string; reason: string | undefined } | undefined;
};

/** What a run tells its subject, in the transaction in which it happens. */
export type RunEvent =
  | ({
      kind: 'sent';
      level: number;
      loop: number;
      isFallback: boolean;
      isForAll: boolean;
      targets: readonly { personId: string; channels: string[] }[];
      answerBy: Instant;
    } & Asking)
  | { kind: 'skipped'; level: number; loop: number; why: SkipReason }
  /** Untold: its time passed while Muster did not run, so nobody was told. */
  | { kind: 'expired'; level: number; loop: number; isUntold: boolean }
  | { kind: 'exhausted'; attempts: number; phones: readonly { name: string; number: string }[] }
  | { kind: 'late'; from: Instant; to: Instant }
  | { kind: 'send-failed'; personId: string; channels: string[] }
  | { kind: 'repaged'; personId: string; silent: number }
  /** Whoever accepted has it no more: they stayed silent, or said so; `to` is who takes it over from them. */
  | { kind: 'given-back'; personId: string; isSaid?: boolean; to?: string }
  /** Whoever accepted was on call, and somebody else is now. */
  | { kind: 'shift-ended'; personId: string; nextId: string }
  /** It was held, and now nothing fires any more. */
  | { kind: 'quiet'; why: string }
  | { kind: 'seen'; level: number; personId: string; via: Via }
  | { kind: 'accepted'; level: number; personId: string }
  | { kind: 'declined'; level: number; personId: string; reason: DeclineReason; note?: string | undefined };

/** What the subject says when it is asked. */
export type SubjectNow = {
  title: string;
  severity: Severity | undefined;
  holders: Readonly<Record<string, readonly string[] | undefined>>;
  isOpen: boolean;
  /** What those who accepted do; undefined while nobody is asked again. */
  watch?: { lastActAt(personId: string): Instant | undefined } | undefined;
};

/** Whether somebody can still accept. */
export function isRunOpen({ state }: Pick<Run, 'state'>): boolean {
  return state === 'requested' || state === 'sent' || state === 'exhausted';
}

/** Whether nobody was asked yet since a window of maintenance is open: a run is due at once otherwise. */
export function wasHeld({
  state,
  dueAt,
  requestedAt,
}: Pick<Run, 'state' | 'dueAt' | 'requestedAt'>): boolean {
  return state === 'requested' && dueAt !== undefined && dueAt > requestedAt;
}

/** The most urgent severity goes first. */
export function urgencyOf(severity: Severity | undefined): number {
  return severity === undefined ? 2 : Number(severity.slice(-1));
}
