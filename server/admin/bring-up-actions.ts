/** Brings a database up to this version: its tables, and what is written in them for lists. */
import type { Instant } from '../core/clock.ts';
import { rewriteSummaries } from '../incidents/summary-actions.ts';
import { migrate } from '../store/migrate.ts';
import type { Store } from '../store/open.ts';

/** The one way to bring a database up. It may be interrupted anywhere and begun again. */
export async function bringUp(store: Store, now: Instant): Promise<{ ran: string[]; rewritten: number }> {
  const ran = await migrate(store, now);
  return { ran, rewritten: await rewriteSummaries(store.db) };
}
