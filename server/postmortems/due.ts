/** What time makes happen with promises: reminders, and the end of those that nobody speaks of. */
import type { PostmortemKit } from './actions.ts';
import { remind } from './reminder-actions.ts';

/** Days are what counts, so it looks once an hour, and once at the start. */
export function reminding(kit: PostmortemKit): () => Promise<void> {
  let hour: string | undefined;
  return async () => {
    const now = kit.clock.now().slice(0, 13);
    if (now === hour) return;
    hour = now;
    await remind(kit);
  };
}
