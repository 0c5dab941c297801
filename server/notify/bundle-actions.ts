/** Before anything is sent: which pages wait, and which go along with another one. */
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import { planFor } from './bundle.ts';
import { latelySent, waitingPages, writePlan } from './bundle-store.ts';

export async function bundleWaiting(db: Db, now: Instant): Promise<void> {
  for (const { way, waiting } of await waitingPages(db, now)) {
    const plans = planFor(way.channel, waiting, await latelySent(db, way, now));
    for (const plan of plans) await writePlan(db, plan);
  }
}
