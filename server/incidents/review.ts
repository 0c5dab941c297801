/** The review: whether one is asked for, by when, and what became of it. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds, plusWorkingDays } from '../core/time.ts';
import type { Actor, Severity } from './entry-fields.ts';
import { ENOUGH_SIGNALS, signalText } from './review-signals.ts';
import { demandOf } from './demands.ts';
import { momentOf, stamp, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import type { Lines, State } from './state.ts';

export type Review = {
  /** What speaks for a review, whatever the severity. */
  signals: readonly string[];
  required:
    { because: readonly string[]; dueAt: Instant; owner: string | undefined; seq: number } | undefined;
  waived: { reason: string; by: Actor; seq: number } | undefined;
  published: { postmortemId: string; version: number; contentHash: string; seq: number } | undefined;
};

const NO_REVIEW: Review = { signals: [], required: undefined, waived: undefined, published: undefined };

export const REVIEW_LINES: Lines<
  'review-signals-set' | 'review-required' | 'review-waived' | 'postmortem-published'
> = {
  'review-signals-set': (state, entry) => {
    return { ...state, review: { ...NO_REVIEW, ...state.review, signals: entry.body.signals } };
  },
  'review-required': (state, entry) => {
    const { because, dueAt, owner } = entry.body;
    const required = { because, dueAt, owner, seq: entry.seq };
    const due: Moment = { ...momentOf(entry), at: dueAt };
    return stamp({ ...state, review: { ...NO_REVIEW, ...state.review, required } }, 'reviewDueAt', due);
  },
  'review-waived': (state, entry) => {
    const waived = { reason: entry.body.reason, by: entry.actor, seq: entry.seq };
    return { ...state, review: { ...NO_REVIEW, ...state.review, waived } };
  },
  'postmortem-published': (state, entry) => {
    const { postmortemId, version, contentHash } = entry.body;
    const published = { postmortemId, version, contentHash, seq: entry.seq };
    const review = { ...NO_REVIEW, ...state.review, published };
    return stampFirst({ ...state, review }, 'publishedAt', momentOf(entry));
  },
};

/** Whether somebody still owes a review. */
export function owesReview(state: State): boolean {
  const review = state.review;
  return review?.required !== undefined && !review.waived && !review.published;
}

/** Why a review is required, in words; empty when it is not. */
export function reviewReasons(state: State): string[] {
  const signals = (state.review?.signals ?? []).map(signalText);
  return [
    state.severity && demandOf(state)?.review === true ? [state.severity] : [],
    state.kind === 'drill' ? ['drill'] : [],
    signals.length >= ENOUGH_SIGNALS ? signals : [],
  ].flat();
}

const SEV_1_SECONDS = 3 * 24 * 3600;

/** SEV-1 three calendar days, SEV-2 five working days, others ten, in the home zone. */
export function reviewDueAt(severity: Severity | undefined, resolvedAt: Instant, homeZone: string): Instant {
  if (severity === 'SEV-1') return plusSeconds(resolvedAt, SEV_1_SECONDS);
  return plusWorkingDays(resolvedAt, severity === 'SEV-2' ? 5 : 10, homeZone);
}
