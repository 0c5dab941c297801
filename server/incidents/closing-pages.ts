import type { Instant } from '../core/clock.ts';
import { sentenceList } from '../core/text.ts';
import { clockText, clockWithUtc, dateClockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { RoomReading } from './calls-pages.ts';
import { checksFor } from './checks.ts';
import { watch, watchSeconds } from './exit-criteria.ts';
import { isManager } from './may.ts';
import { REVIEW_SIGNALS, signalText } from './review-signals.ts';
import { owesReview } from './review.ts';
import { impactViews, type ImpactView } from './room-pages.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import {
  damageViews,
  FOLLOW_UP_TYPES,
  followUpViews,
  type DamageView,
  type FollowUpView,
} from './later-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';
import { mayReopen } from './status.ts';
import { peopleHere, tasksPanel, type TasksPanel } from './task-pages.ts';
import { changeViews, type ChangeView } from './thinking-pages.ts';

/** Close correctly: what must be true, what is still open, what was put in for a while. */
export type ResolvePage = {
  strip: Strip;
  base: string;
  criteria: readonly { id: string; text: string; holds: boolean; words: string }[];
  watch: string;
  impact: readonly ImpactView[];
  damage: readonly DamageView[];
  followUps: readonly FollowUpView[];
  followUpTypes: typeof FOLLOW_UP_TYPES;
  temporary: readonly ChangeView[];
  tasks: TasksPanel;
  /** What is not met yet, in sentences; a line of reason overrides each. */
  unmet: readonly string[];
  isLive: boolean;
  mayReopen: boolean;
  /** Cancelled or merged: nothing is looked back on here. */
  wasLeft: boolean;
  /** What speaks for a review, to be ticked. */
  signals: readonly { id: string; words: string; on: boolean }[];
  /** "A review is required by …", or what became of it. */
  review: string | undefined;
  mayWaive: boolean;
  /** A drill has a debrief instead. */
  hasPostmortem: boolean;
  /** The form that drafts a drill from it, once it is over and where everybody may see it. */
  drillAction: string | undefined;
  /** The severity that counts afterwards, for those who may set it. */
  finalSeverity: { chosen: string; words: string } | undefined;
  mayAct: boolean;
};

export function resolvePage(state: State, reading: RoomReading): ResolvePage {
  const { now, zone, mayAct } = reading;
  const temporary = changeViews(state, zone).filter(
    (change) => change.isTemporary && change.undone === undefined,
  );
  return {
    strip: stripOf(state, 'Resolve', now, zone),
    base: href(paths.incident, { number: numberOf(state) }),
    criteria: (state.exitCriteria?.criteria ?? []).map((criterion) => ({
      id: criterion.id,
      text: criterion.text,
      holds: criterion.holds,
      words: criterionWords(criterion, zone),
    })),
    watch: watchWords(state, now, zone),
    impact: impactViews(state, zone),
    damage: damageViews(state),
    followUps: followUpViews(state, zone),
    followUpTypes: FOLLOW_UP_TYPES,
    temporary,
    tasks: tasksPanel(state, peopleHere(state), reading),
    unmet: checksFor(state, 'resolved', { now, temporaryConfirmed: true }).map(({ words }) => words),
    isLive: isLive(state.status),
    mayReopen: mayReopen(state, now),
    wasLeft: state.status === 'cancelled' || state.status === 'merged',
    signals: REVIEW_SIGNALS.map((id) => {
      return { id, words: signalText(id), on: state.review?.signals.includes(id) ?? false };
    }),
    review: reviewWords(state, zone),
    mayWaive: owesReview(state) && isManager(reading),
    hasPostmortem: state.kind !== 'drill',
    drillAction: mayBecomeDrill(state, mayAct)
      ? href(paths.drillFromIncident, { number: numberOf(state) })
      : undefined,
    finalSeverity: isManager(reading) ? finalSeverity(state) : undefined,
    mayAct,
  };
}

function mayBecomeDrill({ kind, status, visibility }: State, mayAct: boolean): boolean {
  const isOver = status === 'resolved' || status === 'review' || status === 'closed';
  return mayAct && isOver && kind === 'incident' && visibility === 'all';
}

function finalSeverity({ status, severity, finalSeverity: final }: State): ResolvePage['finalSeverity'] {
  if (status !== 'resolved' && status !== 'review') return undefined;
  const words = final
    ? `The final severity is ${final}.`
    : `It was ${severity ?? 'never judged'} at the end.`;
  return { chosen: final ?? severity ?? 'SEV-2', words };
}

function reviewWords({ review }: State, zone: string): string | undefined {
  if (review?.published) return `Version ${String(review.published.version)} of the postmortem is published.`;
  if (review?.waived) return `${review.waived.by.name} let the review go: ${review.waived.reason}`;
  if (!review?.required) return undefined;
  const { because, dueAt } = review.required;
  return `A review is required by ${dateClockText(dueAt, zone)}: ${sentenceList(because)}.`;
}

function criterionWords(
  criterion: { holds: boolean; since: Instant | undefined; value: string | undefined },
  zone: string,
): string {
  if (criterion.since === undefined) return 'nobody has said yet';
  const value = criterion.value === undefined ? '' : `: ${criterion.value}`;
  return `${criterion.holds ? 'holds' : 'does not hold'} since ${clockText(criterion.since, zone)}${value}`;
}

function watchWords(state: State, now: Instant, zone: string): string {
  const minutes = Math.round(watchSeconds(state) / 60);
  if (minutes === 0) return 'No watch is asked for.';
  const running = watch(state);
  if (running === undefined) return `They must hold for ${String(minutes)} min while monitoring.`;
  if (now >= running.endsAt) return `They have held for ${String(minutes)} min.`;
  return `They must hold until ${clockWithUtc(running.endsAt, zone)}.`;
}
