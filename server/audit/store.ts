import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { AuditRow } from '../store/schema.ts';
import type { By } from './by.ts';
import type { Subject, Told } from './deed.ts';

const COUNTER = 'audit';

/**
 * Takes the next place in the chain, with the hash before it. Whoever comes second waits here until the first has
 * committed, so that no two deeds ever hang on the same one.
 */
export async function takePlace(db: Db): Promise<{ seq: number; previousHash: string | undefined }> {
  const { value: seq } = await db
    .insertInto('counter')
    .values({ name: COUNTER, value: 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet(({ eb }) => ({ value: eb('counter.value', '+', 1) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  const before = await db
    .selectFrom('audit')
    .select('hash')
    .where('seq', '=', seq - 1)
    .executeTakeFirst();
  return { seq, previousHash: before?.hash };
}

/** How many deeds there should be: what the counter says. */
export async function deedCount(db: Db): Promise<number> {
  const row = await db.selectFrom('counter').select('value').where('name', '=', COUNTER).executeTakeFirst();
  return row?.value ?? 0;
}

export async function insertDeed(db: Db, deed: Told): Promise<void> {
  await db.insertInto('audit').values(rowOf(deed)).execute();
}

export type Filter = {
  /** Done by them, or to them. */
  person?: string | undefined;
  kind?: string | undefined;
};

/** Deeds, the newest first, from behind a place. */
export async function newestDeeds(
  db: Db,
  { person, kind }: Filter,
  limit: number,
  before?: number,
): Promise<Told[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (before !== undefined) query = query.where('seq', '<', before);
  if (person !== undefined) {
    query = query.where(({ eb, or }) => or([eb('actor_id', '=', person), eb('subject_id', '=', person)]));
  }
  return (await query.execute()).map(deedOf);
}

/** The next deeds in the order of the chain. */
export async function deedsAfter(db: Db, seq: number, limit: number): Promise<Told[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(deedOf);
}

/** When this kind of deed was last done to that subject from that address, or by that person. */
export async function lastDone(
  db: Db,
  kind: string,
  subjectId: string,
  by: Pick<By, 'id' | 'address'>,
): Promise<Instant | undefined> {
  const query = db
    .selectFrom('audit')
    .select('done_at')
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('actor_id', '=', by.id)
    .orderBy('seq', 'desc')
    .limit(1);
  const row = await (
    by.id === '' ? query.where('address', '=', by.address ?? null) : query
  ).executeTakeFirst();
  return row?.done_at;
}

/** Everybody who stands in the audit log, by one of the names that they had. */
export async function peopleTold(db: Db): Promise<{ id: string; name: string }[]> {
  const doers = await db
    .selectFrom('audit')
    .select(({ fn }) => ['actor_id as id', fn.max('actor_name').as('name')])
    .where('actor_type', '=', 'person')
    .groupBy('actor_id')
    .execute();
  const others = await db
    .selectFrom('audit')
    .select(({ fn }) => ['subject_id as id', fn.max('subject_name').as('name')])
    .where('subject_type', '=', 'person')
    .groupBy('subject_id')
    .execute();
  const names = new Map([...others, ...doers].map(({ id, name }) => [id, name]));
  return [...names]
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}

function rowOf(deed: Told): AuditRow {
  const { by, subject } = deed;
  return {
    audit_id: deed.id,
    seq: deed.seq,
    kind: deed.kind,
    subject_type: subject.type,
    subject_id: subject.id,
    subject_name: subject.name,
    details: JSON.stringify(deed.details),
    done_at: deed.at,
    actor_type: by.type,
    actor_id: by.id,
    actor_name: by.name,
    address: by.address ?? null,
    request_id: by.requestId ?? null,
    previous_hash: deed.previousHash,
    hash: deed.hash,
  };
}

/** What is null in the row is left out, as it was when the deed was sealed. */
function deedOf(row: AuditRow): Told {
  return {
    id: row.audit_id,
    seq: row.seq,
    at: row.done_at,
    by: {
      type: row.actor_type as By['type'],
      id: row.actor_id,
      name: row.actor_name,
      ...(row.address !== null && { address: row.address }),
      ...(row.request_id !== null && { requestId: row.request_id }),
    },
    kind: row.kind,
    subject: { type: row.subject_type as Subject['type'], id: row.subject_id, name: row.subject_name },
    details: JSON.parse(row.details) as unknown,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
