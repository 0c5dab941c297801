import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { systemPage } from '../../server/admin/system-pages.ts';
import type { System } from '../../server/admin/system.ts';
import { audit } from '../../server/audit/actions.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { inTransaction } from '../../server/store/transaction.ts';
import { program } from '../support/api.ts';
import { enter, signedIn } from '../support/cast.ts';
import { engine } from '../support/database.ts';
import { declare } from '../support/incident-kit.ts';
import { world, type World } from '../support/world.ts';

const FINE: System = {
  version: '1.2.3',
  node: '26.10.0',
  zones: '2026a',
  now: '2026-11-02T09:00:00.000Z',
  database: {
    engine: 'sqlite',
    version: '3.50.0',
    bytes: 4_000_000,
    migrations: 10,
    newestMigration: '0010-x',
  },
  backup: { at: '2026-11-01T09:00:00.000Z', bytes: 2_000_000 },
  backupPlan: { folder: '/backups', everySeconds: 86_400, keep: 14, failure: undefined },
  lastTick: '2026-11-02T08:59:59.000Z',
  heartbeat: {
    everySeconds: 60,
    last: { at: '2026-11-02T08:59:20.000Z', words: 'it answered 200', isHeard: true },
  },
  disk: { freeBytes: 50e9, totalBytes: 100e9 },
  memoryBytes: 150e6,
  listeners: 4,
  caches: [{ name: 'incidents as they stand', count: 3, bytes: 12_000 }],
  counts: [{ what: 'entries', count: 12_345 }],
};

test('an installation that is well says so and asks for nothing', () => {
  const { facts, counts } = systemPage(FINE, 'UTC');
  assert.deepEqual(
    facts.map(({ name, words }) => `${name}: ${words}`),
    [
      'Version: Muster 1.2.3 on Node 26.10.0',
      'Database: SQLite 3.50.0, 4.0 MB',
      'Tables: 10 migrations, the last one 0010-x',
      'Last backup: 1 day ago, Sunday 1 November 2026, 09:00Z, 2.0 MB',
      'Backups by themselves: every 1 day to /backups, 14 stay there',
      'Clockwork: ticked 1 s ago',
      'Outside watcher: told every 1 min, last 40 s ago: it answered 200',
      'Disk: 50.0 GB free of 100.0 GB, 50 %',
      'Time zones: data of 2026a',
      'Memory: 150.0 MB',
      'Live updates: 4 pages following along',
      'Kept in memory: incidents as they stand: 3, 12 KB',
    ],
  );
  assert.deepEqual(
    facts.flatMap(({ todo }) => todo ?? []),
    [],
  );
  assert.deepEqual(counts, [{ what: 'entries', count: '12,345' }]);
});

/** What is not as it should be, and what is then asked for. */
const WRONG: readonly (readonly [change: Partial<System>, todo: RegExp])[] = [
  [{ backup: undefined }, /Run "muster backup", and keep the copy/],
  [{ backup: { at: '2026-10-20T09:00:00.000Z', bytes: 1 } }, /best each night/],
  [{ lastTick: '2026-11-02T08:59:30.000Z' }, /Start the server again/],
  [
    { heartbeat: { everySeconds: 60, last: { at: '2026-11-02T08:58:00.000Z', words: '', isHeard: true } } },
    /does not get through/,
  ],
  [
    {
      backupPlan: {
        folder: '/backups',
        everySeconds: 86_400,
        keep: 14,
        failure: { at: '2026-11-02T08:00:00.000Z', words: 'There is no folder /backups.' },
      },
    },
    /There is no folder/,
  ],
  [{ disk: { freeBytes: 1e6, totalBytes: 1e9 } }, /Make room/],
  [{ zones: '2022b' }, /clock changes since then are not known/],
  [{ zones: 'unknown' }, /clock changes since then are not known/],
];

test('what is wrong says what to do about it', () => {
  for (const [change, todo] of WRONG) {
    const asked = systemPage({ ...FINE, ...change }, 'UTC').facts.flatMap((fact) => fact.todo ?? []);
    assert.equal(asked.length, 1, JSON.stringify(change));
    assert.match(asked[0] ?? '', todo);
  }
  const postgres = {
    ...FINE,
    backup: undefined,
    database: { ...FINE.database, engine: 'postgres' },
  } as const;
  assert.deepEqual(
    systemPage(postgres, 'UTC').facts.flatMap(({ todo }) => todo ?? []),
    [],
  );
});

let here: World;
beforeEach(async () => {
  here = await world();
  await enter(here);
});
afterEach(() => here.end());

test('an admin sees how this very installation is, and so does a program of theirs', async () => {
  await declare(here.kit.incidents, 'Checkout fails');
  await here.tick();
  const { db } = here.store;
  const subject = { type: 'installation', id: '', name: 'this installation' } as const;
  const details = { file: '/backups/muster.db', bytes: 4096 };
  await inTransaction(db, (db) =>
    audit({ ...here.kit.people, db }, COMMAND_LINE, { kind: 'backup-made', subject, details }),
  );
  const ada = await signedIn(here, 'ada');
  const { text } = await ada.get('/admin/system').expect(200);
  assert.match(text, engine === 'sqlite' ? /SQLite 3\./ : /PostgreSQL 1/);
  assert.match(text, /Monday 2 November 2026, 09:00Z, 4 KB/);
  assert.match(text, /ticked 0 s ago/);
  assert.match(text, /<th scope="row">incidents<\/th><td class="number">1</);
  const reader = await program(here, { member: 'ada', scopes: ['admin'] });
  const answer = await reader.get('/api/v1/system');
  const system = answer.body as { database: { bytes: number }; counts: { what: string; count: number }[] };
  assert.ok(system.database.bytes > 100_000);
  assert.ok((system.counts.find(({ what }) => what === 'entries')?.count ?? 0) > 3);
  const max = await signedIn(here, 'max');
  await max.get('/admin/system').expect(403);
});
