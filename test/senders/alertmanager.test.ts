import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { createKey } from '../../server/alerts/key-actions.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { systemClock } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import { insertPolicy } from '../../server/escalation/policy-store.ts';
import { openStore } from '../../server/store/open.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import { mailbox, type Mailbox } from '../support/mailbox.ts';
import { startMuster, type MusterProcess } from '../support/muster-process.ts';
import { startAlertmanager, type Alertmanager, type SentAlert } from '../support/alertmanager-process.ts';
import { until } from '../support/until.ts';

/** A real Alertmanager, a real server, a real mail server; and a line between them on which one answer is lost. */
type Delivered = { status: number; alerts: { status: string; labels: Record<string, string> }[] };

const dataFolder = mkdtempSync(join(tmpdir(), 'muster-alertmanager-'));
const delivered: Delivered[] = [];
let line: Server;
let mail: Mailbox;
let muster: MusterProcess;
let alertmanager: Alertmanager;
let people: Member[];
let isKilledNext = true;

const settings = () => ({
  MUSTER_SMTP_URL: mail.url,
  MUSTER_MAIL_FROM: 'Muster <muster@example.org>',
  MUSTER_RUNBOOKS: '',
});

before(async () => {
  mail = await mailbox();
  people = await makeInstallation(dataFolder, 2);
  const key = await prepared(people);
  muster = await startMuster({ dataFolder, settings: settings() });
  line = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void handedOn(Buffer.concat(parts).toString('utf8'), request.headers.authorization ?? '')
        // A server that is gone for a moment is answered for, as a proxy does.
        .catch(() => 502)
        .then((status) => response.writeHead(status).end());
    });
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  const { port } = line.address() as AddressInfo;
  alertmanager = await startAlertmanager(`http://127.0.0.1:${String(port)}/hooks/alertmanager`, key);
});
after(async () => {
  await alertmanager.stop();
  line.close();
  await muster.stop();
  await mail.end();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** A service with a policy, and the key of its sender. */
async function prepared([first, second]: readonly Member[]): Promise<string> {
  const store = await openStore(join(dataFolder, 'muster.db'));
  const kit = { db: store.db, clock: systemClock, ids: ulids(systemClock) };
  const level = { targets: [{ kind: 'person', id: first?.id ?? '' }], mode: 'any', answerWithin: 5 } as const;
  const policy = { id: 'policy-shop', slug: 'shop', name: 'Shop', zone: 'UTC', repeat: 0, version: 1 };
  await insertPolicy(
    store.db,
    { ...policy, levels: [level], fallback: [second?.id ?? ''] },
    systemClock.now(),
  );
  await createService(kit, { name: 'Web shop', policyId: policy.id }, COMMAND_LINE);
  const wanted = { service: 'web-shop', name: 'Prometheus', joinsOpen: false };
  const { key } = await createKey(kit, wanted, COMMAND_LINE);
  await store.close();
  return key;
}

/** Hands a message on. The first is committed and answered, and then the server dies before its answer arrives. */
async function handedOn(body: string, authorization: string): Promise<number> {
  const answer = await fetch(`${muster.address}/hooks/alertmanager`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: authorization },
    body,
  });
  const { alerts } = JSON.parse(body) as Delivered;
  if (answer.ok) delivered.push({ status: answer.status, alerts });
  if (!isKilledNext) return answer.status;
  isKilledNext = false;
  await muster.kill();
  muster = await startMuster({ dataFolder, settings: settings() });
  return 503;
}

/** How often an alert was delivered as firing, or as resolved. */
function times(instance: string, status: string): number {
  return delivered.filter(({ alerts }) =>
    alerts.some((alert) => alert.status === status && alert.labels.instance === instance),
  ).length;
}

type Told = { kind: string; occurred_at: string; recorded_at: string; body: Record<string, unknown> };

async function timeline(): Promise<Told[]> {
  const answer = await fetch(`${muster.address}/api/v1/incidents/INC-1/entries?limit=200`, {
    headers: { Authorization: `Bearer ${people[0]?.tokens[0] ?? ''}` },
  });
  return ((await answer.json()) as { data: Told[] }).data;
}

test('a real Alertmanager fires, repeats, partly resolves and resolves a group', async () => {
  const now = Date.now();
  const started = new Date(now - 90_000).toISOString();
  const one = (instance: string, endsAt?: string): SentAlert => ({
    labels: { alertname: 'HighErrorRate', severity: 'critical', instance },
    annotations: { summary: `Errors on ${instance}` },
    startsAt: started,
    endsAt: endsAt ?? new Date(now + 600_000).toISOString(),
  });
  await alertmanager.post([one('web-1'), one('web-2')]);
  await until('it fires and repeats', () => times('web-1', 'firing') >= 4);

  const firstEnd = new Date(Date.now() - 500).toISOString();
  await alertmanager.post([one('web-1', firstEnd)]);
  await until('one of two has ended', () => times('web-1', 'resolved') === 1);
  await until('the other goes on', () => times('web-2', 'firing') > times('web-1', 'firing') + 1);
  const secondEnd = new Date(Date.now() - 500).toISOString();
  await alertmanager.post([one('web-2', secondEnd)]);
  await until('both have ended', () => times('web-2', 'resolved') === 1);
  await until('the timeline tells both ends', async () => {
    return (await timeline()).filter(({ kind }) => kind === 'alert-cleared').length === 2;
  });
  const told = await timeline();
  const of = (kind: string) => told.filter((entry) => entry.kind === kind);
  const ids = new Map(
    of('alert-received').map(({ body }) => [
      (body.labels as Record<string, string>).instance,
      String(body.alertId ?? body.alert_id),
    ]),
  );
  assert.deepEqual([...ids.keys()].sort(), ['web-1', 'web-2']);
  assert.ok(
    of('alert-received').every(({ occurred_at }) => occurred_at === started),
    'each began when its sender says',
  );
  for (const [instance, end] of [
    ['web-1', firstEnd],
    ['web-2', secondEnd],
  ] as const) {
    const mine = (kind: string) =>
      of(kind).filter(({ body }) => String(body.alertId ?? body.alert_id) === ids.get(instance));
    assert.equal(
      mine('alert-repeated').at(-1)?.body.count,
      times(instance, 'firing'),
      `exact count of ${instance}`,
    );
    assert.deepEqual(
      mine('alert-cleared').map(({ occurred_at }) => occurred_at),
      [end],
    );
  }
  assert.equal(of('escalation-requested').length, 1, 'the policy is begun once');
  assert.equal(of('escalation-sent').length, 1);
  const other = await fetch(`${muster.address}/api/v1/incidents/INC-2`, {
    headers: { Authorization: `Bearer ${people[0]?.tokens[0] ?? ''}` },
  });
  assert.equal(other.status, 404, 'one incident');
  const letters = mail.letters.filter(({ to }) => to === people[0]?.email);
  assert.equal(letters.length, 1, 'one page');
  assert.match(letters[0]?.subject ?? '', /^SEV-1 INC-1: /);
});
