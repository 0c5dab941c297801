import type { Instant } from '../core/clock.ts';
import { inParts } from '../core/lists.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import type { EntryRow, IncidentRow, OperationRow } from '../store/schema.ts';
import { bodyHash } from './chain.ts';
import type { Entry, StoredEntry } from './entry.ts';
import { redactionsIn } from './redaction.ts';

/** The incident with that human number, the drill for one below zero, or undefined. */
export async function incidentByNumber(db: Db, number: number): Promise<IncidentRow | undefined> {
  return db
    .selectFrom('incident')
    .selectAll()
    .where('kind', '=', number < 0 ? 'drill' : 'incident')
    .where('number', '=', Math.abs(number))
    .executeTakeFirst();
}

/** The entries of one incident after a sequence number, in order. */
export async function entriesAfter(
  db: Db,
  incidentId: string,
  seq: number,
  limit?: number,
): Promise<StoredEntry[]> {
  const query = db
    .selectFrom('entry')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('seq', '>', seq)
    .orderBy('seq');
  return (await (limit === undefined ? query : query.limit(limit)).execute()).map(entryOf);
}

/**
 * Adds entries at the end of their incident.
 * @throws SeqTaken when somebody else's entry came first; the caller's transaction is then run again
 */
export async function insertEntries(db: Db, entries: readonly Entry[]): Promise<void> {
  const result = await db
    .insertInto('entry')
    .values(entries.map(rowOf))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows ?? 0n) !== entries.length) throw new SeqTaken();
}

export async function insertIncident(db: Db, row: IncidentRow): Promise<void> {
  await db.insertInto('incident').values(row).execute();
}

/**
 * Writes of a row what is different there. SQLite writes a page of each index whose column is named, changed or not, and
 * with all of them a note costs the disk twice as much.
 */
export async function updateIncident(db: Db, row: IncidentRow): Promise<void> {
  const there = await incidentById(db, row.incident_id);
  // Only `claimSummary` raises the version: rows beside the incident are compared by an append, not written anew.
  const { incident_id, summary_version: _, ...told } = row;
  const changing = Object.fromEntries(
    Object.entries(told).filter(([name, value]) => there?.[name as keyof IncidentRow] !== value),
  );
  if (Object.keys(changing).length === 0) return;
  await db.updateTable('incident').set(changing).where('incident_id', '=', incident_id).execute();
}

/** What an earlier request with this op_id did, or undefined. */
export async function operation(db: Db, actorId: string, opId: string): Promise<OperationRow | undefined> {
  return db
    .selectFrom('operation')
    .selectAll()
    .where('actor_id', '=', actorId)
    .where('op_id', '=', opId)
    .executeTakeFirst();
}

/**
 * Remembers a request with its answer.
 * @throws SeqTaken when the very same request was answered in the meantime; run again, it is found
 */
export async function insertOperation(db: Db, row: OperationRow): Promise<void> {
  const result = await db
    .insertInto('operation')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows ?? 0n) !== 1) throw new SeqTaken();
}

/**
 * Writes the entries of another installation as they are there. What was blanked keeps the hash that the chain holds of
 * it.
 */
export async function insertCopies(db: Db, entries: readonly StoredEntry[]): Promise<void> {
  const sealed = new Map(redactionsIn(entries).map(({ seq, bodyHash: hash }) => [seq, hash]));
  const rows = entries.map((entry) => ({
    ...rowOf(entry),
    body_hash: sealed.get(entry.seq) ?? bodyHash(entry.body),
  }));
  for (const some of inParts(rows)) await db.insertInto('entry').values(some).execute();
}

/** Whether one of these ids belongs to an entry that is here. */
export async function isAnyEntry(db: Db, ids: readonly string[]): Promise<boolean> {
  for (const some of inParts(ids)) {
    const query = db.selectFrom('entry').select('entry_id').where('entry_id', 'in', some);
    if ((await query.executeTakeFirst()) !== undefined) return true;
  }
  return false;
}

/** The incident with that id, whatever its number is here. */
export async function incidentById(db: Db, incidentId: string): Promise<IncidentRow | undefined> {
  return db.selectFrom('incident').selectAll().where('incident_id', '=', incidentId).executeTakeFirst();
}

/** Every incident's id and head, for `muster verify`. */
export async function heads(
  db: Db,
): Promise<Pick<IncidentRow, 'incident_id' | 'key' | 'seq' | 'head_hash'>[]> {
  return db
    .selectFrom('incident')
    .select(['incident_id', 'key', 'seq', 'head_hash'])
    .orderBy('kind')
    .orderBy('number')
    .execute();
}

/** Takes the incidents in which something fell due: only one caller gets each. */
export async function claimDue(db: Db, now: Instant, until: Instant): Promise<IncidentRow[]> {
  return db
    .updateTable('incident')
    .set({ next_due_at: until })
    .where('next_due_at', '<=', now)
    .returningAll()
    .execute();
}

/** Incidents whose rows an older version wrote. */
export async function staleSummaries(db: Db, version: number): Promise<string[]> {
  const rows = await db
    .selectFrom('incident')
    .select('incident_id')
    .where('summary_version', '<', version)
    .orderBy('incident_id')
    .execute();
  return rows.map(({ incident_id }) => incident_id);
}

/** Takes the rows of an incident to write them anew; undefined when somebody else has done so. */
export async function claimSummary(
  db: Db,
  incidentId: string,
  version: number,
): Promise<IncidentRow | undefined> {
  return db
    .updateTable('incident')
    .set({ summary_version: version })
    .where('incident_id', '=', incidentId)
    .where('summary_version', '<', version)
    .returningAll()
    .executeTakeFirst();
}

function rowOf(entry: StoredEntry): EntryRow {
  return {
    entry_id: entry.id,
    incident_id: entry.incidentId,
    seq: entry.seq,
    kind: entry.kind,
    body: JSON.stringify(entry.body),
    body_hash: bodyHash(entry.body),
    occurred_at: entry.occurredAt,
    recorded_at: entry.recordedAt,
    precision: entry.precision,
    actor_type: entry.actor.type,
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    source: entry.source,
    op_id: entry.opId,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}

/** The one place where the text of a body becomes a value again; `isKnown` checks its shape before it counts. */
function entryOf(row: EntryRow): StoredEntry {
  return {
    id: row.entry_id,
    incidentId: row.incident_id,
    seq: row.seq,
    kind: row.kind,
    body: JSON.parse(row.body) as unknown,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    precision: row.precision as StoredEntry['precision'],
    actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name } as StoredEntry['actor'],
    source: row.source as StoredEntry['source'],
    opId: row.op_id,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
