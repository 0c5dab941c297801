/** One message of a sender on its way into incidents. */
import { sha256Hex } from '../core/canonical.ts';
import type { Clock, Instant } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { IncidentKit } from '../incidents/actions.ts';
import type { Actor } from '../incidents/entry-fields.ts';
import type { Db } from '../store/open.ts';
import type { Meaning } from './incoming.ts';
import type { AlertKey } from './key-store.ts';
import type { Notification, Signal } from './signal.ts';
import type { KnownAlert } from './store.ts';

export type AlertKit = { db: Db; clock: Clock; ids: Ids; incidents: IncidentKit };

/** One message of a sender, read. */
export type Delivery = { key: AlertKey; kind: string; raw: string; notification: Notification };

/** What became of it: how many of its alerts meant what, and the incident that they are in. */
export type Received = {
  incident: string | undefined;
  meanings: Readonly<Partial<Record<Meaning, number>>>;
};

/** One alert of a delivery, and what it means for what was known of it. */
export type Heard = { signal: Signal; meaning: Meaning; known: KnownAlert | undefined; hash: string };

/** An alert that is heard of for the first time, before it counts. */
export function freshAlert(
  kit: AlertKit,
  { key, notification }: Delivery,
  signal: Signal,
  hash: string,
): KnownAlert {
  return {
    id: kit.ids.next(),
    keyId: key.id,
    hash,
    groupHash: sha256Hex(notification.group),
    name: signal.name,
    incidentNumber: undefined,
    count: 0,
    toldCount: 0,
    toldAt: undefined,
    firedAt: undefined,
    clearedAt: undefined,
  };
}

export function senderOf({ id, name }: AlertKey): Actor {
  return { type: 'external', id, name };
}

/** An instant that a sender tells, moved into the time in which it can have been. */
export function between(first: Instant, wanted: Instant, last: Instant): Instant {
  if (wanted < first) return first;
  return wanted > last ? last : wanted;
}

/** What incidents work with, in the transaction of the handle. */
export function incidentsIn({ db, incidents }: AlertKit): IncidentKit {
  return { ...incidents, db };
}
