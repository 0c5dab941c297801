/** What time makes happen with practice. What it makes happen in a drill that runs is the director's. */
import { remindOfPractice } from './coverage-actions.ts';
import type { PlanKit } from './plan-actions.ts';

/** Days are what counts, so it looks once an hour, and once at the start. */
export function remindingOfPractice(kit: PlanKit): () => Promise<void> {
  let hour: string | undefined;
  return async () => {
    const now = kit.clock.now().slice(0, 13);
    if (now === hour) return;
    hour = now;
    await remindOfPractice(kit);
  };
}
