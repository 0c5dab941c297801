import type { Clock } from '../core/clock.ts';
import { storeTrouble } from '../store/failures.ts';
import { pendingMigrations } from '../store/migrate.ts';
import type { Store } from '../store/open.ts';
import { json, nothing } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { publicRoute, type Route } from '../web/route.ts';

/** For watchers and balancers: is the process alive, and can it write? Both say no more than a word. */
export function healthRoutes({ store }: { store: Store; clock: Clock }): Route[] {
  return [
    publicRoute('GET', paths.health, noFields, () => json({ status: 'ok' })),
    publicRoute('GET', paths.ready, noFields, async () => {
      const trouble = await whyNotReady(store);
      return trouble === undefined
        ? json({ status: 'ok' })
        : json({ status: trouble }, 503, { 'Retry-After': '5' });
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
    return undefined;
  } catch (error) {
    return storeTrouble(error) ?? 'unavailable';
  }
}
