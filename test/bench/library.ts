/** The library of many postmortems: how long a search takes on the server. */
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { median } from '../support/median.ts';
import type { Bench, Figure } from './figure.ts';
import { CONTENT } from './fill-content.ts';
import { fill } from './fill.ts';
import { once, times } from './load.ts';
import { makeOrganisation, openOffice } from './organisation.ts';

const POSTMORTEMS = 10_000;
const NOTES_A_TEXT = 60;
const WARM_UP = 10;
const A_TURN = 20;

/** Words of every text, of one in seven, of one alone; a filter; everything. */
const SEARCHES = [
  '?q=slowest',
  '?q=certificates+gateway',
  '?q=marker4711',
  '?q=threads&severity=SEV-2&year=2021',
  '?cause=lifetime',
  '',
] as const;

export async function library({ folder, rounds }: Bench): Promise<Figure[]> {
  const dataFolder = join(folder, 'library');
  const organisation = await makeOrganisation(dataFolder, 1);
  fill(dataFolder, POSTMORTEMS, POSTMORTEMS);
  fillLibrary(dataFolder);
  const { muster, session } = await openOffice(organisation, { settings: { MUSTER_LOG_LEVEL: 'warn' } });
  try {
    const figures: Figure[] = [];
    for (const query of SEARCHES) {
      const request = { url: `${muster.address}/postmortems${query}`, cookie: session.cookie };
      await times(WARM_UP, request);
      const turns = [];
      for (let round = 0; round < rounds; round += 1) turns.push(...(await times(A_TURN, request)));
      const [, words = 'none'] =
        /<p class="quiet" role="status">([^<·]*)/.exec((await once(request)).body) ?? [];
      figures.push({
        name: `library of ${String(POSTMORTEMS)} postmortems by "${query}"`,
        value: median(turns),
        unit: 'ms',
        target: { most: 150 },
        from: `${words.trim()}; one request after the other`,
      });
    }
    return figures;
  } finally {
    await muster.stop();
  }
}

/** Writes past the server, as `fill` does, and as the server would have written it. */
function fillLibrary(dataFolder: string): void {
  const database = new Database(join(dataFolder, 'muster.db'));
  database.pragma('synchronous = OFF');
  const incidents = database
    .prepare('SELECT incident_id, number, title, opened_at FROM incident WHERE number >= 1000')
    .all() as { incident_id: string; number: number; title: string; opened_at: string }[];
  const postmortem = database.prepare(
    `INSERT INTO postmortem (postmortem_id, incident_id, number, title, state, rev, created_at, changed_at, published_at, published_rev)
     VALUES (@id, @incident_id, @number, @title, 'published', 1, @opened_at, @opened_at, @opened_at, 1)`,
  );
  const version = database.prepare(
    `INSERT INTO postmortem_version (postmortem_id, rev, text, base, content_hash, author_id, author_name, summary, created_at)
     VALUES (@id, 1, @text, '', @hash, NULL, 'Responder 1', 'as it was', @opened_at)`,
  );
  const document = database.prepare(
    `INSERT INTO search_document (kind, key, title, text, visibility) VALUES (@kind, @id, @title, @text, 'all')`,
  );
  const place = database.prepare(
    'INSERT INTO search_place (position, kind, key) VALUES (@position, @kind, @id)',
  );
  const service = database.prepare('UPDATE incident SET cause = ? WHERE incident_id = ?');
  const write = database.transaction(() => {
    for (const [index, incident] of incidents.entries()) {
      const text = textOf(incident.title, index);
      const row = {
        ...incident,
        id: `pm-${incident.incident_id}`,
        text,
        hash: createHash('sha256').update(text).digest('hex'),
      };
      const { title, opened_at, number, incident_id, id } = row;
      postmortem.run({ id, incident_id, number, title, opened_at });
      version.run({ id, text, hash: row.hash, opened_at });
      for (const kind of ['postmortem-draft', 'postmortem']) {
        const { lastInsertRowid: position } = document.run({ kind, id, title, text });
        place.run({ position, kind, id });
      }
      service.run(index % 3 === 0 ? 'a release changed the lifetime of entries' : 'a full disk', incident_id);
    }
  });
  write();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Five kilobytes or so, as a review of an evening. */
function textOf(title: string, index: number): string {
  const lines = Array.from(
    { length: NOTES_A_TEXT },
    (_, line) => `- ${CONTENT.notes[(index + line) % CONTENT.notes.length] ?? ''}`,
  );
  return [`# ${title}`, '', '## Timeline', '', ...lines, '', `See marker${String(index)}.`, ''].join('\n');
}
