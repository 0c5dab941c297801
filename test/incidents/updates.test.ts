import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../../server/incidents/incident.ts';
import { updateDebtSeconds } from '../../server/incidents/updates.ts';
import { declared, kinds } from '../support/told.ts';
import type { Told } from '../support/told.ts';

const MIN = 60;

const update = (more: Partial<Command<'send-update'>> = {}): Command => ({
  type: 'send-update',
  audience: 'internal',
  usersSee: 'Payments fail.',
  weDo: 'We look for the cause.',
  changed: 'The gateway is cleared.',
  channels: ['board'],
  nextAt: '2023-06-12T17:45:00.000Z',
  final: false,
  ...more,
});

function investigating(): Told {
  const told = declared();
  told.act('ana', { type: 'move-status', to: 'investigating', override: 'we know' });
  return told;
}

const due = (told: Told) =>
  Object.fromEntries(
    Object.entries(told.state.updateClocks).map(([audience, { dueAt }]) => [audience, dueAt.slice(11, 16)]),
  );

test('the first updates fall due with the severity at which the incident was declared', () => {
  assert.deepEqual(due(declared()), { public: '17:30', internal: '17:45' });
});

test('a severity that rises brings the first update forward, one that falls drops it', () => {
  const told = declared();
  told.act('ana', { type: 'set-severity', to: 'SEV-3', reason: 'one shop' });
  assert.deepEqual(due(told), { internal: '17:45' });
  told.clock.wind(10 * MIN);
  told.act('ben', { type: 'set-severity', to: 'SEV-2' });
  assert.deepEqual(due(told), { public: '17:55', internal: '17:45' });
  told.act('ben', { type: 'set-severity', to: 'SEV-1' });
  assert.deepEqual(due(told), { public: '17:40', internal: '17:45' });
});

test('each update sets the clock of its audience, the last one stops it', () => {
  const told = investigating();
  told.act('ana', update({ nextAt: '2023-06-12T17:40:00.000Z' }));
  assert.deepEqual(due(told), { public: '17:30', internal: '17:40' });
  assert.equal(told.state.stamps.firstUpdateAt?.at, '2023-06-12T17:15:00.000Z');
  told.act('ana', update({ final: true, nextAt: undefined, loss: 'Nothing was lost.' }));
  assert.deepEqual(due(told), { public: '17:30' });
  assert.match(told.state.messages.at(-1)?.text ?? '', /Nothing was lost\.\n\nThis is the last update\.$/);
});

test('what is sent to the public is on the status page, the rest on the board, and where else somebody put it', () => {
  const told = investigating();
  const places = () => told.state.messages.at(-1)?.channels;
  told.act('ana', update({ channels: ['the blog'] }));
  assert.deepEqual(places(), ['board', 'the blog']);
  told.act(
    'ana',
    update({
      audience: 'public',
      changed: 'It fails less.',
      channels: ['the blog'],
      aloneReason: 'alone',
      nextAt: '2023-06-12T17:35:00.000Z',
    }),
  );
  assert.deepEqual(places(), ['status', 'the blog']);
});

const REFUSED: [name: string, update: Partial<Command<'send-update'>>, code: string, field: string][] = [
  ['does not say what users see', { usersSee: ' ' }, 'missing', 'usersSee'],
  ['does not say what we do', { weDo: '' }, 'missing', 'weDo'],
  ['does not say what changed', { changed: '' }, 'missing', 'changed'],
  ['says nothing new and no more', { changed: 'Nothing new.' }, 'empty-repeat', 'changed'],
  ['says "no change"', { changed: 'no change' }, 'empty-repeat', 'changed'],
  ['does not say when the next comes', { nextAt: undefined }, 'missing', 'nextAt'],
  ['promises the past', { nextAt: '2023-06-12T17:15:00.000Z' }, 'in-the-past', 'nextAt'],
  ['promises later than the severity allows', { nextAt: '2023-06-12T17:45:01.000Z' }, 'too-late', 'nextAt'],
  ['is the last and names no loss', { final: true }, 'missing', 'loss'],
];

for (const [name, more, code, field] of REFUSED) {
  test(`an update that ${name} is refused`, () => {
    assert.throws(() => investigating().act('ana', update(more)), { code, field });
  });
}

test('a word-for-word repeat is refused, "nothing new, we still …" is not', () => {
  const told = investigating();
  told.act('ana', update());
  assert.throws(() => told.act('ana', update()), { code: 'empty-repeat' });
  const still = update({ changed: 'Nothing new, we still look for the cause' });
  told.act('ana', still);
  told.act('ana', still);
  assert.equal(told.state.messages.length, 3);
});

test('nothing goes to the public in triage, and then only by commander or manager', () => {
  const told = declared();
  told.act('chloe', { type: 'take-role', role: 'communications' });
  const toPublic = update({ audience: 'public', nextAt: '2023-06-12T17:30:00.000Z' });
  assert.throws(() => told.act('ana', toPublic), { code: 'too-early' });
  told.act('ana', { type: 'move-status', to: 'investigating', override: 'we know' });
  assert.throws(() => told.act('chloe', toPublic), { code: 'needs-commander' });
  assert.throws(() => told.act('ben', update()), { code: 'needs-commander' });
  told.act('chloe', update());
  told.act('ana', { type: 'set-severity', to: 'SEV-2', reason: 'a fifth of them' });
  told.act('ana', toPublic);
});

test('an overdue update is told to communications, then the commander, then a manager, each once', () => {
  const told = declared();
  told.act('chloe', { type: 'take-role', role: 'communications' });
  const stages: [seconds: number, stage: string, shownTo: string[]][] = [
    [15 * MIN, 'communications', ['p-chloe']],
    [5 * MIN, 'commander', ['p-ana']],
    [10 * MIN, 'manager', ['p-max']],
  ];
  for (const [seconds, stage, shownTo] of stages) {
    told.clock.wind(seconds - 1);
    const early = told.act('muster', { type: 'pass-time' });
    assert.deepEqual(
      early.entries.filter(
        ({ kind, body }) => kind === 'update-overdue' && 'audience' in body && body.audience === 'public',
      ),
      [],
    );
    told.clock.wind(1);
    told.act('muster', { type: 'pass-time' });
    const [last] = told.entries
      .filter(
        ({ kind, body }) => kind === 'update-overdue' && 'audience' in body && body.audience === 'public',
      )
      .slice(-1);
    assert.deepEqual(last?.body, { audience: 'public', dueAt: '2023-06-12T17:30:00.000Z', shownTo, stage });
  }
  assert.equal(updateDebtSeconds(told.state, told.clock.now()), 15 * MIN);
});

test('after a long silence each audience is told once, at the present stage, and why so late', () => {
  const told = declared();
  told.clock.wind(3600);
  const made = told.act('muster', { type: 'pass-time' });
  assert.deepEqual(kinds(made), ['delay-noticed', 'update-overdue', 'update-overdue']);
  assert.deepEqual(made.entries[0]?.body, {
    from: '2023-06-12T17:30:00.000Z',
    to: '2023-06-12T18:15:00.000Z',
  });
  assert.deepEqual(
    made.entries.slice(1).map(({ body }) => ('shownTo' in body ? [body.stage, body.shownTo] : [])),
    [
      ['manager', ['p-ana', 'p-max']],
      ['manager', ['p-ana', 'p-max']],
    ],
  );
  assert.deepEqual(told.act('muster', { type: 'pass-time' }).entries, []);
});

test('a promise that was kept late is a broken one even if nobody was told', () => {
  const told = investigating();
  told.clock.wind(40 * MIN);
  told.act('ana', update({ nextAt: '2023-06-12T18:20:00.000Z' }));
  assert.deepEqual(told.state.brokenPromises, [
    {
      audience: 'internal',
      dueAt: '2023-06-12T17:45:00.000Z',
      keptAt: '2023-06-12T17:55:00.000Z',
      told: [],
      shownTo: [],
    },
  ]);
});

test('a promise is moved by hand with a reason, to a time that lies ahead', () => {
  const told = declared();
  assert.throws(
    () =>
      told.act('ana', {
        type: 'set-update-due',
        audience: 'internal',
        dueAt: '2023-06-13T15:00:00.000Z',
        reason: '',
      }),
    { code: 'missing' },
  );
  told.act('ana', {
    type: 'set-update-due',
    audience: 'internal',
    dueAt: '2023-06-13T15:00:00.000Z',
    reason: 'Night; nothing will move',
  });
  assert.equal(told.state.updateClocks.internal?.dueAt, '2023-06-13T15:00:00.000Z');
  assert.throws(
    () =>
      told.act('ana', {
        type: 'set-update-due',
        audience: 'internal',
        dueAt: '2023-06-12T15:00:00.000Z',
        reason: 'oops',
      }),
    { code: 'in-the-past' },
  );
});
