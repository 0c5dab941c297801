import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createPolicy, findPolicy } from '../../server/escalation/policy-actions.ts';
import type { Policy } from '../../server/escalation/policy.ts';
import { CAST } from '../support/cast.ts';
import { sendForm, type Typed } from '../support/forms.ts';
import type { Browser } from '../support/world.ts';
import { level, paging, type Paging } from './paging.ts';

/** What a file can say of a policy and its form does not show: hours of levels, a second and a third fallback. */
let here: Paging;
let max: Browser;
const PAGE = '/escalation/policies/shop';
const NIGHT = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '08:00' };
const WEEKEND = { weekdays: [6, 7], from: '00:00', to: '22:00' };
const FALLBACK = [CAST.ada.id, CAST.max.id, CAST.ana.id];

beforeEach(async () => {
  const levels = [
    level(['ana']),
    level(['ben'], { condition: { hours: NIGHT } }),
    level(['max'], { condition: { severities: ['SEV-1'], hours: WEEKEND } }),
  ];
  here = await paging(levels, { fallback: FALLBACK });
  max = await here.browser('max');
});
afterEach(() => here.end());

const saved = (): Promise<Policy> => findPolicy(here.world.store.db, 'shop');
/** The form as the page shows it: whatever is chosen or written in it, by name. */
const shown = async (page = PAGE): Promise<Record<string, string>> => {
  const { text } = await max.get(page).expect(200);
  const form = text.slice(text.indexOf('data-trial'), text.indexOf('</form>', text.indexOf('data-trial')));
  const selects = [...form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name = '', options = '']) => [name, /value="([^"]*)" selected/.exec(options)?.[1] ?? ''] as const,
  );
  const inputs = [...form.matchAll(/<input id="[^"]+" name="([^"]+)" type="text" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  return Object.fromEntries([...selects, ...inputs]);
};
const send = async (typed: Typed) => sendForm(max, PAGE, PAGE, { ...(await shown()), ...typed });
const hours = ({ levels }: Policy) => levels.map(({ condition }) => condition?.hours);

test('hours and further fallbacks are kept when the form is sent, also after it came back', async () => {
  const wrong = await send({ level_2_minutes: 'soon', level_3_minutes: '30', fallback: CAST.ada.id });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /name="level_2_minutes" type="text" value="soon"/);
  assert.match(wrong.text, /name="level_3_minutes" type="text" value="30"/);
  assert.equal((await send({ level_2_minutes: '15', level_3_minutes: '30' })).status, 303);
  const policy = await saved();
  assert.deepEqual(hours(policy), [undefined, NIGHT, WEEKEND]);
  assert.deepEqual(
    policy.levels.map(({ answerWithin }) => answerWithin),
    [5, 15, 30],
  );
  assert.deepEqual(policy.levels[2]?.condition?.severities, ['SEV-1']);
  assert.deepEqual(policy.fallback, FALLBACK);
});

test('hours stay with their level when another is emptied or filled', async () => {
  assert.equal((await send({ level_1_target_1: '' })).status, 303);
  const without = await saved();
  assert.deepEqual(hours(without), [NIGHT, WEEKEND]);
  assert.equal((await send({ level_4_target_1: `person:${CAST.ana.id}` })).status, 303);
  assert.deepEqual(hours(await saved()), [NIGHT, WEEKEND, undefined]);
});

test('another fallback is named in the place of all that there were, and the form says so', async () => {
  const before = (await max.get(PAGE)).text;
  assert.match(before, /With them: [A-Z][^.]+ and [^.]+\. Whoever else you choose is told alone\./);
  assert.equal((await send({ fallback: CAST.ben.id })).status, 303);
  assert.deepEqual((await saved()).fallback, [CAST.ben.id]);
  assert.doesNotMatch((await max.get(PAGE)).text, /With them/);
});

test('a box that was ticked is ticked when the form comes back', async () => {
  const box = /name="level_1_in_turn" checked/;
  const ticked = await send({ level_1_in_turn: 'on', fallback: '' });
  assert.equal(ticked.status, 422);
  assert.match(ticked.text, box);
  await send({ level_1_in_turn: 'on' });
  assert.match((await max.get(PAGE)).text, box);
  const taken = await send({ fallback: '' });
  assert.doesNotMatch(taken.text, box, 'and what was unticked is not');
});

test('a form shows each level and each target that there is, so that none is lost', async () => {
  const there = await paging([
    level(['ana', 'ben', 'max', 'ada']),
    ...Array.from({ length: 7 }, () => level(['ben'])),
    level(['max'], { condition: { hours: NIGHT } }),
  ]);
  await here.end();
  here = there;
  max = await here.browser('max');
  assert.equal((await send({ level_1_minutes: '7' })).status, 303);
  const { levels } = await saved();
  assert.equal(levels.length, 9);
  assert.deepEqual(
    levels[0]?.targets.map(({ id }) => id),
    [CAST.ana.id, CAST.ben.id, CAST.max.id, CAST.ada.id],
  );
  assert.deepEqual(levels[8]?.condition?.hours, NIGHT);
});

test('what is tried holds to the hours that the form does not show', async () => {
  const tried = async (at: string) => (await send({ act: 'try', try_at: at })).text;
  assert.doesNotMatch(await tried('2026-11-02 10:15'), /10:20[^<]*Ben Okafor \(level 2\)/);
  assert.match(await tried('2026-11-02 22:15'), /22:20[^<]*Ben Okafor \(level 2\)/);
});

test('what is wrong inside a level is told beside its field, and the summary links to it', async () => {
  const gone = { level_4_target_2: 'schedule:old', level_4_minutes: '5' };
  const rows: [string, Typed, string][] = [
    ['minutes that are none', { level_2_minutes: 'soon' }, 'level_2_minutes'],
    ['after a level that was emptied', { level_1_target_1: '', level_3_minutes: '999' }, 'level_3_minutes'],
    ['a target that is none', { level_2_target_3: 'whoever' }, 'level_2_target_3'],
    ['a target that is gone', { level_2_target_1: '', ...gone }, 'level_4_target_2'],
    ['no level', { level_1_target_1: '', level_2_target_1: '', level_3_target_1: '' }, 'level_1_target_1'],
    ['a policy that leads back', { then: await policyBackToShop() }, 'then'],
  ];
  for (const [name, typed, field] of rows) {
    const { status, text } = await send(typed);
    assert.equal(status, 422, name);
    const summary = text.slice(text.indexOf('class="problems"'), text.indexOf('</section>'));
    const links = [...summary.matchAll(/href="#([^"]+)">([^<]+)</g)].map(([, id, says]) => [id, says]);
    const id = `field-escalation-policies-shop-${field}`;
    assert.deepEqual(
      links.map(([to]) => to),
      [id],
      name,
    );
    assert.match(text, new RegExp(`id="${id}" name="${field}"[^>]* aria-invalid="true"`), name);
    assert.ok(text.includes(`id="${id}-error">${links[0]?.[1] ?? ''}</p>`), name);
  }
});

/** The id of a policy that hands on to the one of the form. */
async function policyBackToShop(): Promise<string> {
  const { id, ...shop } = await saved();
  const back = { ...shop, name: 'Back', thenPolicyId: id };
  return (await createPolicy(here.world.kit.escalation, back, COMMAND_LINE)).id;
}
