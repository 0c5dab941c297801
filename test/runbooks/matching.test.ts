import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFolder } from '../../server/runbooks/folder.ts';
import { suggest } from '../../server/runbooks/matching.ts';
import type { Occasion } from '../../server/runbooks/matching.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';

const library = (await readFolder('runbooks')).runbooks.map(({ runbook }) => runbook);

test('an alert that is named in full comes first and may attach by itself', () => {
  const [first, second] = suggest(library, {
    title: 'Database is slow',
    service: 'storefront',
    alerts: ['CheckoutLatencyHigh', 'CacheHitRateLow'],
  });
  assert.deepEqual([first?.runbookId, first?.exact], ['cache-miss-storm', true]);
  assert.deepEqual(first?.why, [
    'for the alert CheckoutLatencyHigh',
    'for the service storefront',
    'shares the word Database',
  ]);
  assert.equal(second?.exact, false);
});

test('a star stands for the rest of a name, and attaches nothing', () => {
  const [first] = suggest(library, { title: 'x', alerts: ['CircuitOpenSearch'] });
  assert.deepEqual(
    [first?.runbookId, first?.exact, first?.why],
    ['slow-dependency', false, ['for alerts like CircuitOpenSearch (CircuitOpen*)']],
  );
});

const TITLES: [string, string][] = [
  ['Payments are refused at the gateway', 'payment-gateway-down'],
  ['Browser says the certificate has expired', 'certificate-expired'],
  ['No space left, disk of log-3 is full', 'disk-full'],
  ['Errors since the deployment at ten', 'bad-deployment'],
  ['Too many connections to the database', 'database-overload'],
  ['Cache node 4 unreachable', 'cache-node-lost'],
  ['Cache misses everywhere after a config change', 'cache-miss-storm'],
  ['Upstream timeouts in recommendations', 'slow-dependency'],
];
for (const [title, runbookId] of TITLES) {
  test(`"${title}" finds ${runbookId} by its words, and says which`, () => {
    const [first] = suggest(library, { title });
    assert.equal(first?.runbookId, runbookId);
    assert.match(first.why[0] ?? '', /^shares the words? /);
  });
}

test('the service alone is a weak reason, and a reason', () => {
  const found = suggest(library, { title: 'It is strange today', service: 'Payments' });
  assert.ok(found.length > 0);
  assert.ok(found.every(({ why }) => why.length === 1 && why[0] === 'for the service payments'));
});

test('nothing fits is an answer', () => {
  assert.deepEqual(suggest(library, { title: 'The coffee machine leaks' }), []);
  assert.deepEqual(suggest([], { title: 'Database' }), []);
});

test('a page to start from is never offered', () => {
  const found = suggest(library, {
    title: 'Name the fault, not the service',
    alerts: ['NameOfTheAlert'],
    service: 'your-service',
  });
  assert.ok(!found.some(({ runbookId }) => runbookId === 'template'));
});

test('many alerts of one runbook are one reason', () => {
  const runbook = readRunbook('a.md', '---\nuse_when: [A, B]\n---\n');
  const one: Occasion = { title: 'x', alerts: ['A'] };
  assert.equal(
    suggest([runbook], { ...one, alerts: ['A', 'B', 'b'] })[0]?.score,
    suggest([runbook], one)[0]?.score,
  );
});
