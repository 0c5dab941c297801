/** Durable notes over HTTP against the least that the same disk takes for one commit. */
import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { median } from '../support/median.ts';
import type { Bench, Figure } from './figure.ts';
import { once, rate, type Request } from './load.ts';
import { makeOrganisation, openOffice, type Office } from './organisation.ts';

const CLIENTS = 16;
const ROOMS = 8;
const SECONDS_A_TURN = 3;
/** The bytes of an entry with its envelope. */
const ROW = 'x'.repeat(900);

export async function appends({ folder, rounds }: Bench): Promise<Figure[]> {
  const office = await openOffice(await makeOrganisation(join(folder, 'appends')), {
    settings: { MUSTER_LOG_LEVEL: 'warn' },
  });
  const bare = openBare(join(folder, 'bare.db'));
  try {
    const turns = [];
    for (let round = 0; round < rounds; round += 1) {
      turns.push({ notes: await notesPerSecond(office), commits: commitsPerSecond(bare) });
    }
    const notes = median(turns.map((turn) => turn.notes));
    const commits = median(turns.map((turn) => turn.commits));
    return [
      {
        name: 'durable notes against bare commits',
        value: median(turns.map((turn) => turn.notes / turn.commits)),
        unit: '',
        target: { least: 0.5 },
        from: `${notes.toFixed(0)} notes/s over HTTP, ${commits.toFixed(0)} commits/s`,
      },
    ];
  } finally {
    bare.close();
    await office.muster.stop();
  }
}

/** Fresh incidents for each turn, so that none grows far beyond what one ever has. */
async function notesPerSecond({ muster, session }: Office): Promise<number> {
  const form = (fields: Record<string, string>): Pick<Request, 'cookie' | 'form'> => ({
    cookie: session.cookie,
    form: { ...fields, _csrf: session.csrf, op_id: randomUUID() },
  });
  const rooms: string[] = [];
  for (let room = 0; room < ROOMS; room += 1) {
    const fields = { title: `Room ${room + 1}`, severity: 'SEV-3', take_command: 'on' };
    const declared = await once({ url: `${muster.address}/incidents`, ...form(fields) });
    rooms.push(declared.headers.location ?? '');
  }
  let count = 0;
  const next = (): Request => {
    count += 1;
    const url = `${muster.address}${rooms[count % ROOMS] ?? ''}/notes`;
    return { url, ...form({ text: `Look ${count}: the queue of stock-${count % 7} is the longest.` }) };
  };
  return rate({ connections: CLIENTS, seconds: SECONDS_A_TURN, next, expect: 303 });
}

function openBare(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  // After the first write: better-sqlite3 falls back to NORMAL with it.
  database.pragma('synchronous = FULL');
  return database;
}

function commitsPerSecond(database: Database.Database): number {
  const insert = database.prepare('INSERT INTO bare (text) VALUES (?)');
  const began = performance.now();
  const end = began + SECONDS_A_TURN * 1000;
  let count = 0;
  while (performance.now() < end) {
    insert.run(ROW);
    count += 1;
  }
  return (count * 1000) / (performance.now() - began);
}
