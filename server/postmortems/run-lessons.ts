/** What the runs of an incident teach about the steps of their runbooks. */
import { durationText, secondsBetween } from '../core/time.ts';
import { answerOf, type Run, type StepRecord } from '../incidents/run.ts';
import type { State } from '../incidents/state.ts';
import type { Lesson } from '../runbooks/step-change.ts';

/** Each step that was skipped, overran or did not match; a step may teach twice. */
export function lessonsOf({ key }: Pick<State, 'key'>, run: Run): Lesson[] {
  return run.steps.filter(({ gone }) => gone === undefined).flatMap((step) => lessonsOfStep(key, step));
}

function lessonsOfStep(key: string, step: StepRecord): Lesson[] {
  const { stepId, skip, state } = step;
  if (state === 'skipped' && skip !== undefined) {
    return [{ stepId, kind: 'skipped', key, because: skip.reason }];
  }
  const answer = answerOf(step);
  const overran = overrun(step, answer?.at);
  return [
    ...(overran === undefined ? [] : [{ stepId, kind: 'overran' as const, key, ...overran }]),
    ...(answer?.matched === 'no'
      ? [{ stepId, kind: 'mismatch' as const, key, because: answer.observed }]
      : []),
  ];
}

function overrun(
  { openedAt, limitAt, limitPassed }: StepRecord,
  answeredAt: string | undefined,
): { because: string; tookSeconds: number } | undefined {
  if (limitPassed === undefined || openedAt === undefined || answeredAt === undefined) return undefined;
  const tookSeconds = secondsBetween(openedAt, answeredAt);
  const limit =
    limitAt === undefined ? '' : `, with a limit of ${durationText(secondsBetween(openedAt, limitAt))}`;
  return tookSeconds > 0
    ? { because: `it took ${durationText(tookSeconds)}${limit}`, tookSeconds }
    : undefined;
}
