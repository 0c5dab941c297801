import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { findService } from '../catalog/actions.ts';
import type { Clock } from '../core/clock.ts';
import { secret, type Ids } from '../core/ids.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { tokenHash } from '../identity/token-hash.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import {
  insertKey,
  keyByHash,
  keyById,
  keyNameOf,
  revokeKeyRow,
  setJoinsOpen,
  workingKeys,
  type AlertKey,
} from './key-store.ts';
import { lastPayload, type Payload } from './payload-store.ts';

type Kit = { db: Db; clock: Clock; ids: Ids };

export type WantedKey = { service: string; name: string; joinsOpen: boolean };

/** Makes a key for a sender. `key` is told this once: what is stored is its hash. */
export async function createKey(kit: Kit, wanted: WantedKey, by: By): Promise<{ id: string; key: string }> {
  return inTransaction(kit.db, async (db) => {
    const service = await findService(db, wanted.service);
    if (service === undefined)
      throw new Refused('no-such-service', 'Choose the service that these alerts are about from the list.', {
        field: 'service',
      });
    const name = wanted.name.trim();
    if ((await workingKeys(db)).some((one) => one.name === name))
      throw new Refused(
        'key-name',
        `There is a key named "${name}" already. Choose another name: it stands on the timeline.`,
        { field: 'name' },
      );
    const key = `mak_${secret()}`;
    const id = kit.ids.next();
    await insertKey(db, {
      id,
      serviceId: service.id,
      name,
      joinsOpen: wanted.joinsOpen,
      madeBy: by.id,
      createdAt: kit.clock.now(),
      hash: tokenHash(key),
    });
    await audit({ ...kit, db }, by, {
      kind: 'alert-key-made',
      subject: { type: 'service', id: service.id, name: service.name },
      details: { keyId: id, key: name },
    });
    return { id, key };
  });
}

/** Ends a key at once: its sender is answered 401 from now on. */
export async function revokeKey(kit: Kit, id: string, by: By): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const key = await findKey(db, id);
    const service = await findService(db, key.serviceId);
    await revokeKeyRow(db, id, kit.clock.now());
    await audit({ ...kit, db }, by, {
      kind: 'alert-key-revoked',
      subject: { type: 'service', id: key.serviceId, name: service?.name ?? 'a service' },
      details: { keyId: id, key: key.name },
    });
  });
}

/** Whether another group of alerts joins what is open. */
export async function changeKey(kit: Kit, id: string, joinsOpen: boolean, by: By): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const key = await findKey(db, id);
    if (key.joinsOpen === joinsOpen) return;
    await setJoinsOpen(db, id, joinsOpen);
    const words = (joins: boolean) => (joins ? 'join what is open' : 'open their own incidents');
    await audit({ ...kit, db }, by, {
      kind: 'setting-changed',
      subject: { type: 'setting', id, name: `the alerts of ${key.name}` },
      details: { changes: { groups: { from: words(key.joinsOpen), to: words(joinsOpen) } } },
    });
  });
}

/** @throws NotFound */
export async function findKey(db: Db, id: string): Promise<AlertKey> {
  const key = await keyById(db, id);
  if (key !== undefined) return key;
  throw new NotFound(
    'There is no such key, or it was revoked. The list of integrations shows those that work.',
  );
}

export async function listKeys(db: Db): Promise<AlertKey[]> {
  return workingKeys(db);
}

/** The key that a sender holds, or undefined. */
export async function keyOfSender(db: Db, held: string): Promise<AlertKey | undefined> {
  return keyByHash(db, tokenHash(held));
}

/** What a sender is called, also when its key was revoked. */
export async function keyNamed(db: Db, id: string): Promise<string> {
  return (await keyNameOf(db, id)) ?? 'A sender that is gone';
}

/** What came last by a key: of what could be used, and of what could not. */
export async function lastsOf(
  db: Db,
  keyId: string,
): Promise<{ used: Payload | undefined; faulty: Payload | undefined }> {
  return { used: await lastPayload(db, keyId, 'used'), faulty: await lastPayload(db, keyId, 'faulty') };
}
