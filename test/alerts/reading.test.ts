import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptLabels, sentInstant, severityOf, worstOf } from '../../server/alerts/signal.ts';
import { readAlertmanager } from '../../server/alerts/sources/alertmanager.ts';
import { readJson } from '../../server/alerts/sources/json.ts';
import { Invalid } from '../../server/web/problem.ts';
import { alert, group } from './sender.ts';

const TIMES: readonly [written: string | undefined, read: string | undefined][] = [
  ['2026-11-02T09:15:00Z', '2026-11-02T09:15:00.000Z'],
  ['2026-11-02T09:15:00.123456789Z', '2026-11-02T09:15:00.123Z'],
  ['2026-11-02T10:15:00+01:00', '2026-11-02T09:15:00.000Z'],
  ['2026-11-02T04:15-05:00', '2026-11-02T09:15:00.000Z'],
  ['0001-01-01T00:00:00Z', undefined],
  ['2026-13-02T09:15:00Z', undefined],
  ['2026-11-02T09:15:00', undefined],
  ['1698912900', undefined],
  ['9'.repeat(100_000), undefined],
  ['', undefined],
  [undefined, undefined],
];

test('times of senders are read whatever their zone and digits, and nonsense is no time', () => {
  for (const [written, read] of TIMES) assert.equal(sentInstant(written), read, (written ?? '').slice(0, 40));
});

test('severities of senders are ours, and the worst of a group counts', () => {
  const rows = {
    critical: 'SEV-1',
    ERROR: 'SEV-2',
    major: 'SEV-2',
    Warning: 'SEV-3',
    info: 'SEV-4',
    'sev-2': 'SEV-2',
  };
  for (const [word, severity] of Object.entries(rows)) assert.equal(severityOf(word), severity);
  for (const word of ['page', '', '__proto__', 'constructor', undefined])
    assert.equal(severityOf(word), undefined);
  const { signals } = readAlertmanager(
    group([alert({ severity: 'warning' }), alert({ severity: 'critical', status: 'resolved' })]),
  );
  assert.equal(worstOf(signals), 'SEV-3', 'what has ended is not counted');
});

test('a group is read with its names, its links and what was left out', () => {
  const read = readAlertmanager(
    group(
      [alert(), alert({ instance: 'web-2', annotations: { runbook_url: 'https://x.example.org/cache.md' } })],
      {
        truncatedAlerts: 7,
        unknown: { kept: true },
      },
    ),
  );
  assert.equal(read.title, 'One request in three fails');
  assert.equal(read.leftOut, 7);
  assert.deepEqual(
    read.signals.map(({ name, state, url, runbook, startedAt }) => [name, state, url, runbook, startedAt]),
    [
      [
        'HighErrorRate',
        'firing',
        'http://prometheus.example.org/graph?g0.expr=up',
        undefined,
        '2026-11-02T08:58:30.123Z',
      ],
      [
        'HighErrorRate',
        'firing',
        'http://prometheus.example.org/graph?g0.expr=up',
        'https://x.example.org/cache.md',
        '2026-11-02T08:58:30.123Z',
      ],
    ],
  );
  assert.notEqual(read.signals[0]?.identity, read.signals[1]?.identity);
});

test('without words a group is called by its alerts', () => {
  const titled = (alerts: object[]) => readAlertmanager(group(alerts, { commonAnnotations: {} })).title;
  assert.equal(titled([alert()]), 'HighErrorRate');
  assert.equal(
    titled([alert(), alert({ name: 'DiskFull' }), alert({ name: 'QueueFull' })]),
    'HighErrorRate and 2 other alerts',
  );
  assert.equal(titled([alert({ annotations: { summary: 'It burns' } })]), 'It burns');
});

/** Each body with the pointers of what is wrong with it. */
const WRONG: readonly [body: unknown, pointers: readonly string[]][] = [
  [null, ['']],
  ['text', ['']],
  [[], ['']],
  [{}, ['/alerts', '/groupKey']],
  [{ groupKey: 7, alerts: {} }, ['/alerts', '/groupKey']],
  [{ groupKey: 'g', alerts: [7, null] }, ['/alerts/0', '/alerts/1']],
  [{ groupKey: 'g', alerts: [{ status: 'on' }] }, ['/alerts/0/status']],
  [{ groupKey: 'g', alerts: [{ status: 'firing', labels: 'x' }] }, ['/alerts/0/labels']],
  [{ groupKey: 'g', alerts: [{ status: 'firing', labels: { a: {} } }] }, ['/alerts/0/labels/a']],
];

test('what Alertmanager would never send is refused with the field that is wrong', () => {
  for (const [body, pointers] of WRONG) {
    assert.throws(
      () => readAlertmanager(body),
      (error) => {
        assert.ok(error instanceof Invalid);
        const found = error.problems.map(
          ({ field, pointer }) => pointer ?? (field && `/${field.replaceAll('.', '/')}`),
        );
        assert.deepEqual(found.sort(), [...pointers].sort(), JSON.stringify(body));
        return true;
      },
    );
  }
});

/** Bodies that are odd and still tell an alert. */
const ODD: readonly object[] = [
  { groupKey: 'g', alerts: [] },
  { groupKey: 'g', alerts: [{ status: 'firing' }] },
  { groupKey: 'g'.repeat(100_000), alerts: [{ status: 'firing', startsAt: 'yesterday', fingerprint: '' }] },
  {
    groupKey: 'g\0',
    alerts: [{ status: 'firing', labels: { 'a\0': '\0', b: '\uD800', alertname: '\0\n' } }],
  },
  {
    groupKey: 'g',
    alerts: [{ status: 'firing', labels: { n: 7, yes: true }, generatorURL: 'javascript:alert(1)' }],
  },
  { groupKey: 'g', truncatedAlerts: -3, alerts: [{ status: 'resolved', endsAt: 'x'.repeat(100_000) }] },
  JSON.parse(
    '{"groupKey":"g","alerts":[{"status":"firing","labels":{"__proto__":"x","constructor":"y"}}]}',
  ) as object,
  { groupKey: 'g', alerts: Array.from({ length: 4000 }, (_, at) => alert({ instance: `i-${String(at)}` })) },
];

test('whatever is odd and still an alert is read, in little time', () => {
  for (const body of ODD) {
    const began = performance.now();
    const { signals, title } = readAlertmanager(body);
    assert.ok(title.length > 0 && title.length <= 200 && !/\p{Cc}/u.test(title));
    for (const { url, labels } of signals) {
      assert.ok(url === undefined || /^https?:/.test(url));
      assert.ok(
        Object.entries(keptLabels(labels)).every(([name, value]) => !`${name}${value}`.includes('\0')),
      );
    }
    assert.ok(performance.now() - began < 1000);
  }
  assert.equal(({} as Record<string, unknown>).x, undefined, 'nothing reached the prototype of all objects');
});

test('a plain alert is its own group, by its key or else by its title', () => {
  const read = readJson({
    title: ' The  queue\nis full ',
    dedup_key: 'q',
    labels: { alertname: 'QueueFull', n: 3 },
  });
  assert.equal(read.title, 'The queue is full');
  assert.equal(read.group, 'q');
  assert.equal(read.signals[0]?.name, 'QueueFull');
  assert.deepEqual(read.signals[0].labels, { alertname: 'QueueFull', n: '3' });
  assert.equal(readJson({ title: 'Down' }).group, readJson({ title: 'Down', status: 'resolved' }).group);
});
