/** Windows of maintenance: opened, extended, ended. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Catalog } from './actions.ts';
import { endOf, isInForce, type Maintenance } from './maintenance.ts';
import { insertMaintenance, moveEnd, windowsOf } from './maintenance-store.ts';
import type { Service } from './service.ts';
import { allServices } from './store.ts';

export type NewMaintenance = {
  startsAt: Instant;
  hours: number;
  reason: string;
  owner: { id: string; name: string };
};

export async function openMaintenance(
  catalog: Catalog,
  service: Service,
  { startsAt, hours, reason, owner }: NewMaintenance,
  by: By,
): Promise<void> {
  await inTransaction(catalog.db, async (db) => {
    const now = catalog.clock.now();
    const endsAt = endOf(startsAt, hours, now);
    const id = catalog.ids.next();
    await insertMaintenance(db, { id, serviceId: service.id, startsAt, endsAt, reason, owner }, now);
    await told({ ...catalog, db }, service, by, null, `${startsAt} to ${endsAt}: ${reason}`);
  });
}

/** @param hours from now until it ends; none ends it now */
export async function changeMaintenance(
  catalog: Catalog,
  service: Service,
  { id, hours }: { id: string; hours: number | undefined },
  by: By,
): Promise<void> {
  await inTransaction(catalog.db, async (db) => {
    const now = catalog.clock.now();
    const before = (await windowsOf(db, [service.id], now)).find((window) => window.id === id);
    if (before === undefined) throw new NotFound('This window is over. Open another one.');
    const from = before.startsAt > now ? before.startsAt : now;
    const endsAt = hours === undefined ? now : endOf(from, hours, now);
    if (!(await moveEnd(db, id, endsAt, now))) throw new Refused('over', 'It is over already.');
    await told({ ...catalog, db }, service, by, `until ${before.endsAt}`, `until ${endsAt}`);
  });
}

async function told(
  catalog: Catalog,
  { id, name }: Service,
  by: By,
  from: string | null,
  to: string,
): Promise<void> {
  await audit(catalog, by, {
    kind: 'service-changed',
    subject: { type: 'service', id, name },
    details: { changes: { maintenance: { from, to } } },
  });
}

/** The windows of a service that are open or come. */
export async function maintenanceOf(db: Db, serviceId: string, now: Instant): Promise<Maintenance[]> {
  return windowsOf(db, [serviceId], now);
}

/** Until when nobody is asked for alerts of these services; undefined while none of them is worked on. */
export async function heldUntil(
  db: Db,
  slugs: readonly string[],
  now: Instant,
): Promise<Instant | undefined> {
  const ids = (await allServices(db)).filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id);
  const open = (await windowsOf(db, ids, now)).filter((window) => isInForce(window, now));
  return open
    .map(({ endsAt }) => endsAt)
    .toSorted()
    .at(-1);
}
