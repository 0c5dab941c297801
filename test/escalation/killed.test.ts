import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { systemClock } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import { plusSeconds, secondsBetween } from '../../server/core/time.ts';
import { insertPolicy } from '../../server/escalation/policy-store.ts';
import { openStore, type Db, type Store } from '../../server/store/open.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import { aSecond } from '../support/busy.ts';
import { answerLink, mailbox, type Letter, type Mailbox } from '../support/mailbox.ts';
import { startMuster, type MusterProcess } from '../support/muster-process.ts';
import { until } from '../support/until.ts';

/** The real server, a real mail server, and a kill in the middle of an escalation. */
let mail: Mailbox;
let muster: MusterProcess;
let people: Member[];
const dataFolder = mkdtempSync(join(tmpdir(), 'muster-killed-'));

const settings = (): Record<string, string> => ({
  MUSTER_SMTP_URL: mail.url,
  MUSTER_MAIL_FROM: 'Muster <muster@example.org>',
  MUSTER_RUNBOOKS: '',
});

before(async () => {
  mail = await mailbox();
  people = await makeInstallation(dataFolder, 3);
  await withStore(async (store) => {
    const [first, second, third] = people.map(({ id }) => id);
    const levels = [first, second].map((id = '') => ({
      targets: [{ kind: 'person', id } as const],
      mode: 'any' as const,
      answerWithin: 5,
    }));
    const policy = { id: 'policy-shop', slug: 'shop', name: 'Shop', zone: 'UTC', repeat: 0, version: 1 };
    await insertPolicy(store.db, { ...policy, levels, fallback: [third ?? ''] }, systemClock.now());
    const catalog = { db: store.db, clock: systemClock, ids: ulids(systemClock) };
    await createService(catalog, { name: 'Web shop', policyId: policy.id }, COMMAND_LINE);
  });
  muster = await startMuster({ dataFolder, settings: settings() });
});
after(async () => {
  await muster.stop();
  await mail.end();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(join(dataFolder, 'muster.db'));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function declare(title: string): Promise<void> {
  const declared = await fetch(`${muster.address}/api/v1/incidents`, {
    method: 'POST',
    headers: program(),
    body: JSON.stringify({ title, severity: 'SEV-1', service: 'web-shop' }),
  });
  assert.equal(declared.status, 201, await declared.text());
}

const program = (): Record<string, string> => ({
  'Content-Type': 'application/json',
  Authorization: `Bearer ${people[2]?.tokens[0] ?? ''}`,
});

test('the server is killed in the middle of an escalation, and the second person is asked on time', async () => {
  const [first, second] = people;
  await declare('Checkout fails');
  const asked = performance.now();
  await mail.letterTo(first?.email ?? '', 5_000);
  assert.ok(
    performance.now() - asked < 2 * aSecond(),
    'the first page leaves within two seconds of the incident',
  );
  // A kill before it is marked as sent sends it again, as the next test shows.
  await until('the letter is marked as sent', () => withStore(({ db }) => isSent(db, 'INC-1')));
  await muster.kill();
  // Nobody waits five minutes here: the clock of the level is put forward while the server is dead.
  const due = await withStore(async ({ db }) => {
    const at = plusSeconds(systemClock.now(), 3);
    await db.updateTable('escalation_run').set({ due_at: at }).execute();
    return at;
  });
  muster = await startMuster({ dataFolder, settings: settings() });
  const letter = await mail.letterTo(second?.email ?? '', 15_000);
  const late = secondsBetween(due, systemClock.now());
  assert.ok(
    late >= 0 && late < (3 * aSecond()) / 1000,
    `the second page left ${String(late)} s after it was due`,
  );
  assert.equal(mail.letters.filter(({ to }) => to === first?.email).length, 1, 'nobody is asked twice');
  const link = muster.address + answerLink(letter);
  const shown = await fetch(link);
  const cookie = shown.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const token = /name="_csrf" value="([^"]+)"/.exec(await shown.text())?.[1] ?? '';
  const accepted = await fetch(link, {
    method: 'POST',
    headers: {
      'Sec-Fetch-Site': 'same-origin',
      Cookie: cookie,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ _csrf: token, answer: 'accept' }).toString(),
  });
  assert.match(await accepted.text(), /It is yours\./);
  const entries = await fetch(`${muster.address}/api/v1/incidents/INC-1/entries`, { headers: program() });
  const { data } = (await entries.json()) as {
    data: { kind: string; sentence: string; occurred_at: string }[];
  };
  const told = data.filter(({ kind }) => kind.startsWith('escalation-'));
  assert.deepEqual(
    told.map(({ kind }) => kind.replace('escalation-', '')),
    ['requested', 'sent', 'expired', 'sent', 'accepted'],
  );
  assert.match(told.at(-1)?.sentence ?? '', /Responder 2 accepted the request/);
});

/** The letters about one incident that the first person got. */
const lettersAbout = (key: string): Letter[] =>
  mail.letters.filter(({ to, subject }) => to === people[0]?.email && subject.includes(key));

const idOf = ({ headers }: Letter): string => /^Message-ID: (.*)$/im.exec(headers)?.[1] ?? '';

test('Killed between commit and send, or between send and mark', async () => {
  mail.fallSilent('before-greeting');
  await declare('Search is down');
  await until('the message is on its way', () => withStore(({ db }) => isOnItsWay(db, 'INC-2')));
  await muster.kill();
  assert.equal(lettersAbout('INC-2').length, 0, 'it was committed, and never sent');
  mail.fallSilent('before-answer');
  muster = await startMuster({ dataFolder, settings: settings() });
  await until('the letter is sent at the start', () => lettersAbout('INC-2').length === 1);
  assert.ok(await withStore(({ db }) => isOnItsWay(db, 'INC-2')), 'sent, and not marked as that');
  await muster.kill();
  mail.fallSilent(undefined);
  muster = await startMuster({ dataFolder, settings: settings() });
  await until('nobody knows that it was sent, so it goes again', () => lettersAbout('INC-2').length === 2);
  const [first, again] = lettersAbout('INC-2').map(idOf);
  assert.ok(first !== undefined && first !== '');
  assert.equal(again, first, 'under the same key, by which a receiver can drop one');
});

const isOnItsWay = async (db: Db, key: string): Promise<boolean> => (await stateOf(db, key)) === 'leased';

const isSent = async (db: Db, key: string): Promise<boolean> => (await stateOf(db, key)) === 'sent';

/** What became of the one letter about an incident. */
async function stateOf(db: Db, key: string): Promise<string | undefined> {
  const letters = db.selectFrom('message').select('state').where('channel', '=', 'mail');
  const rows = await letters.where('content', 'like', `%"${key}"%`).execute();
  return rows.length === 1 ? rows[0]?.state : undefined;
}
