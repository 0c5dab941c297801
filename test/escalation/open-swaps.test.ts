import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { coverShift, createSchedule, findSchedule } from '../../server/escalation/schedule-actions.ts';
import { onCall } from '../../server/escalation/schedule.ts';
import { couldTake, lapsesAt, pieceValue, whyNotGiven, type Piece } from '../../server/escalation/swap.ts';
import { answerSwap, offerSwap, waitingSwaps } from '../../server/escalation/swap-actions.ts';
import { swapById } from '../../server/escalation/swap-store.ts';
import { insertAccount } from '../../server/identity/account-store.ts';
import { migrate } from '../../server/store/migrate.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { olderStore } from '../support/database.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben has this week, Max the next and Ana the third, in turn; 2 November 2026 is a Monday. */
let here: World;
let ben: Browser;
let max: Browser;
let ana: Browser;
const PAGE = '/escalation/schedules/shop';
const week = (from: string, to: string): Piece => ({
  from: `${from}T09:00:00.000Z`,
  to: `${to}T09:00:00.000Z`,
});
const OF_MAX = week('2026-11-09', '2026-11-16');
const OF_ANA = week('2026-11-16', '2026-11-23');
const OF_BEN = week('2026-11-23', '2026-11-30');
const REASON = 'a wedding';

beforeEach(async () => {
  here = await world({ MUSTER_SMTP_URL: 'smtp://mail.example.org' });
  await enter(here);
  await made('Shop', ['ben', 'max', 'ana']);
  ben = await signedIn(here, 'ben');
  max = await signedIn(here, 'max');
  ana = await signedIn(here, 'ana');
});
afterEach(() => here.end());

type Who = 'ada' | 'ana' | 'ben' | 'max';
const kit = () => here.kit.escalation;
const made = (name: string, people: readonly Who[]) => {
  const members = people.map((who) => ({ personId: CAST[who].id }));
  const begins = { zone: 'UTC', firstDate: '2026-11-02', firstTime: '09:00' } as const;
  const layers = [{ name: 'Primary', rotation: { ...begins, length: 1, unit: 'weeks' as const, members } }];
  return createSchedule(kit(), { name, zone: 'UTC', layers }, COMMAND_LINE);
};
const shop = () => findSchedule(here.store.db, 'shop');
const on = async (...pieces: readonly Piece[]): Promise<(string | undefined)[]> => {
  const schedule = await shop();
  return pieces.map(({ from }) => onCall(schedule, from).personId);
};
const told = async (): Promise<string[]> => {
  const rows = await here.store.db.selectFrom('message').selectAll().orderBy('message_id').execute();
  return rows.map(
    ({ person_name, content }) => `${person_name}: ${(JSON.parse(content) as { words: string }).words}`,
  );
};
const offer = (wanted: { by?: { id: string; name: string }; gives?: Piece } = {}) =>
  offerSwap(kit(), 'shop', { by: CAST.ben, gives: OF_BEN, reason: REASON, ...wanted });
const theOffer = async (): Promise<string> => (await waitingSwaps(here.store.db))[0]?.id ?? '';
const addressOf = async (): Promise<string> => `/escalation/swaps/${await theOffer()}`;
const as = (who: Who) => {
  const { id, name } = CAST[who];
  return { person: CAST[who], by: { type: 'person', id, name } as const };
};
const accept = async (who: Who, gives?: Piece) =>
  answerSwap(kit(), await theOffer(), { answer: 'accept', gives }, as(who));

test('a week is offered to the team, and whoever accepts chooses what they give in return', async () => {
  const opened = (await ben.get(PAGE).expect(200)).text;
  assert.match(
    opened,
    /Which shift do you take[\s\S]*?<option value=""[^>]*>Any: whoever accepts chooses one of theirs/,
  );
  const fields = { gives: pieceValue(OF_BEN), takes: '', reason: REASON };
  assert.equal((await sendForm(ben, PAGE, `${PAGE}/swaps`, fields)).status, 303);
  assert.deepEqual(await on(OF_MAX, OF_BEN), [CAST.max.id, CAST.ben.id], 'nothing moved');
  const offers =
    /^(.*): Ben Okafor offers the team a shift, Monday 23 November.*Choose which of yours you give: a wedding$/;
  assert.deepEqual(
    (await told()).map((line) => offers.exec(line)?.[1]),
    ['Max Orwell', 'Ana Ruiz'],
    'both who have a shift to give, and nobody else',
  );

  const address = await addressOf();
  const mine = (await ben.get(PAGE)).text;
  assert.match(
    mine,
    /Ben Okafor offers the team Monday 23 .*, for a shift of whoever accepts it first: a wedding/,
  );
  assert.match(mine, /Take the offer back/);
  assert.doesNotMatch(mine, /Accept the swap/);
  const seen = (await max.get(PAGE)).text;
  assert.match(seen, /Accept the swap/);
  assert.doesNotMatch(seen, /Decline it|Take the offer back/);

  const given = await sendForm(max, PAGE, address, { answer: 'accept', gives: pieceValue(OF_MAX) });
  assert.equal(given.status, 303);
  assert.deepEqual(await on(OF_MAX, OF_ANA, OF_BEN), [CAST.ben.id, CAST.ana.id, CAST.max.id]);
  assert.equal((await shop()).overrides.length, 2);
  assert.match(
    (await told()).at(-1) ?? '',
    /^Ben Okafor: Max Orwell has accepted the swap\. You give Monday 23 November.*get Monday 9 November.*a wedding$/,
  );
  assert.equal((await told()).length, 3, 'those who did not take it read it on the page');
  assert.match(
    (await ana.get(PAGE)).text,
    /Max Orwell took Monday 23 November.* of Ben Okafor, who took Monday 9 November.* in return\./,
  );
  here.clock.setTo(OF_BEN.from);
  assert.doesNotMatch((await ana.get(PAGE)).text, /that are over/, 'until the shift begins');
});

test('the first who accepts has it, and the second reads on the page that it is over', async () => {
  await offer();
  const address = await addressOf();
  const page = (await ana.get(PAGE)).text;
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
  await accept('max', OF_MAX);
  const typed = { _csrf: token, answer: 'accept', gives: pieceValue(OF_ANA) };
  const answer = await ana.post(address).type('form').send(typed);
  assert.equal(answer.status, 409);
  assert.match(answer.text, /This swap is over: it was accepted\./);
  assert.match(answer.text, /Max Orwell took Monday 23 November/);
  assert.deepEqual(await on(OF_MAX, OF_ANA, OF_BEN), [CAST.ben.id, CAST.ana.id, CAST.max.id]);
});

test('of two who accept in the same moment one has it', async () => {
  await offer();
  const id = await theOffer();
  const both = await Promise.allSettled([
    answerSwap(kit(), id, { answer: 'accept', gives: OF_MAX }, as('max')),
    answerSwap(kit(), id, { answer: 'accept', gives: OF_ANA }, as('ana')),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const refused = both.find((one) => one.status === 'rejected');
  assert.match(String(refused?.reason), /This swap is over/);
  assert.equal((await shop()).overrides.length, 2);
  assert.equal((await told()).filter((line) => line.includes('has accepted')).length, 1);
});

test('of two who accept the same shift in two offers at the same moment one has it', async () => {
  for (const asked of [
    { personId: CAST.max.id, piece: OF_MAX },
    { personId: CAST.ana.id, piece: OF_ANA },
  ])
    await offerSwap(kit(), 'shop', { by: CAST.ben, gives: OF_BEN, asked, reason: REASON });
  const offers = await waitingSwaps(here.store.db);
  const both = await Promise.allSettled(
    offers.map(({ id }, index) =>
      answerSwap(kit(), id, { answer: 'accept' }, as(index === 0 ? 'max' : 'ana')),
    ),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const refused = both.find((one) => one.status === 'rejected');
  assert.match(String(refused?.reason), /The shifts have changed since it was offered/);
  assert.equal((await shop()).overrides.length, 2);
  assert.equal((await waitingSwaps(here.store.db)).length, 1, 'what was refused waits still');
});

test('what cannot be accepted is refused with what to do, and nothing moves', async () => {
  await offer();
  const begun = week('2026-10-26', '2026-11-02');
  const rows = [
    ['ben', OF_BEN, 'own-offer', /You can take it back/],
    ['ada', OF_MAX, 'no-shift', /You have no coming shift .* Cover the shift instead/],
    ['ada', undefined, 'no-shift', /You have no coming shift/],
    ['max', undefined, 'no-choice', /Choose which of your shifts you give/],
    ['max', OF_ANA, 'not-theirs', /That shift is not yours, or not any more/],
    ['max', begun, 'not-theirs', /That shift has begun\. Choose one that lies ahead/],
  ] as const;
  for (const [who, gives, code, message] of rows)
    await assert.rejects(accept(who, gives), { code, message }, `${who} ${code}`);
  const declined = answerSwap(kit(), await theOffer(), { answer: 'decline' }, as('max'));
  await assert.rejects(declined, { code: 'open-to-team', message: /nobody declines it for all/ });
  const withdrawn = answerSwap(kit(), await theOffer(), { answer: 'withdraw' }, as('max'));
  await assert.rejects(withdrawn, { code: 'not-yours' });
  assert.equal((await waitingSwaps(here.store.db)).length, 1, 'it still waits');
  assert.deepEqual((await shop()).overrides, []);
});

test('a shift chosen on a page that is no longer true keeps the form, with what was chosen', async () => {
  await offer();
  const address = await addressOf();
  const page = (await max.get(PAGE)).text;
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
  const cover = { personId: CAST.ada.id, ...OF_MAX, reason: 'ill' };
  await coverShift(kit(), 'shop', cover, COMMAND_LINE);
  const send = (gives: string) =>
    max.post(address).type('form').send({ _csrf: token, answer: 'accept', gives });
  const gone = await send(pieceValue(OF_MAX));
  assert.equal(gone.status, 409);
  const fieldId = `field${address.replaceAll('/', '-')}-gives`;
  assert.match(gone.text, new RegExp(`href="#${fieldId}">That shift is not yours, or not any more`));
  assert.match(gone.text, new RegExp(`id="${fieldId}"`), 'the form is there to choose another');
  const next = week('2026-11-30', '2026-12-07');
  await coverShift(kit(), 'shop', { personId: CAST.ada.id, ...OF_BEN, reason: 'ill' }, COMMAND_LINE);
  const changed = await send(pieceValue(next));
  assert.equal(changed.status, 409);
  assert.match(changed.text, /The shifts have changed since it was offered/);
  assert.match(changed.text, new RegExp(`value="${pieceValue(next)}" selected`), 'what was chosen stays');
  assert.equal((await send('next week')).status, 422);
});

test('who offered it takes it back, and the page says so to those who were told', async () => {
  await offer();
  await assert.rejects(offer(), { code: 'offered' });
  const before = (await told()).length;
  assert.equal((await sendForm(ben, PAGE, await addressOf(), { answer: 'withdraw' })).status, 303);
  assert.equal((await told()).length, before);
  assert.match((await max.get(PAGE)).text, /Ben Okafor took back the offer of Monday 23 November/);
  await offer();
  assert.equal((await waitingSwaps(here.store.db)).length, 1, 'it can be offered again');
});

test('an offer that nobody accepted lapses when its shift begins, and who offered it is told', async () => {
  await offer();
  here.clock.setTo(OF_MAX.from);
  await here.tick();
  assert.equal((await waitingSwaps(here.store.db)).length, 1, 'a shift of somebody else ends nothing');
  const before = (await told()).length;
  here.clock.setTo(OF_BEN.from);
  await assert.rejects(accept('max', week('2026-11-30', '2026-12-07')), { message: /has begun/ });
  await here.tick();
  assert.deepEqual(await waitingSwaps(here.store.db), []);
  const news = (await told()).slice(before).filter((line) => line.includes('offer to the team'));
  assert.equal(news.length, 1);
  assert.match(news[0] ?? '', /^Ben Okafor: Nobody has accepted .* so you keep your shift, Monday 23 Nov/);
});

test('an offer has to be of one’s own coming shift, and somebody has to be there to take it', async () => {
  const begun = week('2026-10-26', '2026-11-02');
  const rows = [
    [{ gives: OF_MAX }, 'not-theirs', /not yours/],
    [{ gives: begun }, 'not-theirs', /has begun/],
    [{ by: CAST.ada, gives: OF_BEN }, 'not-theirs', /not yours/],
  ] as const;
  for (const [wanted, code, message] of rows) await assert.rejects(offer(wanted), { code, message });
  await made('Alone', ['ben']);
  const alone = offerSwap(kit(), 'alone', { by: CAST.ben, gives: OF_BEN, reason: REASON });
  await assert.rejects(alone, { code: 'nobody-else', message: /Ask somebody to cover yours instead/ });
  const typed = { gives: pieceValue(OF_BEN), takes: '', reason: '' };
  const again = await sendForm(ben, PAGE, `${PAGE}/swaps`, typed);
  assert.equal(again.status, 422);
  assert.match(again.text, new RegExp(`value="${pieceValue(OF_BEN)}" selected`));
  assert.match(again.text, /<option value="" selected>Any/);
  assert.deepEqual(await waitingSwaps(here.store.db), []);
});

test('a swap that names both shifts is accepted as it is', async () => {
  await offerSwap(kit(), 'shop', {
    by: CAST.ben,
    gives: OF_BEN,
    asked: { personId: CAST.max.id, piece: OF_MAX },
    reason: REASON,
  });
  const other = week('2026-11-30', '2026-12-07');
  await assert.rejects(accept('max', other), { code: 'both-named', message: /leave out which you give/ });
  await assert.rejects(accept('ana', OF_ANA), { code: 'not-yours' });
  const { swap } = await accept('max');
  assert.deepEqual(swap.taken, { personId: CAST.max.id, piece: OF_MAX });
});

test('who could take an offer, what can be given, and when it lapses', async () => {
  const schedule = await shop();
  const now = here.clock.now();
  assert.deepEqual(couldTake(schedule, CAST.ben.id, now), [CAST.max.id, CAST.ana.id]);
  assert.deepEqual(couldTake(schedule, CAST.ada.id, now), [CAST.max.id, CAST.ana.id, CAST.ben.id]);
  const rows: readonly [who: Who, piece: Piece, now: string, why: RegExp | undefined][] = [
    ['max', OF_MAX, now, undefined],
    ['max', { ...OF_MAX, to: '2026-11-12T09:00:00.000Z' }, now, undefined],
    ['max', { ...OF_MAX, to: OF_ANA.to }, now, /not yours/],
    ['ana', OF_MAX, now, /not yours/],
    ['max', OF_MAX, OF_MAX.from, /has begun/],
  ];
  for (const [who, piece, at, why] of rows) {
    const said = whyNotGiven(schedule, { personId: CAST[who].id, piece }, at);
    if (why === undefined) assert.equal(said, undefined);
    else assert.match(said ?? '', why);
  }
  const side = (piece: Piece) => ({ personId: CAST.max.id, piece });
  assert.equal(lapsesAt({ gives: OF_BEN, asked: undefined }), OF_BEN.from);
  assert.equal(lapsesAt({ gives: OF_BEN, asked: side(OF_MAX) }), OF_MAX.from);
  assert.equal(lapsesAt({ gives: OF_MAX, asked: side(OF_ANA) }), OF_MAX.from);
});

test('swaps of an older version stay what they were', async () => {
  const older = await olderStore('0038');
  const at = here.clock.now();
  for (const who of ['ben', 'max'] as const)
    await insertAccount(older.db, { ...CAST[who], password: 'a hash', at });
  const schedule = { schedule_id: 'S', slug: 'shop', name: 'Shop', zone: 'UTC', rev: 1, created_at: at };
  await older.db.insertInto('schedule').values(schedule).execute();
  const row = {
    schedule_id: 'S',
    offered_by: CAST.ben.id,
    offered_to: CAST.max.id,
    gives_from: OF_BEN.from,
    gives_to: OF_BEN.to,
    takes_from: OF_MAX.from,
    takes_to: OF_MAX.to,
    reason: REASON,
    offered_at: at,
  };
  for (const [swap_id, state] of [
    ['1', 'offered'],
    ['2', 'accepted'],
  ] as const)
    await older.db
      .insertInto('shift_swap')
      .values({ ...row, swap_id, state })
      .execute();
  await migrate(older, at);
  const side = { personId: CAST.max.id, piece: OF_MAX };
  const [waiting, accepted] = [await swapById(older.db, '1'), await swapById(older.db, '2')];
  assert.deepEqual([waiting?.asked, waiting?.taken, waiting?.gives], [side, undefined, OF_BEN]);
  assert.deepEqual([accepted?.asked, accepted?.taken, accepted?.state], [side, side, 'accepted']);
  await older.close();
});
