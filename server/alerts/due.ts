import { plusSeconds } from '../core/time.ts';
import { actByAlert, roomByNumber } from '../incidents/alert-actions.ts';
import { isOver } from '../incidents/status-order.ts';
import { inTransaction } from '../store/transaction.ts';
import { incidentsIn, type AlertKit } from './delivery-actions.ts';
import { keyNamed } from './key-actions.ts';
import { forgetPayloads } from './payload-store.ts';
import { alertById, untoldAlerts, updateAlert } from './store.ts';

/** What was sent is kept for so long, to be looked at. */
const KEPT_SECONDS = 30 * 86_400;

/** Tells the timelines how often alerts came since they were last told, and once an hour forgets old payloads. */
export function passAlerts(kit: AlertKit): () => Promise<void> {
  let hour = '';
  return async () => {
    const now = kit.clock.now();
    for (const { id } of await untoldAlerts(kit.db, now)) await tellCount(kit, id);
    if (now.slice(0, 13) === hour) return;
    await forgetPayloads(kit.db, plusSeconds(now, -KEPT_SECONDS));
    hour = now.slice(0, 13);
  };
}

async function tellCount(kit: AlertKit, id: string): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const now = kit.clock.now();
    const alert = await alertById(db, id);
    if (alert === undefined) return;
    const { count, toldCount, incidentNumber: number, keyId } = alert;
    await updateAlert(db, { ...alert, toldCount: count, toldAt: now }, alert, undefined);
    const room = number === undefined ? undefined : await roomByNumber(incidentsIn({ ...kit, db }), number);
    const isHere = room?.state.alerts.some((one) => one.id === id) ?? false;
    if (room === undefined || !isHere || isOver(room.state.status) || count <= toldCount) return;
    const by = { type: 'external', id: keyId, name: await keyNamed(db, keyId) } as const;
    const command = { type: 'repeat-alert', alertId: id, count } as const;
    await actByAlert(incidentsIn({ ...kit, db }), room, [{ by, command }]);
  });
}
