import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { CAST } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import type { Browser } from '../support/world.ts';
import { level, paging, type Paging } from './paging.ts';

/** The policy "Shop" asks Ana; Ada is its fallback. It is 9:00, UTC. */
let here: Paging;
let max: Browser;
const LIST = '/escalation/policies';
const PAGE = '/escalation/policies/shop';
const typed = {
  name: '',
  zone: 'UTC',
  level_1_target_1: `person:${CAST.ana.id}`,
  level_1_minutes: '5',
  level_2_target_1: `person:${CAST.ben.id}`,
  level_2_minutes: '10',
  repeat: '0',
  fallback: CAST.ada.id,
  then: '',
};
beforeEach(async () => {
  here = await paging([level(['ana'])]);
  max = await here.browser('max');
});
afterEach(() => here.end());

const lines = (html: string): string[] =>
  [...html.matchAll(/<li>([^<]*)<\/li>/g)].map(([, words = '']) =>
    words.replace(/^.*(\d\d:\d\d)[^:]*: /, '$1 '),
  );
const tried = async (given: Record<string, string>): Promise<{ status: number; text: string }> => {
  const hidden = hiddenFields((await max.get(LIST)).text, LIST);
  return max
    .post('/escalation/policy-trial')
    .type('form')
    .send({ ...hidden, ...given });
};

test('while it is typed, a part of the page says who would be asked, and nothing is saved', async () => {
  const { status, text } = await tried({ ...typed, try_at: '2026-11-02 10:15' });
  assert.equal(status, 200);
  assert.match(text, /^\s*<div id="policy-trial">/);
  assert.deepEqual(lines(text).slice(0, 3), [
    '10:15 Ana Ruiz (level 1)',
    '10:20 Ben Okafor (level 2)',
    '10:30 Ada Novak (the fallback)',
  ]);
  assert.equal(
    (await max.get(LIST)).text.split('/escalation/policies/').length,
    2,
    'there is one policy still',
  );
});

test('what is wrong stands there in words, with the ladder as far as it goes', async () => {
  const silent = await tried({ ...typed, fallback: '' });
  assert.match(silent.text, /Name the fallback/);
  assert.match(silent.text, /Ana Ruiz \(level 1\)/);
  const unreadable = await tried({ ...typed, try_at: 'tonight' });
  assert.match(unreadable.text, /&#34;tonight&#34; cannot be read as a moment/);
  const minutes = await tried({ ...typed, level_1_minutes: 'soon' });
  assert.match(minutes.text, /whole number from 1 to 240/);
});

test('without a script a button shows it, with all that was typed', async () => {
  const shown = await sendForm(max, LIST, LIST, { ...typed, act: 'try' });
  assert.equal(shown.status, 200);
  assert.match(shown.text, /Ben Okafor \(level 2\)/);
  assert.match(shown.text, new RegExp(`value="person:${CAST.ben.id}" selected`));
  const own = await sendForm(max, PAGE, PAGE, { ...typed, act: 'try', try_severity: 'SEV-2' });
  assert.equal(own.status, 200);
  assert.match(own.text, /Ben Okafor \(level 2\)/);
  assert.match((await max.get(PAGE)).text, /Version 1/, 'nothing was saved');
  const saved = await sendForm(max, PAGE, PAGE, { ...typed, name: 'Shop', try_at: '' });
  assert.equal(saved.status, 303);
});
