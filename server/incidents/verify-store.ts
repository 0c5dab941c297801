import { createHash } from 'node:crypto';
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import { contentOf } from './attachment-store.ts';
import type { StoredEntry } from './entry.ts';
import { entriesAfter } from './store.ts';

/** All that is kept of an incident: `hashes` are those of its files. */
export type Whole = {
  row: IncidentRow;
  entries: StoredEntry[];
  hashes: ReadonlyMap<string, string>;
  beside: Beside;
};

/** All that is kept of an incident as it was at one moment, while others may be writing. */
export async function wholeIncident(db: Db, incidentId: string): Promise<Whole> {
  // SQLite reads a whole transaction from one snapshot anyway; PostgreSQL does when it is asked to.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      const row = await db
        .selectFrom('incident')
        .selectAll()
        .where('incident_id', '=', incidentId)
        .executeTakeFirstOrThrow();
      return {
        row,
        entries: await entriesAfter(db, incidentId, 0),
        hashes: await contentHashes(db, incidentId),
        beside: await rowsBeside(db, incidentId),
      };
    });
}

/** The hash of each file of an incident as its bytes have it, read one after the other. */
async function contentHashes(db: Db, incidentId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('attachment_content')
    .select('attachment_id')
    .where('incident_id', '=', incidentId)
    .execute();
  const hashes = new Map<string, string>();
  for (const { attachment_id: id } of rows) {
    const bytes = await contentOf(db, id);
    if (bytes !== undefined) hashes.set(id, createHash('sha256').update(bytes).digest('hex'));
  }
  return hashes;
}

/** What stands beside an incident so that it can be found, each as a list of words in order. */
export type Beside = Record<'labels' | 'links' | 'people' | 'services' | 'questions', readonly string[]>;

/** The rows beside an incident as they are. */
async function rowsBeside(db: Db, incidentId: string): Promise<Beside> {
  const labels = await db
    .selectFrom('incident_label')
    .select('label as word')
    .where('incident_id', '=', incidentId)
    .execute();
  const links = await db
    .selectFrom('incident_link')
    .select(['relation', 'target'])
    .where('incident_id', '=', incidentId)
    .execute();
  const people = await db
    .selectFrom('incident_insider')
    .select('account_id as word')
    .where('incident_id', '=', incidentId)
    .execute();
  const services = await db
    .selectFrom('incident_service')
    .select('service_slug as word')
    .where('incident_id', '=', incidentId)
    .execute();
  const questions = await db
    .selectFrom('runbook_question')
    .select(['seq', 'runbook_id'])
    .where('incident_id', '=', incidentId)
    .execute();
  const sorted = (rows: readonly { word: string }[]) => rows.map(({ word }) => word).sort();
  return {
    labels: sorted(labels),
    links: links.map(({ relation, target }) => `${relation} ${target}`).sort(),
    people: sorted(people),
    services: sorted(services),
    questions: questions.map(({ seq, runbook_id }) => `${String(seq)} ${runbook_id}`).sort(),
  };
}

/** Incidents whose row names another end than their last entry: the quick look, without any hash. */
export async function looseHeads(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('incident')
    .leftJoin('entry as last', (join) =>
      join
        .onRef('last.incident_id', '=', 'incident.incident_id')
        .onRef('last.seq', '=', 'incident.seq')
        .onRef('last.hash', '=', 'incident.head_hash'),
    )
    .leftJoin('entry as beyond', (join) =>
      join
        .onRef('beyond.incident_id', '=', 'incident.incident_id')
        .on('beyond.seq', '=', ({ eb }) => eb('incident.seq', '+', 1)),
    )
    .select('incident.key')
    .where(({ eb, or }) => or([eb('last.seq', 'is', null), eb('beyond.seq', 'is not', null)]))
    .orderBy('incident.key')
    .execute();
  return rows.map(({ key }) => key);
}

/** When the newest entry of all was recorded; undefined while there is none. */
export async function newestRecord(db: Db): Promise<Instant | undefined> {
  const { newest } = await db
    .selectFrom('entry')
    .select(({ fn }) => fn.max<string | null>('recorded_at').as('newest'))
    .executeTakeFirstOrThrow();
  return newest ?? undefined;
}
