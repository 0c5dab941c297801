import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { changePolicy, createPolicy, findPolicy } from '../../server/escalation/policy-actions.ts';
import { changeLayers, createSchedule, findSchedule } from '../../server/escalation/schedule-actions.ts';
import { onCall } from '../../server/escalation/schedule.ts';
import { faultsOf, placesOf } from '../../server/escalation/leaving.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben and Ana take weeks in turn; Ben is alone in the first level, with Max in the second, and the fallback. */
let here: World;
let ada: Browser;
const PAGE = `/admin/people/${CAST.ben.id}`;
const FIRST = 'instead_policy_shop_level_1';
const SECOND = 'instead_policy_shop_level_2';
const FALLBACK = 'instead_policy_shop_fallback';
const TURNS = 'instead_schedule_shop';
const rotation = {
  zone: 'UTC',
  firstDate: '2026-11-02',
  firstTime: '09:00',
  length: 1,
  unit: 'weeks',
  members: [{ personId: CAST.ben.id }, { personId: CAST.ana.id }],
} as const;
const ben = { kind: 'person', id: CAST.ben.id } as const;
const max = { kind: 'person', id: CAST.max.id } as const;

beforeEach(async () => {
  here = await world();
  await enter(here);
  const { escalation } = here.kit;
  const layers = [{ name: 'Primary', rotation }];
  await createSchedule(escalation, { name: 'Shop', zone: 'UTC', layers }, COMMAND_LINE);
  const levels = [
    { targets: [ben], mode: 'any', answerWithin: 5 },
    { targets: [ben, max], mode: 'any', answerWithin: 5 },
  ] as const;
  const wanted = { name: 'Shop', zone: 'UTC', levels, repeat: 0, fallback: [CAST.ben.id] };
  await createPolicy(escalation, wanted, COMMAND_LINE);
  ada = await signedIn(here, 'ada');
});
afterEach(() => here.end());

const onAt = async (at: string): Promise<string | undefined> =>
  onCall(await findSchedule(here.store.db, 'shop'), at).personId;

test('whoever is named in policies and turns is shut out once each place has somebody, all at one moment', async () => {
  const shown = (await ada.get(PAGE).expect(200)).text;
  for (const label of [
    'Level 1 of the policy Shop',
    'Level 2 of the policy Shop',
    'The fallback of the policy Shop',
    'The turns in the schedule Shop',
  ])
    assert.match(shown, new RegExp(label));

  const typed = { [FIRST]: CAST.ana.id, [SECOND]: 'nobody', [FALLBACK]: '', [TURNS]: CAST.max.id };
  const refused = await sendForm(ada, PAGE, `${PAGE}/disabling`, typed);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Choose who takes this over: The fallback of the policy Shop\./);
  assert.match(refused.text, new RegExp(`value="${CAST.ana.id}" selected`), 'what was chosen is kept');
  assert.equal((await findPolicy(here.store.db, 'shop')).version, 1, 'and nothing was changed');
  assert.equal(await onAt(here.clock.now()), CAST.ben.id);

  const done = await sendForm(ada, PAGE, `${PAGE}/disabling`, { ...typed, [FALLBACK]: CAST.ada.id });
  assert.equal(done.status, 303);
  const { levels, fallback, version } = await findPolicy(here.store.db, 'shop');
  assert.deepEqual(
    levels.map(({ targets }) => targets.map(({ id }) => id)),
    [[CAST.ana.id], [CAST.max.id]],
  );
  assert.deepEqual([fallback, version], [[CAST.ada.id], 2]);
  here.clock.wind(60);
  assert.equal(await onAt(here.clock.now()), CAST.max.id);
  assert.equal(await onAt('2026-11-10T09:00:00.000Z'), CAST.ana.id, "nobody else's turn moved");
  const past = await findSchedule(here.store.db, 'shop');
  assert.equal(past.versions[0]?.layers[0]?.rotation.members[0]?.personId, CAST.ben.id, 'the past stays');
  await ada.get(PAGE).expect(200, /may not sign in since/);
});

test('a place takes only somebody who can be asked, and a level of one cannot stay empty', async () => {
  const typed = { [FIRST]: 'nobody', [SECOND]: 'nobody', [FALLBACK]: CAST.vic.id, [TURNS]: 'nobody' };
  const refused = await sendForm(ada, PAGE, `${PAGE}/disabling`, typed);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Choose who takes this over: Level 1 of the policy Shop\./);
  assert.match(refused.text, /may answer: The fallback of the policy Shop\./);
});

test('a change of the turns that has not begun passes to whoever takes them as well', async () => {
  const { escalation } = here.kit;
  const layers = [{ name: 'Primary', rotation: { ...rotation, length: 2 } }];
  const inForceAt = '2026-11-16T09:00:00.000Z';
  await changeLayers(escalation, 'shop', { layers, inForceAt, rev: 1 }, COMMAND_LINE);
  const typed = {
    [FIRST]: CAST.ana.id,
    [SECOND]: CAST.ana.id,
    [FALLBACK]: CAST.ada.id,
    [TURNS]: CAST.max.id,
  };
  assert.equal((await sendForm(ada, PAGE, `${PAGE}/disabling`, typed)).status, 303);
  const schedule = await findSchedule(here.store.db, 'shop');
  assert.deepEqual(
    schedule.versions.slice(-2).map((one) => one.layers[0]?.rotation.length),
    [1, 2],
  );
  assert.equal(await onAt('2026-12-01T09:00:00.000Z'), CAST.max.id);
});

test('whom nothing names is asked nothing, and whose turns are over holds no place', async () => {
  const { db } = here.store;
  const policy = await findPolicy(db, 'shop');
  const levels = [{ targets: [max], mode: 'any', answerWithin: 5 }] as const;
  const wanted = { ...policy, levels, fallback: [CAST.ada.id] };
  await changePolicy(here.kit.escalation, 'shop', wanted, COMMAND_LINE);
  const members = [{ personId: CAST.ben.id, to: '2026-11-01' }, { personId: CAST.ana.id }];
  const given = { policies: [await findPolicy(db, 'shop')], schedules: [await findSchedule(db, 'shop')] };
  const over = given.schedules.map((one) => ({
    ...one,
    versions: [{ number: 1, inForceAt: '', layers: [{ name: 'x', rotation: { ...rotation, members } }] }],
  }));
  assert.deepEqual(placesOf(CAST.ben.id, { ...given, schedules: over }, here.clock.now()), []);
  assert.deepEqual(
    placesOf(CAST.ben.id, given, here.clock.now()).map(({ field }) => field),
    [TURNS],
  );
  assert.deepEqual(faultsOf(placesOf(CAST.ben.id, given, here.clock.now()), undefined, new Set()), []);
});
