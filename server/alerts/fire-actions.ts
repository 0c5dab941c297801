/** Alerts that fire: in the incident of their group, or in one that they open. */
import type { Service } from '../catalog/service.ts';
import { findService } from '../catalog/actions.ts';
import { sha256Hex } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import { cut } from '../core/text.ts';
import {
  actByAlert,
  openByAlert,
  openOfService,
  roomByNumber,
  runbookNamed,
  type Deed,
} from '../incidents/alert-actions.ts';
import type { Room } from '../incidents/actions.ts';
import { numberOfKey } from '../incidents/key.ts';
import { policyOf } from '../incidents/service-policy-actions.ts';
import type { State } from '../incidents/state.ts';
import type { Db } from '../store/open.ts';
import {
  between,
  freshAlert,
  incidentsIn,
  senderOf,
  type AlertKit,
  type Delivery,
  type Heard,
} from './delivery-actions.ts';
import { isQuietStill, placeOf, tellAt } from './incoming.ts';
import type { AlertKey } from './key-store.ts';
import { keptLabels, oneLine, plain, worstOf, type Signal } from './signal.ts';
import {
  groupOf,
  insertAlert,
  insertGroup,
  updateAlert,
  updateGroup,
  type Group,
  type KnownAlert,
} from './store.ts';

/** Alerts fire: in the incident of their group, or in a new one. */
export async function fire(
  kit: AlertKit,
  delivery: Delivery,
  fires: readonly Heard[],
  now: Instant,
): Promise<State> {
  const { key, notification } = delivery;
  const hash = sha256Hex(notification.group);
  const group = await groupOf(kit.db, key.id, hash);
  const service = await findService(kit.db, key.serviceId);
  const home = await homeOf(kit, group, now);
  const room = home.room ?? (await roomToJoin(kit, key, service));
  const told: KnownAlert[] = [];
  const deeds: Deed[] = [];
  for (const [index, one] of fires.entries()) {
    const leftOut = index === 0 && notification.leftOut > 0 ? notification.leftOut : undefined;
    const { alert, deed } = await fireOne(kit, delivery, one, room, now, leftOut);
    told.push(alert);
    deeds.push(...deed);
  }
  const asks = home.isToReopen && group !== undefined && !isQuietStill(group.pagedAt, now);
  const state =
    room === undefined
      ? await openedFor(kit, delivery, { service, fires, follows: home.follows, deeds })
      : await actByAlert(incidentsIn(kit), room, [
          ...deeds,
          ...(asks ? [await askedToReopen(kit, fires, room.state, service)] : []),
        ]);
  const number = numberOfKey(state.key);
  for (const [index, alert] of told.entries()) {
    const before = fires[index]?.known;
    const placed = { ...alert, incidentNumber: number };
    if (before === undefined) await insertAlert(kit.db, placed);
    else {
      const untold = placed.count > placed.toldCount ? tellAt(placed, now) : undefined;
      await updateAlert(kit.db, placed, before, untold);
    }
  }
  await keepGroup(kit.db, group, {
    keyId: key.id,
    hash,
    text: cut(plain(notification.group), 1000),
    incidentNumber: number,
    pagedAt: group === undefined || room === undefined || asks ? now : group.pagedAt,
  });
  return state;
}

async function keepGroup(db: Db, before: Group | undefined, group: Group): Promise<void> {
  if (before === undefined) await insertGroup(db, group);
  else if (before.incidentNumber !== group.incidentNumber || before.pagedAt !== group.pagedAt)
    await updateGroup(db, group, before);
}

type Home = { room: Room | undefined; isToReopen: boolean; follows: string | undefined };

/** Merges are followed so far, which is further than people merge. */
const MOST_MERGES = 20;

/** The incident that a group belongs to now, behind all merges. */
async function homeOf(kit: AlertKit, group: Group | undefined, now: Instant): Promise<Home> {
  let room = group && (await roomByNumber(incidentsIn(kit), group.incidentNumber));
  for (let merges = 0; merges < MOST_MERGES; merges += 1) {
    const place = placeOf(room?.state, now);
    switch (place.kind) {
      case 'new':
        return { room: undefined, isToReopen: false, follows: place.follows };
      case 'here':
        return { room, isToReopen: false, follows: undefined };
      case 'reopen':
        return { room, isToReopen: true, follows: undefined };
      case 'elsewhere':
        room = await roomByNumber(incidentsIn(kit), numberOfKey(place.key));
    }
  }
  return { room: undefined, isToReopen: false, follows: room?.state.key };
}

/** Where the key says so, another group joins what is open. */
async function roomToJoin(
  kit: AlertKit,
  key: AlertKey,
  service: Service | undefined,
): Promise<Room | undefined> {
  if (!key.joinsOpen || service === undefined) return undefined;
  const number = await openOfService(kit.db, service.slug);
  return number === undefined ? undefined : roomByNumber(incidentsIn(kit), number);
}

/** One alert in the room, and what the timeline says of it: nothing while it was told within the minute. */
async function fireOne(
  kit: AlertKit,
  delivery: Delivery,
  { signal, meaning, known, hash }: Heard,
  room: Room | undefined,
  now: Instant,
  leftOut: number | undefined,
): Promise<{ alert: KnownAlert; deed: Deed[] }> {
  const before = known ?? freshAlert(kit, delivery, signal, hash);
  const by = senderOf(delivery.key);
  const isKnownHere = room?.state.alerts.some(({ id }) => id === before.id) ?? false;
  const here = { ...before, clearedAt: undefined, firedAt: signal.startedAt ?? now };
  if (!isKnownHere) {
    const at = {
      instant: between('', signal.startedAt ?? now, now),
      precision: 'exact',
      source: 'alert',
    } as const;
    const command = { type: 'receive-alert', at, ...bodyOf(before.id, delivery, signal), leftOut } as const;
    return { alert: { ...here, count: 1, toldCount: 1, toldAt: now }, deed: [{ by, command }] };
  }
  const count = before.count + 1;
  if (meaning !== 'anew' && tellAt(before, now) > now) return { alert: { ...here, count }, deed: [] };
  const command = { type: 'repeat-alert', alertId: before.id, count } as const;
  return { alert: { ...here, count, toldCount: count, toldAt: now }, deed: [{ by, command }] };
}

function bodyOf(alertId: string, { key, notification }: Delivery, signal: Signal) {
  return {
    alertId,
    adapter: key.name,
    groupKey: oneLine(notification.group) ?? 'no name',
    name: oneLine(signal.name) ?? 'An alert without a name',
    labels: keptLabels(signal.labels),
    url: signal.url,
    runbookHint: oneLine(signal.runbook),
  };
}

/** A new incident with its alerts, the runbook that they name, and the one that it follows. */
async function openedFor(
  kit: AlertKit,
  { key, notification }: Delivery,
  opening: {
    service: Service | undefined;
    fires: readonly Heard[];
    follows: string | undefined;
    deeds: readonly Deed[];
  },
): Promise<State> {
  const { service, fires, follows, deeds } = opening;
  const runbook = await runbookFor(kit, service, fires);
  const { title, summary, signals } = notification;
  const words = summary === undefined ? undefined : cut(plain(summary), 20_000).trim();
  const outbreak = {
    title: oneLine(title) ?? 'An alert without a name',
    summary: words === '' ? undefined : words,
    severity: worstOf(signals),
    service: key.serviceId,
    from: senderOf(key),
  };
  return openByAlert(incidentsIn(kit), outbreak, [
    ...deeds,
    ...(runbook === undefined
      ? []
      : [{ by: 'muster', command: { type: 'attach-runbook', ...runbook } } as const]),
    ...(follows === undefined
      ? []
      : [
          {
            by: 'muster',
            command: { type: 'change-link', relation: 'follows', target: follows, on: true },
          } as const,
        ]),
  ]);
}

/** So many rules are looked up: a storm names many. */
const MOST_LOOKED_UP = 5;

async function runbookFor(kit: AlertKit, service: Service | undefined, fires: readonly Heard[]) {
  const named = new Map(
    fires.map(({ signal: { name, runbook: hint } }) => [`${name} ${hint ?? ''}`, { name, hint }]),
  );
  const usual = service?.runbookId;
  return runbookNamed(incidentsIn(kit), [...named.values()].slice(0, MOST_LOOKED_UP), usual);
}

async function askedToReopen(
  kit: AlertKit,
  fires: readonly Heard[],
  state: State,
  service: Service | undefined,
): Promise<Deed> {
  const name = oneLine(fires[0]?.signal.name) ?? 'An alert';
  const reason = cut(`${cut(name, 120)} fires again: open ${state.key} again, or say why not`, 200);
  const policy = service && (await policyOf(kit.db, service));
  return { by: 'muster', command: { type: 'ask-owner-again', reason, policy } };
}
