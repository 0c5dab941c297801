/** What is kept of the levels of a run: who was asked, who was left out and why, and how it ended. */
import type { Instant } from '../core/clock.ts';
import type { Taken } from './advance.ts';
import type { HeldPage } from './digest.ts';
import type { Setting } from './level.ts';
import { namesOf } from './page-text.ts';
import type { LevelOutcome, LevelRecord } from './run.ts';

/** The levels that waited, as they ended. */
export function endedLevels(
  levels: readonly LevelRecord[],
  outcome: LevelOutcome,
  at: Instant,
): LevelRecord[] {
  return levels
    .filter((level) => level.outcome === 'waiting')
    .map((level) => ({ ...level, outcome, endedAt: at }));
}

/** The levels that were taken, as they are kept. `count` says how many there are already. */
export function recordsOf(
  taken: readonly Taken[],
  setting: Setting,
  round: number,
  count: number,
): LevelRecord[] {
  const names = namesOf(setting);
  const shown = taken.flatMap(({ step, at, isMissed }) =>
    step.kind === 'sent' || step.kind === 'skipped' ? [{ step, at, isMissed }] : [],
  );
  return shown.map(({ step, at, isMissed }, index) => ({
    place: count + index + 1,
    policyName: setting.chain[step.policy]?.name ?? '',
    level: step.level,
    loop: step.loop,
    round,
    isFallback: step.kind === 'sent' && step.isFallback,
    people:
      step.kind === 'sent' ? step.people.map((one) => ({ ...one, name: names.person(one.personId) })) : [],
    leftOut: step.leftOut.map((one) => ({
      ...one,
      name: one.personId === undefined ? names.schedule(one.scheduleId ?? '') : names.person(one.personId),
    })),
    outcome: step.kind === 'skipped' ? 'skipped' : isMissed ? 'missed' : 'waiting',
    why: step.kind === 'skipped' ? step.why : undefined,
    beganAt: at,
    answerBy: step.kind === 'sent' ? step.answerBy : undefined,
    endedAt: step.kind === 'sent' && !isMissed ? undefined : at,
  }));
}

/** Whom levels left in peace: they are told at the end of their quiet hours. */
export function heldBy(runId: string, made: readonly LevelRecord[]): HeldPage[] {
  return made.flatMap(({ place, beganAt, leftOut }) =>
    leftOut.flatMap(({ personId, why }) =>
      why === 'quiet-hours' && personId !== undefined ? [{ runId, place, personId, heldAt: beganAt }] : [],
    ),
  );
}
