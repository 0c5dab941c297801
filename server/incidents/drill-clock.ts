/** The clock of a drill: it stands or runs, slower or faster than real time, and is reckoned from the entries alone. */
import type { Instant } from '../core/clock.ts';
import { instantOf, msOf } from '../core/time.ts';
import { isKnown } from './entry.ts';
import type { State } from './state.ts';

/** At `realAt` it showed `at`; since then it runs `speed` times as fast, or not at all. */
export type DrillClock = { at: Instant; realAt: Instant; speed: number; runs: boolean };

export function drillClock(state: State): DrillClock {
  const { drill } = state;
  const [first] = state.entries;
  const began = { at: state.openedAt?.at ?? '', realAt: first?.recordedAt ?? '', speed: speedAtFirst(state) };
  const last = drill?.clock;
  const set = last === undefined ? began : { at: last.at, realAt: last.realAt, speed: last.speed };
  if (drill?.ended !== undefined)
    return { ...set, at: drill.ended.at, realAt: drill.ended.realAt, runs: false };
  const at = instantOf(msOf(set.at) + (drill?.passed ?? 0) * 1000);
  return { ...set, at, runs: last === undefined || last.state === 'running' };
}

function speedAtFirst({ entries }: State): number {
  const [first] = entries;
  if (first === undefined || !isKnown(first) || first.kind !== 'incident-opened') return 1;
  return first.body.scenario?.speed ?? 1;
}

/** What the clock of an incident shows at a real instant: in a drill its own, else the same. */
export function drillNow(state: State, real: Instant): Instant {
  if (state.kind !== 'drill' || state.seq === 0) return real;
  const { at, realAt, speed, runs } = drillClock(state);
  return runs ? instantOf(msOf(at) + Math.round(Math.max(0, msOf(real) - msOf(realAt)) * speed)) : at;
}

/** When an instant of an incident comes in real time; never while the clock of a drill stands. */
export function realOf(state: State, instant: Instant): Instant | undefined {
  if (state.kind !== 'drill') return instant;
  const { at, realAt, speed, runs } = drillClock(state);
  return runs ? instantOf(msOf(realAt) + Math.ceil((msOf(instant) - msOf(at)) / speed)) : undefined;
}
