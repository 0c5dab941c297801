/** Rules for impact: opening, resizing, closing and withdrawing an interval. */
import { Refused } from '../core/refused.ts';
import { beforeYou, bySystem, entry, mustSay, notAhead, nothing } from './act.ts';
import type { Context, When } from './act.ts';
import type { Rules } from './command.ts';
import type { NewEntry } from './entry.ts';
import { intervalOf } from './impact.ts';
import type { Interval } from './impact.ts';
import { mustAct, mustOperate, mustSteer } from './may.ts';
import type { State } from './state.ts';
import { mayReopen } from './status.ts';
import { isLive, isQuiet } from './status-order.ts';

export type ImpactCommands = {
  /** With `ended` the interval is recorded whole, as one that is over; that never moves the status. */
  'open-impact': {
    service?: string | undefined;
    journey?: string | undefined;
    percent?: number | undefined;
    users?: number | undefined;
    statement: string;
    signal?: string | undefined;
    ended?: { at: When; signal: string; value?: string | undefined } | undefined;
  };
  'change-impact': {
    intervalId: string;
    percent?: number | undefined;
    users?: number | undefined;
    statement?: string | undefined;
  };
  'close-impact': { intervalId: string; signal: string; value?: string | undefined };
  'withdraw-impact': { intervalId: string; reason: string };
};

export const IMPACT_RULES: Rules<ImpactCommands> = {
  'open-impact': (state, { service, journey, percent, users, statement, signal, ended, at }, context) => {
    mustAct(context);
    mustSay(statement, 'statement', 'Say in one sentence how users are hurt.');
    const intervalId = context.ids.next();
    const body = { intervalId, service, journey, percent, users, statement, signal };
    const opened = entry(context, 'impact-opened', body, at);
    if (!ended) return { entries: [...backToWork(state, context), opened] };
    mustOperate(state, context, 'say that impact has ended');
    const closed = { intervalId, signal: ended.signal, value: ended.value };
    return { entries: [opened, entry(context, 'impact-closed', closed, notAhead(ended.at, context.now))] };
  },
  'change-impact': (state, { intervalId, percent, users, statement, at }, context) => {
    mustAct(context);
    const interval = countedInterval(state, intervalId);
    const size = interval.steps.at(-1);
    const isSame =
      (percent ?? size?.percent) === size?.percent &&
      (users ?? size?.users) === size?.users &&
      (statement ?? size?.statement) === size?.statement;
    if (isSame) return nothing('Nothing changed: the impact has that size already.');
    return { entries: [entry(context, 'impact-changed', { intervalId, percent, users, statement }, at)] };
  },
  'close-impact': (state, { intervalId, signal, value, at }, context) => {
    mustOperate(state, context, 'close impact');
    const interval = countedInterval(state, intervalId);
    if (interval.to) return nothing(`It was closed ${beforeYou(interval.to.at, context)}.`);
    mustSay(signal, 'signal', 'Say what shows that it ended: which signal, and its value.');
    return { entries: [entry(context, 'impact-closed', { intervalId, signal, value }, at)] };
  },
  'withdraw-impact': (state, { intervalId, reason, at }, context) => {
    mustSteer(state, context, 'withdraw impact');
    const interval = intervalOf(state, intervalId);
    if (!interval) throw noSuchImpact();
    if (interval.withdrawn) return nothing('It was withdrawn already.');
    mustSay(reason, 'reason', 'Say why it was not so.');
    const statement = interval.steps.at(-1)?.statement;
    return { entries: [entry(context, 'impact-withdrawn', { intervalId, reason, statement }, at)] };
  },
};

/** Users are hurt again: work goes on, in the same append and before the interval. */
function backToWork(state: State, context: Context): NewEntry[] {
  if (isLive(state.status) && !isQuiet(state.status)) return [];
  if (state.status !== 'monitoring' && !mayReopen(state, context.now)) {
    throw new Refused(
      'too-late-to-reopen',
      'This incident is over. Declare a new one that follows it, or name the end of the impact that you add.',
    );
  }
  const reason = 'Users are hurt again.';
  const body = { from: state.status, to: 'investigating' as const, reason, overridden: [] };
  return [entry(bySystem(context), 'status-changed', body)];
}

function countedInterval(state: State, id: string): Interval {
  const interval = intervalOf(state, id);
  if (!interval || interval.withdrawn) throw noSuchImpact();
  return interval;
}

function noSuchImpact(): Refused {
  return new Refused('no-such-impact', 'This impact is not on the list any more. Look again.');
}
