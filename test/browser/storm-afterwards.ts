/** The two chapters after a storm: its postmortem is written, published and read. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { follow, formTo, send } from '../support/walk.ts';
import type { Storm } from './storm-walk.ts';

/** What only people know, in the place of the questions that the draft asks. */
const ANSWERS: readonly [question: RegExp, answer: string][] = [
  [/\*What changed, and when\?\*/, 'Release 418 of the cache configuration, at 09:58 PDT.'],
  [/\*What do we know today[^*]*\*/, 'A storm of misses looks like a failing payment gateway.'],
];

/** Ana drafts the postmortem from the record, answers what it asks, and publishes it. */
export async function afterwards({ ana: { page } }: Storm): Promise<void> {
  await send(formTo(page, '/incidents/1/postmortem'), {}, 'Draft the postmortem');
  const editor = page.locator('textarea[name="text"]');
  let text = await editor.inputValue();
  for (const [question, answer] of ANSWERS) {
    assert.match(text, question);
    text = text.replace(question, answer);
  }
  await send(formTo(page, '/postmortems/1/edit'), { text }, 'Save');
  await send(formTo(page, '/postmortems/1/publish'), { unreviewed: 'both wrote it' }, 'Publish version 2');
  assert.match(await page.locator('.document-margin .badge').first().innerText(), /Published/);
}

/** Fay finds it in the list, reads it, and takes the file along. It has what a hasty one lacks. */
export async function readBack({ fay: { page } }: Storm): Promise<void> {
  await follow(page, 'Postmortems');
  await follow(page, 'Checkout fails for many shoppers');
  const words = await page.locator('article').innerText();
  for (const [what, pattern] of READ_FOR) assert.match(words, pattern, what);
  const lines = await page.locator('#timeline ~ ul').first().locator('li').allInnerTexts();
  assert.ok(lines.length > 10, 'the timeline has its lines');
  for (const line of lines) assert.match(line, /^\d\d:\d\d/, 'each line has a time');
  const links = page.locator('article a[href*="/incidents/1/timeline?entry="]');
  assert.ok((await links.count()) > 30, 'facts name their entries');

  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Markdown', exact: true }).click();
  const file = await saving;
  assert.equal(file.suggestedFilename(), 'INC-1-postmortem.md');
  const markdown = readFileSync(await file.path(), 'utf8');
  assert.match(markdown, /A storm of misses looks like a failing payment gateway\./);
  await links.first().click();
  assert.match(page.url(), /\/incidents\/1\/timeline\?entry=(\d+)#e\1$/);
  assert.ok(await page.locator('.entry:target').isVisible(), 'it stands there');
}

const READ_FOR: readonly [what: string, pattern: RegExp][] = [
  ['its length', /It lasted about \d+ min/],
  ['its end, with a true zone', /to \d\d:\d\d PDT \(17:02Z to \d\d:\d\dZ\)/],
  ['the cause in the summary', /The cause: release 418 cut the lifetime of cache entries/i],
  ['who was hurt', /35 % of users/],
  [
    'what ruled the gateway out',
    /The payment gateway fails[\s\S]*Its own error rate, measured from outside: 0\.02 %/,
  ],
  [
    'who was asked, when, and when they came',
    /Fay Lind, asked at \d\d:\d\d PDT \(\d\d:\d\dZ\) by Ana Ruiz[\s\S]*accepted at \d\d:\d\d, after 3 min/,
  ],
  ['what put it right', /Configuration of release 417 put back/],
  ['what was promised', /Page when the hit rate stays under 80 % for 2 min/],
];
