import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFolder } from '../../server/runbooks/folder.ts';
import { suggest } from '../../server/runbooks/matching.ts';
import type { Occasion, ServiceHit } from '../../server/runbooks/matching.ts';
import type { Runbook } from '../../server/runbooks/runbook.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';

const onShelf = (runbook: Runbook) => ({ row: { runbook_id: runbook.id }, runbook });
const library = (await readFolder('runbooks')).runbooks.map(({ runbook }) => onShelf(runbook));
const service = (slug: string, name: string, runbookId?: string): ServiceHit => ({ slug, name, runbookId });

test('an alert that is named in full comes first and may attach by itself', () => {
  const [first, second] = suggest(library, {
    title: 'Database is slow',
    services: [service('storefront', 'Storefront')],
    alerts: ['CheckoutLatencyHigh', 'CacheHitRateLow'],
  });
  assert.deepEqual([first?.of.row.runbook_id, first?.exact], ['cache-miss-storm', true]);
  assert.deepEqual(first?.why, [
    'used when CheckoutLatencyHigh',
    'its service is Storefront',
    'shares the word database',
  ]);
  assert.equal(second?.exact, false);
});

test('a star stands for the rest of a name, and attaches nothing', () => {
  const [first] = suggest(library, { title: 'x', alerts: ['CircuitOpenSearch'] });
  assert.deepEqual(
    [first?.of.row.runbook_id, first?.exact, first?.why],
    ['slow-dependency', false, ['used when CircuitOpen*, such as CircuitOpenSearch']],
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
    assert.equal(first?.of.row.runbook_id, runbookId);
    assert.match(first.why[0] ?? '', /^shares the words? /);
  });
}

test('the service alone is a weak reason, and a reason', () => {
  const services = [service('payments', 'Payments')];
  const found = suggest(library, { title: 'It is strange today', services });
  assert.ok(found.length > 0);
  assert.ok(found.every(({ why }) => why.length === 1 && why[0] === 'its service is Payments'));
});

test('the runbook that the owner of a service names as usual comes before those that name the service', () => {
  const services = [service('storefront', 'Storefront', 'disk-full')];
  const [first, second] = suggest(library, { title: 'It is strange today', services });
  assert.deepEqual(
    [first?.of.row.runbook_id, first?.why],
    ['disk-full', ['the usual runbook of Storefront']],
  );
  assert.deepEqual(second?.why, ['its service is Storefront']);
});

test('words of the summary and of headings count, but a title says more', () => {
  const runbook = onShelf(
    readRunbook('a.md', '# Warehouse\n\n## Triage\n\n### Count parcels at the conveyor\n'),
  );
  const why = (title: string, summary?: string) => suggest([runbook], { title, summary })[0]?.why;
  assert.deepEqual(why('Warehouse stands still'), ['shares the word warehouse']);
  assert.equal(why('Odd', 'The warehouse stands still'), undefined, 'one word of the summary is chance');
  assert.equal(why('The conveyor stands still'), undefined, 'so is one word of a heading');
  assert.deepEqual(why('Warehouse stands still', 'The conveyor is full of parcels'), [
    'shares the words warehouse, conveyor, parcels',
  ]);
});

test('a runbook that an answer leads to is offered, whatever folder the link names', () => {
  const [first] = suggest(library, { title: 'x', ledTo: ['../shop/database-overload.md#triage'] });
  assert.deepEqual([first?.of.row.runbook_id, first?.why], ['database-overload', ['an answer leads to it']]);
});

test('nothing fits is an answer', () => {
  assert.deepEqual(suggest(library, { title: 'The coffee machine leaks' }), []);
  assert.deepEqual(suggest([], { title: 'Database' }), []);
});

test('a page to start from is never offered', () => {
  const found = suggest(library, {
    title: 'Name the fault, not the service',
    alerts: ['NameOfTheAlert'],
    services: [service('your-service', 'Your service')],
  });
  assert.ok(!found.some(({ of }) => of.row.runbook_id === 'template'));
});

test('many alerts of one runbook are one reason', () => {
  const runbook = onShelf(readRunbook('a.md', '---\nuse_when: [A, B]\n---\n'));
  const one: Occasion = { title: 'x', alerts: ['A'] };
  assert.equal(
    suggest([runbook], { ...one, alerts: ['A', 'B', 'b'] })[0]?.score,
    suggest([runbook], one)[0]?.score,
  );
});
