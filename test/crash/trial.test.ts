import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { compare } from './compare.ts';
import { runTrial, type Standing } from './trial.ts';
import type { Write } from './write.ts';

const KILLS = 3;
const dataFolder = mkdtempSync(join(tmpdir(), 'muster-crash-'));
const standings: Standing[] = [];
let writes: Write[] = [];

before(async () => {
  const trial = { dataFolder, kills: KILLS, seed: 20230612, endAt: Date.now() + 120_000 };
  writes = await runTrial(trial, (standing) => standings.push(standing));
});

after(() => {
  rmSync(dataFolder, { recursive: true });
});

test('what was answered is there after each kill, once and whole, and the rest is whole or absent', () => {
  assert.equal(standings.length, KILLS);
  assert.deepEqual(
    standings.flatMap(({ faults }) => faults),
    [],
  );
  assert.ok(writes.filter(({ outcome }) => outcome === 'answered').length >= KILLS);
  assert.deepEqual(
    writes.filter(({ outcome, what }) => outcome === 'refused' && what !== 'accept'),
    [],
  );
});

for (const [what, statements] of Object.entries({
  'an answered entry is gone': [
    'DELETE FROM entry WHERE entry_id = (SELECT max(entry_id) FROM entry WHERE op_id = :op)',
  ],
  'an answered write is gone with all its traces': [
    'DELETE FROM entry WHERE op_id = :op',
    'DELETE FROM operation WHERE op_id = :op',
  ],
  'half of a write is there': ['DELETE FROM operation WHERE op_id = :op'],
  'words were changed': [`UPDATE entry SET body = replace(body, :op, 'other') WHERE op_id = :op`],
  'the summary is an older one': ['UPDATE incident SET seq = seq - 1'],
})) {
  test(`the comparison finds a planted loss: ${what}`, async () => {
    const copy = join(dataFolder, 'planted.db');
    await copied(copy);
    const { opId } =
      writes.find(({ outcome, what }) => outcome === 'answered' && what === 'note') ?? assert.fail();
    const database = new Database(copy);
    database.exec('DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_deleted;');
    for (const statement of statements) {
      const done = statement.includes(':op')
        ? database.prepare(statement).run({ op: opId })
        : database.prepare(statement).run();
      assert.ok(done.changes > 0, 'the loss was planted');
    }
    database.close();
    assert.notDeepEqual(compare(copy, writes), []);
    rmSync(copy);
  });
}

async function copied(to: string): Promise<void> {
  const database = new Database(join(dataFolder, 'muster.db'), { readonly: true });
  await database.backup(to);
  database.close();
}
