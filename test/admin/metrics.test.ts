import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { exposition, makeCounter, makeHistogram } from '../../server/core/metric.ts';
import { isBeatDue } from '../../server/notify/heartbeat.ts';
import { METRICS } from '../../server/admin/metrics.ts';
import { createKey } from '../../server/alerts/key-actions.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { enter, signedIn } from '../support/cast.ts';
import { declare } from '../support/incident-kit.ts';
import { source, tableUnder } from '../house/tree.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let watcher: Server;
let heard = 0;
let status = 200;

before(async () => {
  watcher = createServer((_request, response) => {
    heard += 1;
    response.writeHead(status).end();
  });
  watcher.listen(0, '127.0.0.1');
  await once(watcher, 'listening');
  const { port } = watcher.address() as AddressInfo;
  here = await world({
    MUSTER_METRICS_TOKEN: 'a token for Prometheus alone'.replaceAll(' ', '-'),
    MUSTER_HEARTBEAT_URL: `http://127.0.0.1:${String(port)}/ping/secret-of-the-watcher`,
    MUSTER_OUTBOUND_ALLOW: '127.0.0.0/8',
  });
  await enter(here);
});
after(async () => {
  await here.end();
  watcher.close();
});

const scrape = async (): Promise<string> => {
  const token = 'a-token-for-Prometheus-alone';
  const answer = await here.browser().get('/metrics').set('Authorization', `Bearer ${token}`).expect(200);
  return answer.text;
};

test('the text says what each figure means, and buckets count what is at most so large', () => {
  const counter = makeCounter();
  counter.add({ source: 'a "b"\\' });
  counter.add({ source: 'a "b"\\' });
  const histogram = makeHistogram([1, 5]);
  for (const value of [0.5, 1, 3, 9]) histogram.observe(value);
  const kinds = [
    { name: 'a_total', type: 'counter', labels: ['source'], meaning: 'so many' },
    { name: 'b_seconds', type: 'histogram', labels: [], meaning: 'so long' },
  ] as const;
  const text = exposition([
    { kind: kinds[0], lines: counter.lines('a_total') },
    { kind: kinds[1], lines: histogram.lines('b_seconds') },
  ]);
  assert.deepEqual(text.split('\n'), [
    '# HELP a_total so many',
    '# TYPE a_total counter',
    'a_total{source="a \\"b\\"\\\\"} 2',
    '# HELP b_seconds so long',
    '# TYPE b_seconds histogram',
    'b_seconds_bucket{le="1"} 2',
    'b_seconds_bucket{le="5"} 3',
    'b_seconds_bucket{le="+Inf"} 4',
    'b_seconds_sum 13.5',
    'b_seconds_count 4',
    '',
  ]);
});

test('Prometheus reads alerts, incidents, messages and the clockwork, with the token alone', async () => {
  await here.browser().get('/metrics').expect(401);
  await here.browser().get('/metrics').set('Authorization', 'Bearer another').expect(401);
  await declare(here.kit.incidents, 'Checkout fails');
  const { alerts, people } = here.kit;
  await createService(people, { slug: 'metered', name: 'Metered' }, COMMAND_LINE);
  const { key } = await createKey(
    alerts,
    { service: 'metered', name: 'Prometheus', joinsOpen: false },
    COMMAND_LINE,
  );
  const firing = { title: 'Disk nearly full', status: 'firing', dedup_key: 'disk' };
  await here.browser().post(`/hooks/json/${key}`).send(firing).expect(200);
  await here.browser().post('/hooks/json/mak_unknown').send(firing).expect(401);
  await here.tick();
  here.clock.wind(3);
  const text = await scrape();
  assert.match(text, /^muster_incidents_open\{severity="\S+"\} \d$/m);
  assert.match(text, /^muster_alerts_received_total\{source="json",result="taken"\} 1$/m);
  assert.match(text, /^muster_alerts_received_total\{source="json",result="unknown-key"\} 1$/m);
  assert.match(text, /^muster_ingest_batch_size_count 1$/m);
  assert.match(text, /^muster_ingest_available 1$/m);
  assert.match(text, /^muster_clockwork_last_tick_seconds 3$/m);
  assert.match(text, /^muster_escalations_exhausted_total 0$/m);
  assert.match(text, /^muster_build_info\{version="[^"]+",node="[^"]+",engine="\w+",tzdata="[^"]+"\} 1$/m);
  assert.match(
    text,
    /^muster_http_request_duration_seconds_count\{route="\/metrics",method="GET",status="4xx"\} 2$/m,
  );
  assert.doesNotMatch(text, /mak_|\/drills/);
});

test('without a token only programs of the same machine read them', async () => {
  const other = await world({ MUSTER_TRUST_PROXY: '1' });
  await other.browser().get('/metrics').expect(200);
  await other.browser().get('/metrics').set('X-Forwarded-For', '198.51.100.7').expect(403);
  await other.end();
});

test('the figures in the help are those that there are', () => {
  const told = tableUnder(source('views/help/running.md').text, 'Figures');
  const known = METRICS.map(({ name, type, labels, meaning }) => [
    `\`${name}\``,
    [type, ...labels].join(', '),
    meaning,
  ]);
  assert.deepEqual(told, known);
});

/** Each row: seconds since the loop got through, seconds since the watcher was told; whether it is told now. */
const BEATS: readonly (readonly [loop: number | undefined, told: number | undefined, isDue: boolean])[] = [
  [1, undefined, true],
  [1, 59, false],
  [1, 60, true],
  [10, 61, true],
  [11, 61, false],
  [undefined, undefined, false],
];

test('a watcher is told while the loop that asks people gets through, and never else', () => {
  const at = (ago: number): string => new Date(Date.UTC(2026, 10, 2) - ago * 1000).toISOString();
  for (const [loop, told, isDue] of BEATS) {
    const last = told === undefined ? undefined : { at: at(told), words: '', isHeard: true };
    const lastLoop = loop === undefined ? undefined : at(loop);
    assert.equal(isBeatDue({ everySeconds: 60, last }, lastLoop, at(0)), isDue, JSON.stringify([loop, told]));
  }
});

test('the system page says when the watcher was told and what it answered, not where it is', async () => {
  await here.tick();
  const before = heard;
  assert.ok(before > 0);
  await here.tick();
  assert.equal(heard, before, 'not before its time');
  const ada = await signedIn(here, 'ada');
  const page = (await ada.get('/admin/system').expect(200)).text;
  assert.match(page, /told every 1 min, last \d+ s ago: it answered 200/);
  assert.doesNotMatch(page, /secret-of-the-watcher/);
  status = 500;
  here.clock.wind(61);
  await here.tick();
  const after = (await ada.get('/admin/system').expect(200)).text;
  assert.match(after, /it answered 500<br><strong>See that the address is right/);
});

test('a watcher at a private address is refused like any other', async () => {
  const other = await world({ MUSTER_HEARTBEAT_URL: 'http://127.0.0.1:9/ping' });
  await enter(other);
  await other.tick();
  const ada = await signedIn(other, 'ada');
  assert.match((await ada.get('/admin/system')).text, /leads to 127\.0\.0\.1, which is not a public address/);
  await other.end();
});
