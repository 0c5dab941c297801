import { madeAt } from '../core/ids.ts';
import type { Db } from '../store/open.ts';
import type { Came } from './kinds.ts';

/** Every alert that a service ever had, by whichever key it came. */
export async function alertsOfService(db: Db, serviceId: string): Promise<Came[]> {
  const rows = await db
    .selectFrom('alert')
    .innerJoin('alert_key', 'alert_key.key_id', 'alert.key_id')
    .select(['alert.alert_id', 'alert.name', 'alert.fired_at', 'alert.cleared_at'])
    .where('alert_key.service_id', '=', serviceId)
    .execute();
  return rows.map(({ alert_id, name, fired_at, cleared_at }) => ({
    name,
    madeAt: madeAt(alert_id),
    firedAt: fired_at ?? undefined,
    clearedAt: cleared_at ?? undefined,
  }));
}
