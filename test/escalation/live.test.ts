import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { systemClock } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import { insertPolicy } from '../../server/escalation/policy-store.ts';
import { openStore } from '../../server/store/open.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import { mailbox, type Mailbox } from '../support/mailbox.ts';
import { median } from '../support/median.ts';
import { startMuster, type MusterProcess } from '../support/muster-process.ts';
import { until } from '../support/until.ts';

/** The real server on its real clock, and a real mail server: how long after its time a page leaves. */
let mail: Mailbox;
let muster: MusterProcess;
let people: Member[];
const dataFolder = mkdtempSync(join(tmpdir(), 'muster-live-'));

before(async () => {
  mail = await mailbox();
  people = await makeInstallation(dataFolder, 2);
  const store = await openStore(join(dataFolder, 'muster.db'));
  const [first, second] = people.map(({ id }) => id);
  const levels = [
    { targets: [{ kind: 'person', id: first ?? '' } as const], mode: 'any' as const, answerWithin: 5 },
  ];
  const policy = { id: 'policy-shop', slug: 'shop', name: 'Shop', zone: 'UTC', repeat: 0, version: 1 };
  await insertPolicy(store.db, { ...policy, levels, fallback: [second ?? ''] }, systemClock.now());
  const catalog = { db: store.db, clock: systemClock, ids: ulids(systemClock) };
  await createService(catalog, { name: 'Web shop', policyId: policy.id }, COMMAND_LINE);
  await store.close();
  muster = await startMuster({
    dataFolder,
    settings: {
      MUSTER_SMTP_URL: mail.url,
      MUSTER_MAIL_FROM: 'Muster <muster@example.org>',
      MUSTER_RUNBOOKS: '',
    },
  });
});
after(async () => {
  await muster.stop();
  await mail.end();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Milliseconds from when each page was due until the mail server had taken it, as the outbox has them. */
async function delays(): Promise<number[]> {
  const store = await openStore(join(dataFolder, 'muster.db'));
  const rows = await store.db
    .selectFrom('message')
    .innerJoin('escalation_run', 'escalation_run.run_id', 'message.run_id')
    .select(['message.settled_at', 'escalation_run.requested_at'])
    .where('message.kind', '=', 'page')
    .where('message.channel', '=', 'mail')
    .where('message.state', '=', 'sent')
    .execute();
  await store.close();
  return rows.map(({ settled_at, requested_at }) => Date.parse(settled_at ?? '') - Date.parse(requested_at));
}

const PAGES = 7;

test('a page leaves within a second of its time, by the clock on the wall', async () => {
  for (let number = 1; number <= PAGES; number += 1) {
    const declared = await fetch(`${muster.address}/api/v1/incidents`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${people[1]?.tokens[0] ?? ''}`,
      },
      body: JSON.stringify({ title: `Probe ${String(number)}`, severity: 'SEV-1', service: 'web-shop' }),
    });
    assert.equal(declared.status, 201, await declared.text());
    // The next one falls at another place between two ticks.
    await until('the page is sent', async () => (await delays()).length === number);
  }
  const waited = await delays();
  // A machine that is busy with other things delays some; what the loop itself does shows in the middle one.
  assert.ok(median(waited) < 1_000, `${waited.join(', ')} ms`);
  assert.ok(Math.max(...waited) < 5_000, `${waited.join(', ')} ms`);
});
