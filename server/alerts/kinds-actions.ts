import { maintenanceOf } from '../catalog/maintenance-actions.ts';
import { isInForce } from '../catalog/maintenance.ts';
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import { alertsOfService } from './kinds-store.ts';
import { newKinds, type NewKind } from './kinds.ts';

/** Kinds of alerts that are new in the window of maintenance that is open; none while none is. */
export async function newKindsOf(db: Db, serviceId: string, now: Instant): Promise<NewKind[]> {
  const open = (await maintenanceOf(db, serviceId, now)).filter((window) => isInForce(window, now));
  const from = open.map(({ startsAt }) => startsAt).toSorted()[0];
  return from === undefined ? [] : newKinds(await alertsOfService(db, serviceId), from);
}
