import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** One box over everything: what somebody may see is found by its words, and nothing else. */
let here: World;
let ana: Browser;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-11-02T09:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  await declare('The payment gateway answers slowly', 'all');
  await declare('Passwords leaked by the gateway', 'private');
  await declare('100 % of the disk_full alarms', 'all');
});
after(() => here.end());

async function declare(title: string, visibility: string): Promise<void> {
  const fields = { title, severity: 'SEV-3', take_command: 'on', visibility };
  assert.equal((await sendForm(ana, '/incidents/new', '/incidents', fields)).status, 303);
}

async function found(browser: Browser, words: string): Promise<string> {
  return (await browser.get(`/search?q=${encodeURIComponent(words)}`).expect(200)).text;
}

test('incidents are found by the beginning of words, by their key, and across what they say', async () => {
  assert.match(await found(ana, 'payment gate'), /The payment gateway answers slowly/);
  const byKey = await found(ana, 'INC-1');
  assert.match(byKey, /payment gateway/);
  assert.doesNotMatch(byKey, /Passwords leaked/);
});

test('runbooks are found by the words of their steps, which are shown', async () => {
  assert.match(await found(ana, 'hit rate'), /Runbooks[\s\S]*<mark>/);
});

test('what somebody may not see is not found, nor is it counted', async () => {
  const ben = await signedIn(here, 'ben');
  const page = await found(ben, 'gateway');
  assert.match(page, /The payment gateway answers slowly/);
  assert.doesNotMatch(page, /leaked/);
  assert.match(await found(ben, 'leaked'), /Nothing that you may see has &#34;leaked&#34;/);
  assert.match(await found(ana, 'leaked'), /Passwords leaked by the gateway/);
});

test('people are found by those who look after accounts, and by nobody else', async () => {
  const max = await signedIn(here, 'max');
  const word = CAST.ben.email.split('@')[0] ?? '';
  assert.match(await found(max, word), /<h2>People<\/h2>/);
  assert.doesNotMatch(await found(ana, word), /<h2>People<\/h2>/);
});

test('signs of patterns are plain signs, and what cannot be looked for is said', async () => {
  assert.match(await found(ana, 'disk_full 100%'), /100 % of the disk_full alarms/);
  assert.match(await found(ana, '&&'), /holds no letter and no digit/);
  assert.match(await found(ana, ''), /INC-42/);
  const long = await ana.get(`/search?q=${'x'.repeat(201)}`);
  assert.equal(long.status, 422);
  assert.match(long.text, /Use at most 200 characters/);
});

test('the palette is a page as well: places, what can be done in this incident, and what has the words', async () => {
  const all = (await ana.get('/commands?at=1').expect(200)).text;
  assert.match(all, /INC-1: Ask somebody to come[\s\S]*Runbooks/);
  const some = (await ana.get('/commands?q=gateway&at=1').expect(200)).text;
  assert.match(some, /href="\/incidents\/1"/);
  assert.doesNotMatch(some, /Ask somebody to come/);
});
