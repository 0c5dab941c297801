/** Alerts that ended: the timeline says so, and the incident goes on until somebody closes it. */
import type { Instant } from '../core/clock.ts';
import { actByAlert, roomByNumber, type Deed } from '../incidents/alert-actions.ts';
import type { Room } from '../incidents/actions.ts';
import type { State } from '../incidents/state.ts';
import { isOver } from '../incidents/status-order.ts';
import {
  between,
  incidentsIn,
  senderOf,
  type AlertKit,
  type Delivery,
  type Heard,
} from './delivery-actions.ts';
import type { AlertKey } from './key-store.ts';
import type { Signal } from './signal.ts';
import { updateAlert, type KnownAlert } from './store.ts';

/** Alerts ended: their incidents say so, and never close by it. */
export async function clear(
  kit: AlertKit,
  { key }: Delivery,
  ended: readonly Heard[],
  now: Instant,
): Promise<State | undefined> {
  const numbers = new Set(ended.map(({ known }) => known?.incidentNumber));
  let state: State | undefined;
  for (const number of numbers) {
    const here = ended.filter(({ known }) => known?.incidentNumber === number);
    const room = number === undefined ? undefined : await roomByNumber(incidentsIn(kit), number);
    const deeds = here.flatMap(({ known, signal }) => endingOf(key, known, signal, room, now));
    for (const { known } of here) {
      if (known === undefined) continue;
      const told = { ...known, toldCount: known.count, toldAt: now, clearedAt: now };
      await updateAlert(kit.db, told, known, undefined);
    }
    if (room === undefined) continue;
    state = deeds.length === 0 ? room.state : await actByAlert(incidentsIn(kit), room, deeds);
  }
  return state;
}

/** The end of one alert, after its count where the timeline does not have that yet. */
function endingOf(
  key: AlertKey,
  known: KnownAlert | undefined,
  { endedAt }: Signal,
  room: Room | undefined,
  now: Instant,
): Deed[] {
  const alert = room?.state.alerts.find(({ id }) => id === known?.id);
  if (known === undefined || room === undefined || alert === undefined || isOver(room.state.status))
    return [];
  const { id: alertId, count, toldCount } = known;
  const at = between(alert.received.at, endedAt ?? now, now);
  const by = senderOf(key);
  return [
    ...(count > toldCount ? [{ by, command: { type: 'repeat-alert', alertId, count } } as const] : []),
    {
      by,
      command: { type: 'clear-alert', alertId, at: { instant: at, precision: 'exact', source: 'alert' } },
    },
  ];
}
