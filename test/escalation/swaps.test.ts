import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { coverShift, createSchedule, findSchedule } from '../../server/escalation/schedule-actions.ts';
import { onCall } from '../../server/escalation/schedule.ts';
import { comingShifts, pieceOf, pieceValue } from '../../server/escalation/swap.ts';
import { answerSwap, offerSwap, waitingSwaps } from '../../server/escalation/swap-actions.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben has this week, Max the next, in turn; 2 November 2026 is a Monday. */
let here: World;
let ben: Browser;
let max: Browser;
const PAGE = '/escalation/schedules/shop';
const OF_MAX = { from: '2026-11-09T09:00:00.000Z', to: '2026-11-16T09:00:00.000Z' };
const OF_BEN = { from: '2026-11-16T09:00:00.000Z', to: '2026-11-23T09:00:00.000Z' };

beforeEach(async () => {
  here = await world({ MUSTER_SMTP_URL: 'smtp://mail.example.org' });
  await enter(here);
  const rotation = {
    zone: 'UTC',
    firstDate: '2026-11-02',
    firstTime: '09:00',
    length: 1,
    unit: 'weeks',
  } as const;
  const members = [{ personId: CAST.ben.id }, { personId: CAST.max.id }];
  const layers = [{ name: 'Primary', rotation: { ...rotation, members } }];
  await createSchedule(here.kit.escalation, { name: 'Shop', zone: 'UTC', layers }, COMMAND_LINE);
  ben = await signedIn(here, 'ben');
  max = await signedIn(here, 'max');
});
afterEach(() => here.end());

const kit = () => here.kit.escalation;
const onAt = async (at: string): Promise<string | undefined> =>
  onCall(await findSchedule(here.store.db, 'shop'), at).personId;
const told = async (): Promise<string[]> => {
  const rows = await here.store.db.selectFrom('message').selectAll().orderBy('message_id').execute();
  return rows.map(
    ({ person_name, content }) => `${person_name}: ${(JSON.parse(content) as { words: string }).words}`,
  );
};
const offer = (): Promise<unknown> => {
  const wanted = {
    by: CAST.ben,
    gives: OF_BEN,
    asked: { personId: CAST.max.id, piece: OF_MAX },
    reason: 'a wedding',
  };
  return offerSwap(kit(), 'shop', wanted);
};
const theOffer = async (): Promise<string> => (await waitingSwaps(here.store.db))[0]?.id ?? '';
const byOf = (who: 'ben' | 'max') => ({
  person: CAST[who],
  by: { type: 'person', id: CAST[who].id, name: CAST[who].name } as const,
});

test('a week is offered for another, accepted, and both change hands', async () => {
  const fields = { gives: pieceValue(OF_BEN), takes: pieceValue(OF_MAX), reason: 'a wedding' };
  const offered = await sendForm(ben, PAGE, `${PAGE}/swaps`, fields);
  assert.equal(offered.status, 303);
  assert.deepEqual(
    [await onAt(OF_BEN.from), await onAt(OF_MAX.from)],
    [CAST.ben.id, CAST.max.id],
    'nothing moved',
  );
  assert.match(
    (await told()).at(-1) ?? '',
    /^Max Orwell: Ben Okafor offers you a swap\. You give .*9 November.* a wedding/,
  );

  const seen = (await max.get(PAGE).expect(200)).text;
  assert.match(seen, /Ben Okafor gives .* of Max Orwell: a wedding/);
  assert.match(seen, /Accept the swap/);
  assert.match((await ben.get(PAGE)).text, /Take the offer back/);
  const id = await theOffer();
  const address = `/escalation/swaps/${id}`;
  assert.equal(
    (await sendForm(ben, PAGE, address, { answer: 'accept' })).status,
    409,
    'not by who offered it',
  );
  assert.equal((await sendForm(max, PAGE, address, { answer: 'accept' })).status, 303);
  assert.deepEqual([await onAt(OF_BEN.from), await onAt(OF_MAX.from)], [CAST.max.id, CAST.ben.id]);
  assert.equal(await onAt('2026-11-23T09:00:00.000Z'), CAST.max.id, 'no other week moved');
  assert.match((await told()).at(-1) ?? '', /^Ben Okafor: Max Orwell has accepted the swap/);
  await assert.rejects(answerSwap(kit(), id, { answer: 'accept' }, byOf('max')), {
    code: 'over',
    message: /it was accepted/,
  });
  assert.equal((await findSchedule(here.store.db, 'shop')).overrides.length, 2);
});

test('declined and withdrawn, both keep their shifts and the other hears of it', async () => {
  for (const [answer, who, wanted] of [
    ['decline', 'max', /^Ben Okafor: Max Orwell has declined/],
    ['withdraw', 'ben', /^Max Orwell: Ben Okafor has withdrawn/],
  ] as const) {
    await offer();
    await answerSwap(kit(), await theOffer(), { answer }, byOf(who));
    assert.match((await told()).at(-1) ?? '', wanted);
  }
  assert.deepEqual(await waitingSwaps(here.store.db), []);
  assert.deepEqual((await findSchedule(here.store.db, 'shop')).overrides, []);
});

test('what nobody answered until a shift begins has lapsed, and both are told', async () => {
  await offer();
  await assert.rejects(offer(), { code: 'offered' });
  here.clock.setTo(OF_MAX.from);
  await assert.rejects(answerSwap(kit(), await theOffer(), { answer: 'accept' }, byOf('max')), {
    code: 'not-theirs',
  });
  await here.tick();
  assert.deepEqual(await waitingSwaps(here.store.db), []);
  const words = (await told()).filter((line) => line.includes('not answered in time'));
  assert.deepEqual(
    words.map((line) => line.split(':')[0]),
    ['Ben Okafor', 'Max Orwell'],
  );
});

test('shifts that changed since are not swapped', async () => {
  await offer();
  const cover = { personId: CAST.ada.id, from: OF_BEN.from, to: '2026-11-17T09:00:00.000Z', reason: 'ill' };
  await coverShift(kit(), 'shop', cover, COMMAND_LINE);
  await assert.rejects(answerSwap(kit(), await theOffer(), { answer: 'accept' }, byOf('max')), {
    code: 'not-theirs',
    message: /The shifts have changed since/,
  });
  assert.equal((await waitingSwaps(here.store.db)).length, 1, 'it can still be declined');
});

test('whoever is on call otherwise by what somebody else did hears of it, and nobody else', async () => {
  const cover = {
    person: CAST.ben.id,
    instead_of: '',
    from: '2026-11-10 09:00',
    to: '2026-11-11 09:00',
    reason: 'ill',
  };
  assert.equal((await sendForm(ben, PAGE, `${PAGE}/overrides`, cover)).status, 303);
  assert.deepEqual((await told()).length, 1);
  assert.match(
    (await told())[0] ?? '',
    /^Max Orwell: Ben Okafor is on call for you from .*10 Nov.*Ben Okafor made it so: ill$/,
  );
});

test('only whole shifts that have not begun are offered', async () => {
  const shifts = comingShifts(await findSchedule(here.store.db, 'shop'), here.clock.now());
  assert.deepEqual(shifts[0], { ...OF_MAX, personId: CAST.max.id });
  assert.equal(shifts.length, 7);
  assert.deepEqual(pieceOf(pieceValue(OF_BEN)), OF_BEN);
  for (const text of ['', 'a/b', `${OF_BEN.to}/${OF_BEN.from}`]) assert.equal(pieceOf(text), undefined);
  const wrong = {
    by: CAST.ben,
    gives: OF_MAX,
    asked: { personId: CAST.max.id, piece: OF_BEN },
    reason: 'no',
  };
  await assert.rejects(offerSwap(kit(), 'shop', wrong), { code: 'not-theirs' });
});
