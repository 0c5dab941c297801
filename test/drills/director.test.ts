import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsBetween } from '../../server/core/time.ts';
import { deliveryId, due, nextMoment } from '../../server/drills/director.ts';
import { scenariosIn } from '../../server/drills/folder-store.ts';
import { readScenario } from '../../server/drills/reading.ts';
import { answerTo } from '../../server/drills/probe.ts';
import { nextHint } from '../../server/drills/hint.ts';
import { figure } from '../support/large.ts';
import type { Told } from '../support/told.ts';
import { openedDrill } from './opened-drill.ts';
import { playedAtRandom } from './random-drill.ts';

const shipped = (await scenariosIn('runbooks')).map(({ scenario }) => scenario);

const TEXT = `---
minutes: 30
start: 2024-03-11T09:00
---

## Briefing

Here.

## Injects

### First

- **At:** 0:00
- **As:** alert

PagesSlow on storefront

### Guarded

- **At:** 2:00
- **Unless:** declared

Ines, support: "Nobody said anything."

### By event

- **When:** hypothesis "cache" opened

The cache it is

### Again and again

- **At:** 4:00
- **Repeat:** every 2 min until acknowledged

Anybody?

### By hand

- **When:** it rains

Never by itself

## Probes

### Before

- **Matches:** hit rate, cache
- **Shows:** 41 %

### After

- **Matches:** hit rate
- **After:** declared
- **Shows:** 88 %

### Orders

- **Matches:** how many orders
- **Shows:** 612

## Hints

### One

### Two
`;
const { scenario } = readScenario('x.md', TEXT);

const begun = () => openedDrill(scenario);

/** Titles by which what is due can be told apart, after everything before was done. */
function step(told: Told, skipped: Set<string>): string[] {
  const said: string[] = [];
  const next = due(scenario, told.state, skipped, told.clock.now());
  for (const id of next.skipped) {
    skipped.add(id);
    said.push(`skipped ${id}`);
  }
  for (const { commands } of next.plays)
    for (const command of commands) {
      told.act('muster', command);
      if (command.type === 'deliver-inject') said.push(command.text ?? '');
      else said.push(command.type);
    }
  return said;
}

test('an inject comes at its time, once, and an alert is an alert as well', () => {
  const told = begun();
  const skipped = new Set<string>();
  assert.deepEqual(step(told, skipped), ['PagesSlow on storefront', 'receive-alert']);
  assert.deepEqual(step(told, skipped), []);
  assert.equal(told.state.alerts[0]?.name, 'PagesSlow');
  told.clock.wind(119);
  assert.deepEqual(step(told, skipped), []);
  told.clock.wind(1);
  assert.deepEqual(step(told, skipped), ['Nobody said anything.']);
  assert.equal(told.state.drill?.deliveries.at(-1)?.from, 'Ines, support');
});

test('its guard is looked at in that moment, and settles it', () => {
  const told = begun();
  const skipped = new Set<string>();
  step(told, skipped);
  told.act('ana', { type: 'declare-detected', severity: 'SEV-2', takeCommand: true });
  told.clock.wind(120);
  assert.deepEqual(step(told, skipped), ['skipped inject-2']);
  assert.deepEqual(step(told, skipped), []);
});

test('an event brings one, a repeated one goes on until it is enough, and one that cannot be read waits', () => {
  const told = begun();
  const skipped = new Set<string>();
  step(told, skipped);
  told.act('ana', { type: 'open-hypothesis', statement: 'The cache is cold' });
  assert.deepEqual(step(told, skipped), ['The cache it is']);
  told.clock.wind(500);
  assert.deepEqual(step(told, skipped), ['Nobody said anything.', 'Anybody?', 'Anybody?', 'Anybody?']);
  told.act('ana', { type: 'acknowledge', verdict: 'real', from: 'web' });
  told.clock.wind(240);
  assert.deepEqual(step(told, skipped), []);
  told.clock.wind(3600);
  assert.deepEqual(step(told, skipped), ['end-drill']);
});

test('the next moment is that of time alone', () => {
  const told = begun();
  assert.equal(
    secondsBetween(scenario.start, nextMoment(scenario, told.state, new Set(), scenario.start) ?? ''),
    120,
  );
});

for (const [asked, answer] of [
  ['what is the hit rate?', '41 %'],
  ['HIT RATES', '41 %'],
  ['the cache', '41 %'],
  ['how many orders are there', '612'],
  ['orders', 'Nothing unusual there.'],
  ['', 'Nothing unusual there.'],
] as const) {
  test(`asked "${asked}", the scenario shows ${answer}`, () => {
    assert.equal(answerTo(scenario, begun().state, asked).answer, answer);
  });
}

test('an answer changes once its time has come', () => {
  const told = begun();
  told.act('ana', { type: 'declare-detected', severity: 'SEV-2', takeCommand: true });
  assert.equal(answerTo(scenario, told.state, 'hit rate').answer, '88 %');
});

test('hints come one after the other, and then none', () => {
  const told = begun();
  for (const text of ['One', 'Two']) {
    assert.equal(nextHint(scenario, told.state)?.text, text);
    told.act('ana', { type: 'give-hint', text, by: 'self' });
  }
  assert.equal(nextHint(scenario, told.state), undefined);
});

test('whatever somebody does, no inject is lost or doubled, and the same seed gives the same record', () => {
  const drills = figure(1_000, 10_000);
  let delivered = 0;
  for (let seed = 1; seed <= drills; seed += 1) {
    const scenario = shipped[seed % shipped.length];
    assert.ok(scenario);
    const { told, skipped, lastLook } = playedAtRandom(scenario, seed);
    const ids = told.entries.flatMap(({ kind, body }) =>
      kind === 'inject-delivered' ? [(body as { deliveryId: string }).deliveryId] : [],
    );
    assert.equal(new Set(ids).size, ids.length, `seed ${String(seed)}: nothing comes twice`);
    delivered += ids.length;
    const at = secondsBetween(scenario.start, lastLook);
    for (const { id, atSeconds, when } of scenario.injects) {
      if (atSeconds === undefined || when !== undefined || atSeconds > at) continue;
      const isThere = ids.includes(deliveryId(told.state, id)) || skipped.has(id);
      assert.ok(isThere || told.state.drill?.ended !== undefined, `seed ${String(seed)}: ${id} came`);
    }
    if (seed % 50 === 0)
      assert.equal(
        playedAtRandom(scenario, seed).told.state.headHash,
        told.state.headHash,
        `seed ${String(seed)}`,
      );
  }
  assert.ok(delivered > drills * 2, `${String(delivered)} were delivered`);
});
