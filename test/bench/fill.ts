/** Years of incidents, written past the server in big transactions: only their number and size matter. */
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SUMMARY_VERSION } from '../../server/incidents/summary.ts';
import { CONTENT } from './fill-content.ts';

const FIRST_NUMBER = 1_000;
const OPEN = 12;
const BATCH = 500;
const MINUTE_MS = 60_000;
const BEGAN = Date.parse('2020-01-01T00:00:00.000Z');

/** @param entries in all; the same number in each incident. Of all incidents twelve are open, as on a bad day. */
export function fill(dataFolder: string, incidents: number, entries: number): void {
  const database = new Database(join(dataFolder, 'muster.db'));
  // Nobody was told that these rows are there, so they need not survive a power cut.
  database.pragma('synchronous = OFF');
  database.pragma('foreign_keys = ON');
  const columns = incidentRow(0, 0, 1);
  const insertIncident = database.prepare(insertion('incident', columns));
  const insertEntry = database.prepare(insertion('entry', entryRow(columns, 1, '')));
  const each = Math.round(entries / incidents);
  const write = database.transaction((from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      const row = incidentRow(index, incidents, each);
      insertIncident.run(row);
      let previous = '0'.repeat(64);
      for (let seq = 1; seq <= each; seq += 1) {
        const entry = entryRow(row, seq, previous);
        insertEntry.run(entry);
        previous = entry.hash;
      }
    }
  });
  for (let from = 0; from < incidents; from += BATCH) write(from, Math.min(from + BATCH, incidents));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

function insertion(table: string, row: object): string {
  const columns = Object.keys(row);
  return `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map((name) => `@${name}`).join()})`;
}

function incidentRow(index: number, count: number, entries: number) {
  const number = FIRST_NUMBER + index;
  const opened = BEGAN + index * 150 * MINUTE_MS;
  const isOpen = index >= count - OPEN;
  return {
    incident_id: idOf(index, 0),
    number,
    key: `INC-${number}`,
    kind: 'incident',
    title: CONTENT.titles[index % CONTENT.titles.length] ?? '',
    status: isOpen ? 'investigating' : index % 9 === 0 ? 'cancelled' : 'closed',
    // Half of them alike, so that a list of one severity fills a page in a small database as well.
    severity: index % 2 === 0 ? 'SEV-2' : `SEV-${3 + ((index >> 1) % 2)}`,
    service_id: null,
    commander: 'Responder 1',
    visibility: 'all',
    opened_at: instant(opened),
    resolved_at: isOpen ? null : instant(opened + 90 * MINUTE_MS),
    changed_at: instant(opened + 90 * MINUTE_MS),
    seq: entries,
    head_hash: digest(`${index}`),
    next_due_at: null,
    // The rows are as this version writes them: nothing is to be written anew when the server starts.
    summary_version: SUMMARY_VERSION,
    cause: null,
    fixed_by: null,
  };
}

function entryRow(incident: ReturnType<typeof incidentRow>, seq: number, previous: string) {
  const at = instant(Date.parse(incident.opened_at) + seq * MINUTE_MS);
  const text = CONTENT.notes[seq % CONTENT.notes.length] ?? '';
  const body = JSON.stringify({ text, flavour: 'note' });
  return {
    entry_id: idOf(incident.number - FIRST_NUMBER, seq),
    incident_id: incident.incident_id,
    seq,
    kind: 'note-added',
    body,
    body_hash: digest(body),
    occurred_at: at,
    recorded_at: at,
    precision: 'exact',
    actor_type: 'person',
    actor_id: 'responder-1',
    actor_name: 'Responder 1',
    source: 'live',
    op_id: '',
    previous_hash: previous,
    hash: digest(`${previous}${seq}`),
  };
}

/** 26 characters that rise with time, as the server's own ids do. */
function idOf(incident: number, seq: number): string {
  return `01${String(incident).padStart(12, '0')}${String(seq).padStart(12, '0')}`;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
