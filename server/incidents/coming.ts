/** What time will make happen: limits that run out, offers that lapse, updates that are overdue, the end after 24 h. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { limitDueAt } from './hypotheses.ts';
import type { Hypothesis } from './hypotheses.ts';
import { openOffers } from './roles.ts';
import type { Offer } from './roles.ts';
import { openRuns } from './run.ts';
import type { Run, StepRecord } from './run.ts';
import type { State } from './state.ts';
import { REOPEN_SECONDS } from './status.ts';
import { isLive, isOver } from './status-order.ts';
import { overdueNotices } from './updates.ts';
import type { OverdueNotice } from './updates.ts';

export type Coming = { at: Instant } & (
  | { what: 'offer-lapses'; offer: Offer }
  | { what: 'step-limit'; run: Run; step: StepRecord }
  | { what: 'hypothesis-limit'; hypothesis: Hypothesis }
  | { what: 'update-overdue'; notice: OverdueNotice }
  | { what: 'after-24-hours' }
);

/** Everything that is still to come, in no order. Limits run only while somebody is at work. */
export function coming(state: State): Coming[] {
  if (isOver(state.status)) return [];
  const always = [...lapses(state), ...overdue(state), ...endings(state)];
  return isLive(state.status) ? [...always, ...stepLimits(state), ...hypothesisLimits(state)] : always;
}

/** The earliest instant at which time makes something happen. */
export function nextDue(state: State): Instant | undefined {
  return coming(state)
    .map(({ at }) => at)
    .toSorted()[0];
}

function lapses(state: State): Coming[] {
  return openOffers(state).map((offer) => ({ what: 'offer-lapses', at: offer.lapsesAt, offer }));
}

function overdue(state: State): Coming[] {
  return overdueNotices(state).map((notice) => ({ what: 'update-overdue', at: notice.at, notice }));
}

function endings(state: State): Coming[] {
  const resolved = state.stamps.resolvedAt;
  if (state.status !== 'resolved' || !resolved) return [];
  return [{ what: 'after-24-hours', at: plusSeconds(resolved.at, REOPEN_SECONDS) }];
}

function stepLimits(state: State): Coming[] {
  return openRuns(state).flatMap((run) =>
    run.steps.flatMap((step): Coming[] => {
      const runs = step.state === 'open' && !step.held && step.limitPassed === undefined;
      return runs && step.limitAt !== undefined ? [{ what: 'step-limit', at: step.limitAt, run, step }] : [];
    }),
  );
}

function hypothesisLimits(state: State): Coming[] {
  return state.hypotheses.flatMap((hypothesis): Coming[] => {
    const at = limitDueAt(hypothesis);
    return at === undefined ? [] : [{ what: 'hypothesis-limit', at, hypothesis }];
  });
}
