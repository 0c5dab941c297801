import { plusSeconds } from '../core/time.ts';
import { actBySystem, type IncidentKit } from './actions.ts';
import { readAhead } from './reading-ahead-actions.ts';
import { claimDue } from './store.ts';

/** A claim that was not followed by an append, since the process died, is open again after this time. */
const CLAIM_SECONDS = 60;

/** Lets time do its part in each incident in which something fell due: limits, lapsed offers, overdue updates. */
export async function passTime(kit: IncidentKit): Promise<void> {
  const now = kit.clock.now();
  for (const row of await claimDue(kit.db, now, plusSeconds(now, CLAIM_SECONDS))) {
    await actBySystem(kit, row, { type: 'pass-time' });
  }
}

/** Reads ahead once, with the first tick: later on, what is asked for is in memory. */
export function readingAhead(...how: Parameters<typeof readAhead>): () => Promise<void> {
  let isRead = false;
  return async () => {
    if (isRead) return;
    isRead = true;
    await readAhead(...how);
  };
}
