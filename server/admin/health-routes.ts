import type { Clock, Instant } from '../core/clock.ts';
import { secondsBetween } from '../core/time.ts';
import { storeTrouble } from '../store/failures.ts';
import { pendingMigrations } from '../store/migrate.ts';
import type { Store } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { json, nothing } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { publicRoute, type Route } from '../web/route.ts';

type Watched = {
  store: Store;
  clock: Clock;
  lastTick: () => Instant | undefined;
  /** When the loop that asks people last got through. */
  lastBeat: () => Promise<Instant | undefined>;
  isBackupOverdue: () => boolean;
};

/** A clockwork that has not ticked for so long has stopped. */
const SILENT_SECONDS = 10;

/** For watchers and balancers: is the process alive, and can it write? Both say no more than a word. */
export function healthRoutes({ store, clock, lastTick, lastBeat, isBackupOverdue }: Watched): Route[] {
  return [
    publicRoute('GET', paths.health, noFields, async () => {
      const isLate = (at: Instant | undefined): boolean =>
        at !== undefined && secondsBetween(at, clock.now()) > SILENT_SECONDS;
      const tick = lastTick();
      if (isLate(tick)) return json({ status: 'clockwork_stopped' }, 503);
      // The clockwork goes on when one of its jobs fails each time; nobody would be asked, and nobody would know.
      if (tick !== undefined && isLate(await lastBeat().catch(() => undefined)))
        return json({ status: 'escalation_stopped' }, 503);
      return json({ status: 'ok' });
    }),
    publicRoute('GET', paths.ready, noFields, async () => {
      const trouble = await whyNotReady(store);
      if (trouble !== undefined) return json({ status: trouble }, 503, { 'Retry-After': '5' });
      // Only a warning: taking a server out of service would make no backup.
      return json({ status: 'ok', ...(isBackupOverdue() && { warning: 'backup_overdue' }) });
    }),
    publicRoute('POST', paths.policyReport, noFields, () => nothing),
  ];
}

/** One word for the reason, or undefined when a write can be committed and the tables are the newest. */
async function whyNotReady(store: Store): Promise<string | undefined> {
  try {
    if ((await pendingMigrations(store)).length > 0) return 'migrating';
    await store.assertDurable();
    await store.db
      .insertInto('counter')
      .values({ name: 'ready', value: 0 })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: 0 }))
      .execute();
    if (store.engine === 'sqlite') await makeRoom(store);
    return undefined;
  } catch (error) {
    return storeTrouble(error) ?? 'unavailable';
  }
}

const ROOM_BYTES = 64 * 1024;

/** A counter is written where it stands, which proves no room for anything that is new: so much has to fit besides. */
async function makeRoom({ db }: Store): Promise<void> {
  const name = `room ${'.'.repeat(ROOM_BYTES)}`;
  await inTransaction(db, async (db) => {
    await db.insertInto('counter').values({ name, value: 0 }).execute();
    await db.deleteFrom('counter').where('name', '=', name).execute();
  });
}
