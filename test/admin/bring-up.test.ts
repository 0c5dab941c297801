import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bringUp } from '../../server/admin/bring-up-actions.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import type { Store } from '../../server/store/open.ts';
import { program } from '../support/api.ts';
import { enter } from '../support/cast.ts';
import { olderStore } from '../support/database.ts';
import { world, type World } from '../support/world.ts';

const NOW = '2026-11-24T09:00:00.000Z';

let here: World;
let older: Store;

/** An incident with a public update and a question to its runbook, as a version wrote it that knew neither table. */
before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  await enter(here);
  const max = await program(here, { member: 'max' });
  const posts = async (path: string, body: object) => {
    const answer = await max.post(`/api/v1/incidents${path}`, body);
    assert.equal(answer.status, 201, answer.text);
  };
  await posts('', { title: 'Disk full', severity: 'SEV-3', runbook: 'disk-full', take_command: true });
  await posts('/1/runs/1/questions', { problem: 'unclear', text: 'Which disk?' });
  await posts('/1/status', { to: 'investigating', override: 'there is no time' });
  const words = { users_see: 'Uploads fail.', we_do: 'We look.', changed: 'First word.' };
  await posts('/1/updates', { audience: 'public', ...words, next_in_minutes: 20 });
  older = await olderStore('0018');
  const incidents = await here.store.db.selectFrom('incident').selectAll().execute();
  const asBefore = incidents.map(
    ({ public_at: _, summary_version: __, firing: ___, cause: ____, fixed_by: _____, ...row }) => row,
  );
  await older.db
    .insertInto('incident')
    .values(asBefore as typeof incidents)
    .execute();
  await older.db
    .insertInto('entry')
    .values(await here.store.db.selectFrom('entry').selectAll().execute())
    .execute();
});
after(async () => {
  await older.close();
  await here.end();
});

test('a database of an older version is brought up with what its lists say, and once only', async () => {
  const { ran, rewritten } = await bringUp(older, NOW);
  assert.deepEqual(
    [ran[0], rewritten],
    ['0019-runbook-questions', 1],
    'the tables of an older version, and the rows of its one incident',
  );
  assert.deepEqual(
    (await walkChains(older.db)).map(({ broken }) => broken),
    [undefined],
  );
  for (const table of ['incident', 'runbook_question', 'incident_insider'] as const) {
    const rows = (store: Store) => store.db.selectFrom(table).selectAll().execute();
    assert.deepEqual(await rows(older), await rows(here.store), table);
  }
  assert.deepEqual(await bringUp(older, NOW), { ran: [], rewritten: 0 });
});

test('what was interrupted goes on where it was', async () => {
  await older.db.updateTable('incident').set({ summary_version: 0, public_at: null }).execute();
  await older.db.deleteFrom('runbook_question').execute();
  assert.deepEqual(await bringUp(older, NOW), { ran: [], rewritten: 1 });
  const questions = (store: Store) => store.db.selectFrom('runbook_question').selectAll().execute();
  assert.deepEqual(await questions(older), await questions(here.store));
});
