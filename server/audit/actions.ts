import { mended } from '../core/canonical.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { NO_HASH, sealed, walker, type Broken } from './chain.ts';
import type { By } from './by.ts';
import type { Deed, DeedKind, Subject, Told } from './deed.ts';
import {
  deedCount,
  deedsAfter,
  insertDeed,
  lastDone,
  newestDeeds,
  peopleTold,
  takePlace,
  type Filter,
} from './store.ts';

/** What telling a deed needs; `db` is the handle inside the transaction that does it. */
export type Telling = { db: Db; clock: Clock; ids: Ids };

/**
 * Tells a deed in the audit log. Call it inside the transaction that does it, as its last write: whoever comes second
 * waits for the place in the chain until this transaction ends.
 */
export async function audit({ db, clock, ids }: Telling, by: By, deed: Deed): Promise<void> {
  const { seq, previousHash = NO_HASH } = await takePlace(db);
  await insertDeed(
    db,
    sealed({
      id: ids.next(),
      seq,
      at: clock.now(),
      by: mended(by) as By,
      kind: deed.kind,
      subject: mended(deed.subject) as Subject,
      details: mended(deed.details),
      previousHash,
    }),
  );
}

/**
 * Tells a deed of which one telling in so many seconds is enough: a look that is repeated with each page, a try that
 * is held back again and again. It has a transaction of its own, and is for what changes nothing else.
 */
export async function auditOnceIn(seconds: number, telling: Telling, by: By, deed: Deed): Promise<void> {
  const since = plusSeconds(telling.clock.now(), -seconds);
  const isTold = async (db: Db): Promise<boolean> => {
    const last = await lastDone(db, deed.kind, deed.subject.id, by);
    return last !== undefined && last > since;
  };
  if (await isTold(telling.db)) return;
  await inTransaction(telling.db, (db) => audit({ ...telling, db }, by, deed));
}

export type { Filter } from './store.ts';

/** A page of the audit log, the newest first. `before` is the place behind which it begins. */
export async function readAudit(
  db: Db,
  filter: Filter,
  limit: number,
  before?: number,
): Promise<{ deeds: Told[]; next: number | undefined }> {
  const found = await newestDeeds(db, filter, limit + 1, before);
  const deeds = found.slice(0, limit);
  return { deeds, next: found.length > limit ? deeds.at(-1)?.seq : undefined };
}

/** Everybody whom the audit log knows, as somebody who did something or to whom it was done, by name. */
export async function peopleInAudit(db: Db): Promise<{ id: string; name: string }[]> {
  return peopleTold(db);
}

/** The newest deed of a kind. */
export async function newestDeed(db: Db, kind: DeedKind): Promise<Told | undefined> {
  return (await newestDeeds(db, { kind }, 1))[0];
}

export type WalkedAudit = { deeds: number; broken: Broken | undefined };

const AT_ONCE = 500;

/** Walks the chain of the audit log from its first deed to its last. */
export async function walkAudit(db: Db): Promise<WalkedAudit> {
  // SQLite reads a whole transaction from one snapshot anyway; PostgreSQL does when it is asked to.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      const count = await deedCount(db);
      const walk = walker();
      for (let seq = 0; ; seq += AT_ONCE) {
        const deeds = await deedsAfter(db, seq, AT_ONCE);
        for (const deed of deeds) {
          const broken = walk.next(deed);
          if (broken !== undefined) return { deeds: count, broken };
        }
        if (deeds.length < AT_ONCE) return { deeds: count, broken: walk.end(count) };
      }
    });
}
