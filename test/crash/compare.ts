/** Compares what writers were told with what stands in the database. */
import Database from 'better-sqlite3';
import { verify } from '../../server/incidents/chain.ts';
import type { StoredEntry } from '../../server/incidents/entry.ts';
import { fold } from '../../server/incidents/fold.ts';
import { summaryOf } from '../../server/incidents/summary.ts';
import type { EntryRow, IncidentRow, OperationRow } from '../../server/store/schema.ts';
import { alwaysTells, type Write } from './write.ts';

/** What is wrong, one sentence each; empty when nothing was lost, doubled or torn. */
export type Faults = string[];

/** @param file a database that may be in use at this moment */
export function compare(file: string, writes: readonly Write[]): Faults {
  const database = new Database(file, { readonly: true });
  try {
    // One transaction, so that all is read at one moment.
    return database.transaction(() => [
      ...quickCheck(database),
      ...writes.flatMap((write) => faultsOfWrite(database, write)),
      ...strayEntries(database),
      ...rows<IncidentRow>(database, 'SELECT * FROM incident').flatMap((row) =>
        faultsOfIncident(database, row),
      ),
    ])();
  } finally {
    database.close();
  }
}

function quickCheck(database: Database.Database): Faults {
  const said = database.pragma('quick_check', { simple: true });
  return said === 'ok' ? [] : [`quick_check says: ${String(said)}`];
}

function faultsOfWrite(database: Database.Database, write: Write): Faults {
  const name = `${write.what} ${write.opId}`;
  const done = rows<OperationRow>(database, 'SELECT * FROM operation WHERE op_id = ?', write.opId);
  const entries = entriesOf(database, write.opId);
  if (write.outcome === 'answered' && done.length === 0) return [`${name} was answered and is lost`];
  if (write.outcome === 'refused' && done.length + entries.length > 0)
    return [`${name} was refused and is there`];
  if (done.length > 1) return [`${name} is there ${String(done.length)} times`];
  const [operation] = done;
  if (operation === undefined)
    return entries.length === 0 ? [] : [`${name} has entries and no row of its own`];
  return [...tornFaults(name, operation, entries), ...wordFaults(name, write, entries)];
}

/** Whole: exactly the entries that its row names, in one incident, without a gap. */
function tornFaults(name: string, operation: OperationRow, entries: readonly EntryRow[]): Faults {
  const { first_seq: first, last_seq: last } = operation;
  const found = entries.map(({ incident_id, seq }) => `${incident_id}/${String(seq)}`);
  const named =
    first === null || last === null
      ? []
      : Array.from(
          { length: last - first + 1 },
          (_, index) => `${operation.incident_id ?? ''}/${String(first + index)}`,
        );
  return found.join() === named.join()
    ? []
    : [`${name} should have the entries ${named.join()} and has ${found.join()}`];
}

function wordFaults(name: string, write: Write, entries: readonly EntryRow[]): Faults {
  if (entries.length === 0) return alwaysTells(write) ? [`${name} left no entry`] : [];
  const holding = entries.filter(({ body }) => body.includes(write.words)).length;
  // An incident's title is in its first entry alone; an answer may stand in the entry that follows it too.
  return holding > 0 ? [] : [`${name} left entries without its words`];
}

/** Entries that name a request which has no row: half of a write. */
function strayEntries(database: Database.Database): Faults {
  const text = `SELECT DISTINCT op_id FROM entry WHERE op_id <> '' AND op_id NOT IN (SELECT op_id FROM operation)`;
  return rows<{ op_id: string }>(database, text).map(
    ({ op_id }) => `${op_id} has entries and no row of its own`,
  );
}

function faultsOfIncident(database: Database.Database, row: IncidentRow): Faults {
  const text = 'SELECT * FROM entry WHERE incident_id = ? ORDER BY seq';
  const entries = rows<EntryRow>(database, text, row.incident_id).map(entryOf);
  const broken = verify(entries, { seq: row.seq, hash: row.head_hash });
  if (broken !== undefined) return [`the chain of ${row.key} breaks at ${String(broken.seq)}: ${broken.why}`];
  const summary = summaryOf(fold(entries));
  const told = {
    title: summary.title,
    status: summary.status,
    severity: summary.severity ?? null,
    commander: summary.commanderName ?? null,
    opened_at: summary.openedAt ?? null,
    resolved_at: summary.resolvedAt ?? null,
    seq: summary.seq,
    head_hash: summary.headHash,
  };
  return Object.entries(told)
    .filter(([column, value]) => row[column as keyof IncidentRow] !== value)
    .map(([column]) => `${row.key}: ${column} is not what the entries fold to`);
}

function entriesOf(database: Database.Database, opId: string): EntryRow[] {
  return rows<EntryRow>(database, 'SELECT * FROM entry WHERE op_id = ? ORDER BY incident_id, seq', opId);
}

function rows<Row>(database: Database.Database, text: string, ...values: string[]): Row[] {
  return database.prepare(text).all(...values) as Row[];
}

/** Read by hand and not by the server's own store: the judge must not share what is judged. */
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
