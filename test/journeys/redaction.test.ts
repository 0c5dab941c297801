import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { walkAudit } from '../../server/audit/actions.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { act } from '../../server/incidents/actions.ts';
import { makeStateStore } from '../../server/incidents/state-store.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import { redact } from '../../server/incidents/redaction-actions.ts';
import { permissionsOf } from '../../server/identity/permissions.ts';
import { draftFor } from '../../server/postmortems/actions.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';
import { inTransaction } from '../../server/store/transaction.ts';
import { program } from '../support/api.ts';
import { enter, signedIn } from '../support/cast.ts';
import { engine } from '../support/database.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { ANA, declare, incidentKit, note } from '../support/incident-kit.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A password was typed into a note, and a picture shows it. Ada takes both away. */
const SECRET = 'correct-horse-battery-staple';
const REASON = 'it held a password';

let here: World;
let ada: Browser;
let ana: Browser;

beforeEach(async () => {
  here = await world();
  await enter(here);
  ada = await signedIn(here, 'ada');
  ana = await signedIn(here, 'ana');
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  const text = `We are in.\n\nThe password is **${SECRET}**, do not tell.`;
  await sendForm(ana, '/incidents/1', '/incidents/1/notes', { text });
});
afterEach(() => here.end());

const NOTE = 6;
const ENTRY = `/incidents/1/entries/${String(NOTE)}`;
const FORM = `${ENTRY}/redaction`;

async function redactNote(): Promise<void> {
  const answer = await sendForm(ada, FORM, FORM, { fields: 'text', reason: REASON });
  assert.equal(answer.status, 303, answer.text);
}

/** Everything that the database holds, as one text. */
async function everything(): Promise<string> {
  const { db } = here.store;
  const tables = [
    'entry',
    'incident',
    'operation',
    'redaction',
    'audit',
    'attachment_content',
    'session',
  ] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value
      ? Buffer.from(value.data as number[]).toString('latin1')
      : value,
  );
}

async function broken(): Promise<string[]> {
  return (await walkChains(here.store.db)).flatMap(({ broken }) => broken?.sentence ?? []);
}

test('an admin redacts a note: it is gone everywhere, and everybody reads who did it and why', async () => {
  await ana.get('/incidents/1/timeline').expect(200, new RegExp(`<strong>${SECRET}`));
  await ada.get(ENTRY).expect(200, new RegExp(`href="${FORM}">Redact words of it`));
  await ada.get(FORM).expect(200, /Ana Ruiz noted: We are in\./);
  await redactNote();
  for (const page of ['/incidents/1/timeline', '/incidents/1']) {
    const { text } = await ana.get(page).expect(200);
    assert.ok(!text.includes(SECRET), page);
    assert.match(text, /Ana Ruiz noted: \[redacted\][\s\S]*redacted by Ada Novak: it held a password/);
    assert.doesNotMatch(text, /Corrected, see how it read/);
  }
  assert.ok(!(await everything()).includes(SECRET));
  assert.deepEqual(await broken(), []);
  const { text: audit } = await ada.get('/admin/audit').expect(200);
  assert.match(audit, /redacted entry 6 of INC-1: it held a password/);
  assert.equal((await walkAudit(here.store.db)).broken, undefined);
});

test('nobody but an admin sees the form, and a password that was not typed for a while is asked for', async () => {
  for (const member of ['ana', 'max'] as const) {
    const browser = await signedIn(here, member);
    await browser.get(FORM).expect(403, /entry\.redact/);
    assert.doesNotMatch((await browser.get(ENTRY)).text, /Redact words/);
  }
  here.clock.wind(601);
  const refused = await sendForm(ada, FORM, FORM, { fields: 'text', reason: REASON });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Type your password/);
  assert.match(refused.text, /name="fields" value="text" checked/);
  assert.deepEqual((await everything()).includes(SECRET), true);
});

test('what was chosen and why is asked for beside its field', async () => {
  const none = await sendForm(ada, FORM, FORM, { reason: REASON });
  assert.equal(none.status, 409);
  assert.match(none.text, /Choose the words that nobody may read any more/);
  const why = await sendForm(ada, FORM, FORM, { fields: 'text', reason: '' });
  assert.equal(why.status, 422);
  await ada.get('/incidents/1/entries/99/redaction').expect(404);
});

test('the bytes of a file go as well, and its entry says so', async () => {
  const hidden = hiddenFields((await ana.get('/incidents/1')).text, '/incidents/1/attachments');
  const sending = ana.post('/incidents/1/attachments');
  for (const [name, value] of Object.entries(hidden)) void sending.field(name, value);
  await sending.attach('file', Buffer.from(`password=${SECRET}`), { filename: 'env.txt' }).expect(303);
  const { text } = await ana.get('/incidents/1/timeline');
  const [address = ''] = /\/incidents\/1\/attachments\/\w+(?=")/.exec(text) ?? [];
  await ana.get(address).expect(200);
  const form = '/incidents/1/entries/7/redaction';
  await sendForm(ada, form, form, { fields: ['content', 'name'], reason: REASON });
  await ana.get(address).expect(404, /The bytes of this file of INC-1 are gone\. Ada Novak redacted it/);
  const after = await ana.get('/incidents/1/timeline');
  assert.match(after.text, /attached \[redacted\] \(text, 37 bytes\)/);
  assert.ok(!after.text.includes(address));
  const content = await here.store.db
    .selectFrom('attachment_content')
    .select('bytes')
    .executeTakeFirstOrThrow();
  assert.equal(content.bytes.length, 0);
  assert.deepEqual(await broken(), []);
});

test('a draft of the postmortem holds nothing of it and says that something is redacted', async () => {
  await sendForm(ana, ENTRY, `${ENTRY}/pin`, { on: 'on' });
  assert.match(await draftFor(here.kit.postmortems, 1), new RegExp(SECRET));
  await redactNote();
  const draft = await draftFor(here.kit.postmortems, 1);
  assert.ok(!draft.includes(SECRET));
  assert.match(draft, /\\\[redacted\]/);
  assert.match(draft, /1 redacted/);
  assert.match(draft, /the chain of hashes holds/);
});

test('a program redacts with the token of an admin, once', async () => {
  const admin = await program(here, { member: 'ada', scopes: ['incidents:write', 'incidents:read'] });
  const body = { fields: ['text'], reason: REASON };
  const key = { 'Idempotency-Key': 'redact-1' };
  const first = await admin.post(`/api/v1/incidents/INC-1/entries/${String(NOTE)}/redaction`, body, key);
  assert.equal(first.status, 201, first.text);
  const again = await admin.post(`/api/v1/incidents/INC-1/entries/${String(NOTE)}/redaction`, body, key);
  assert.deepEqual(again.body, first.body);
  assert.ok(!(await admin.get('/api/v1/incidents/1/entries')).text.includes(SECRET));
  const ben = await program(here, { member: 'ben' });
  assert.equal((await ben.post(`/api/v1/incidents/INC-1/entries/2/redaction`, body)).status, 403);
});

test('another server that knew the note forgets it as soon as it reads on', async () => {
  const states = makeStateStore();
  let forgotten = 0;
  states.whenWordsAreForgotten(() => (forgotten += 1));
  const { db } = here.store;
  const read = async (): Promise<string> => {
    const row = await db.selectFrom('incident').selectAll().executeTakeFirstOrThrow();
    return JSON.stringify(await states.stateAt(db, row));
  };
  assert.ok((await read()).includes(SECRET));
  await redactNote();
  assert.ok(!(await read()).includes(SECRET));
  assert.equal(forgotten, 1);
});

test('the database lets nothing else change an entry, and no permission outlive its transaction', async () => {
  const { db } = here.store;
  const entry = await db.selectFrom('entry').selectAll().where('seq', '=', NOTE).executeTakeFirstOrThrow();
  const open = {
    redaction_id: 'r-1',
    incident_id: entry.incident_id,
    entry_id: entry.entry_id,
    attachment_id: null,
    left_body: '{"text":"[redacted]","flavour":"note"}',
    made_at: here.clock.now(),
    proof: 'open',
  };
  const change = (values: Partial<typeof entry>) =>
    db.updateTable('entry').set(values).where('entry_id', '=', entry.entry_id).execute();
  await assert.rejects(change({ body: open.left_body }), /never changed/, 'without a redaction');
  await assert.rejects(
    db.insertInto('redaction').values(open).execute(),
    /constraint/i,
    'open ones do not last',
  );
  await assert.rejects(
    db
      .insertInto('redaction')
      .values({ ...open, proof: 'r-1' })
      .execute(),
    /begins open/,
  );
  const others: Partial<typeof entry>[] = [
    { body: '{"text":"All is well","flavour":"note"}' },
    { body: open.left_body, body_hash: 'x' },
    { body: open.left_body, hash: 'x' },
    { body: open.left_body, actor_name: 'Nobody' },
    { body: open.left_body, occurred_at: here.clock.now() + 'x' },
    { body: open.left_body, seq: 99 },
  ];
  for (const values of others) {
    const trying = inTransaction(db, async (db) => {
      await db.insertInto('redaction').values(open).execute();
      await db.updateTable('entry').set(values).where('entry_id', '=', entry.entry_id).execute();
    });
    await assert.rejects(trying, /never changed/, JSON.stringify(values));
  }
  const other = await db
    .selectFrom('entry')
    .select('entry_id')
    .where('seq', '=', 1)
    .executeTakeFirstOrThrow();
  const elsewhere = inTransaction(db, async (db) => {
    await db.insertInto('redaction').values(open).execute();
    await db
      .updateTable('entry')
      .set({ body: open.left_body })
      .where('entry_id', '=', other.entry_id)
      .execute();
  });
  await assert.rejects(elsewhere, /never changed/);
  const twice = inTransaction(db, async (db) => {
    await db.insertInto('redaction').values(open).execute();
    for (let time = 0; time < 2; time += 1) {
      await db
        .updateTable('entry')
        .set({ body: open.left_body })
        .where('entry_id', '=', entry.entry_id)
        .execute();
    }
  });
  await assert.rejects(twice, /never changed/, 'once is enough');
  await redactNote();
  await assert.rejects(db.updateTable('redaction').set({ left_body: 'x' }).execute(), /never changed/);
  await assert.rejects(db.deleteFrom('redaction').execute(), /never/);
  await assert.rejects(db.deleteFrom('entry').execute(), /never|deleted/);
  assert.deepEqual(await broken(), []);
});

test('who undoes a redaction, or changes what it left, is found', async () => {
  await redactNote();
  const { db } = here.store;
  const entry = await db.selectFrom('entry').selectAll().where('seq', '=', NOTE).executeTakeFirstOrThrow();
  const put = async (text: string): Promise<void> => {
    const left_body = JSON.stringify({ text, flavour: 'note' });
    const { incident_id, entry_id } = entry;
    await inTransaction(db, async (db) => {
      const row = { redaction_id: `r-${text}`, incident_id, entry_id, attachment_id: null, left_body };
      await db
        .insertInto('redaction')
        .values({ ...row, made_at: here.clock.now(), proof: 'open' })
        .execute();
      await db.updateTable('entry').set({ body: left_body }).where('entry_id', '=', entry_id).execute();
    });
  };
  await put('All is well');
  assert.match(
    (await broken()).join(),
    /Entry 6 of INC-1 was redacted, and does not say what was left of it/,
  );
});

if (engine === 'sqlite') {
  test('nothing of it is left in the files of the database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-redaction-'));
    const store = await openStore(join(folder, 'muster.db'));
    await migrate(store, here.clock.now());
    const kit = incidentKit(store);
    await declare(kit, 'Checkout fails');
    await note(kit, 1, `It is ${SECRET}`);
    for (let count = 0; count < 20; count += 1) await note(kit, 1, `note ${String(count)}`);
    const files = (): string =>
      readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), 'latin1'))
        .join();
    assert.ok(files().includes(SECRET));
    const admin = { ...ANA, id: 'account-ada', name: 'Ada Novak', permissions: permissionsOf('admin') };
    const command = { type: 'redact-entry', seq: NOTE, fields: ['text'], reason: REASON } as const;
    await redact(kit, { viewer: admin, by: COMMAND_LINE }, 1, command, { opId: undefined, body: {} });
    assert.ok(!files().includes(SECRET));
    await act(kit, ANA, 1, [{ type: 'add-note', text: 'it goes on', flavour: 'note' }], {
      opId: undefined,
      body: {},
    });
    await store.close();
    assert.ok(!files().includes(SECRET));
    rmSync(folder, { recursive: true });
  });
}
