/** What time makes happen with practice. What it makes happen in a drill that runs is the director's. */
import { remindOfPractice } from './coverage-actions.ts';
import type { PlanKit } from './plan-actions.ts';

const MINUTE = 'YYYY-MM-DDTHH:MM'.length;
const HOUR = 'YYYY-MM-DDTHH'.length;

/**
 * Days are what counts, so it looks once an hour, and first in the minute after the start: every runbook is read for it,
 * and whoever starts the server waits for its first answer.
 */
export function remindingOfPractice(kit: PlanKit): () => Promise<void> {
  let started: string | undefined;
  let hour: string | undefined;
  return async () => {
    const now = kit.clock.now();
    started ??= now.slice(0, MINUTE);
    if (now.slice(0, MINUTE) === started || now.slice(0, HOUR) === hour) return;
    hour = now.slice(0, HOUR);
    await remindOfPractice(kit);
  };
}
