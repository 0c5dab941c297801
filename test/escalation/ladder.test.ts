import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plusSeconds } from '../../server/core/time.ts';
import { advance } from '../../server/escalation/advance.ts';
import { weaknesses } from '../../server/escalation/coverage.ts';
import type { Cursor } from '../../server/escalation/cursor.ts';
import { ladder, next, type Predicted } from '../../server/escalation/ladder.ts';
import { turnKey, type Setting } from '../../server/escalation/level.ts';
import { chainOf, silences, type House } from '../../server/escalation/policy.ts';
import {
  layer,
  level,
  MONDAY,
  override,
  party,
  person,
  policy,
  rota,
  schedule,
  setting,
  START,
} from './rota.ts';

/** "09:00 1 ana, 09:05 2 skipped nobody-on-call": what a ladder does, in one line a step. */
function told(steps: readonly Predicted[]): string[] {
  return steps.map((step) => {
    const at = step.at.slice(11, 16);
    switch (step.kind) {
      case 'sent':
        return `${at} ${step.isFallback ? 'fallback' : String(step.level)} ${step.people.map(({ personId }) => personId).join('+')}`;
      case 'skipped':
        return `${at} ${String(step.level)} skipped ${step.why}`;
      case 'waiting':
        return `${at} waits until ${step.until.slice(11, 16)}`;
      case 'handed-on':
        return `${at} hands on`;
      case 'exhausted':
        return `${at} exhausted`;
    }
  });
}

const minutes = (count: number): string => plusSeconds(MONDAY, count * 60);
const THREE = policy([level([person('ana')]), level([person('ben')]), level([person('cy')])]);

test('level after level, then the fallback, then everything was tried', () => {
  assert.deepEqual(told(ladder(setting(THREE), MONDAY)), [
    '09:00 1 ana',
    '09:05 2 ben',
    '09:10 3 cy',
    '09:15 fallback duty',
    '09:20 exhausted',
  ]);
});

test('a policy repeats its levels before the fallback, and hands on after it', () => {
  const second = policy([level([person('dee')], { answerWithin: 10 })], { id: 'second', fallback: ['ada'] });
  const first = policy([level([person('ana')]), level([person('ben')])], { repeat: 1 });
  assert.deepEqual(told(ladder({ ...setting(first), chain: [first, second] }, MONDAY)), [
    '09:00 1 ana',
    '09:05 2 ben',
    '09:10 1 ana',
    '09:15 2 ben',
    '09:20 fallback duty',
    '09:25 hands on',
    '09:25 1 dee',
    '09:35 fallback ada',
    '09:45 exhausted',
  ]);
});

const EMPTY = new Map([['rota', schedule([])]]);
const ONLY_ANA = new Map([['rota', schedule([layer(['ana'])])]]);

test('Nobody on call at a level', () => {
  const wanted = policy([level([rota]), level([person('ben')])]);
  assert.deepEqual(told(ladder(setting(wanted, { schedules: EMPTY }), MONDAY)).slice(0, 2), [
    '09:00 1 skipped nobody-on-call',
    '09:00 2 ben',
  ]);
});

test('Nobody on call at any level', () => {
  const wanted = policy([level([rota]), level([rota])], { repeat: 5 });
  assert.deepEqual(told(ladder(setting(wanted, { schedules: EMPTY }), MONDAY)), [
    '09:00 1 skipped nobody-on-call',
    '09:00 2 skipped nobody-on-call',
    '09:00 fallback duty',
    '09:05 exhausted',
  ]);
});

const HOUSE: House = {
  people: new Map([
    ['ana', { name: 'Ana', isActive: true }],
    ['ben', { name: 'Ben', isActive: false }],
    ['duty', { name: 'Duty', isActive: true }],
  ]),
  schedules: new Set(['rota']),
  teams: new Map(),
  thens: new Map(),
};

test('Policy with only an empty schedule', () => {
  const wanted = policy([level([rota])], { fallback: [] });
  assert.match(silences(wanted, HOUSE)[0]?.sentence ?? '', /Name the fallback/);
  const saved = policy([level([rota])]);
  assert.deepEqual(silences(saved, HOUSE), []);
  assert.deepEqual(told(ladder(setting(saved, { schedules: EMPTY }), MONDAY))[1], '09:00 fallback duty');
});

test('a policy that could end in silence says why', () => {
  const rows: [string, Parameters<typeof policy>, RegExp][] = [
    ['no level', [[]], /Add a level/],
    ['nobody in a level', [[level([])]], /Choose whom level 1 tells/],
    ['somebody who left', [[level([person('ben')])]], /Choose somebody else for level 1/],
    [
      'a schedule that is gone',
      [[level([{ kind: 'schedule', id: 'old' }])]],
      /Choose somebody else for level 1/,
    ],
    ['no fallback', [[level([person('ana')])], { fallback: [] }], /Name the fallback/],
    [
      'a fallback who left',
      [[level([person('ana')])], { fallback: ['ben'] }],
      /Ben has no account that works/,
    ],
  ];
  for (const [name, given, says] of rows) {
    const faults = silences(policy(...given), HOUSE);
    assert.equal(faults.length, 1, name);
    assert.match(faults[0]?.sentence ?? '', says, name);
  }
  assert.deepEqual(silences(policy([level([person('ana')])]), HOUSE), []);
});

test('Policy hand-off makes a circle', () => {
  const first = policy([level([person('ana')])], { id: 'first', thenPolicyId: 'second' });
  const second = policy([level([person('ana')])], { id: 'second', thenPolicyId: 'first' });
  const house = { ...HOUSE, thens: new Map([['second', 'first']]) };
  assert.match(silences(first, house)[0]?.sentence ?? '', /leads back/, 'refused when saving');
  const chain = chainOf(first, new Map([first, second].map((one) => [one.id, one])));
  assert.deepEqual(
    chain.map(({ id }) => id),
    ['first', 'second'],
  );
  const end = told(ladder({ ...setting(first), chain }, MONDAY)).at(-1);
  assert.match(end ?? '', /exhausted/, 'stopped as exhausted at run time');
});

test('Fallback person was deactivated', () => {
  const gone = setting(THREE, { parties: [party('duty', { isActive: false })] });
  assert.ok(told(ladder(gone, MONDAY)).includes('09:15 fallback ada'), 'the administrators are the fallback');
});

/** Lets everybody decline at once, one second after they were told. */
function declining(wanted: Setting): string[] {
  const seen: string[] = [];
  let [cursor, at]: [Cursor, string] = [START, MONDAY];
  for (let step = next(cursor, wanted, at); ; step = next(cursor, wanted, at)) {
    seen.push(...told([{ ...step.step, at }]));
    if (step.step.kind === 'exhausted') return seen;
    const people = step.step.kind === 'sent' ? step.step.people.map(({ personId }) => personId) : [];
    cursor = { ...step.cursor, declined: [...step.cursor.declined, ...people] };
    at = step.step.kind === 'waiting' ? step.step.until : plusSeconds(at, 1);
  }
}

test('Everybody declines', () => {
  const two = policy([level([person('ana')]), level([person('ben'), person('ana')])]);
  assert.deepEqual(declining(setting(two)), [
    '09:00 1 ana',
    '09:00 2 ben',
    '09:00 fallback duty',
    '09:00 exhausted',
  ]);
});

test('Everybody is paged in less than a minute by declines, and loops remain', () => {
  const two = policy([level([person('ana')]), level([person('ben')])], { repeat: 1 });
  assert.deepEqual(declining(setting(two)), [
    '09:00 1 ana',
    '09:00 2 ben',
    '09:00 waits until 09:05',
    '09:05 1 ana',
    '09:05 2 ben',
    '09:05 fallback duty',
    '09:05 exhausted',
  ]);
});

test('Same person on two levels in a row', () => {
  const wanted = policy([
    level([person('ana')]),
    level([person('ana')]),
    level([person('ana'), person('ben')]),
  ]);
  assert.deepEqual(told(ladder(setting(wanted), MONDAY)).slice(0, 3), [
    '09:00 1 ana',
    '09:05 2 skipped same-people',
    '09:05 3 ben',
  ]);
  const alone = policy([level([person('ana')]), level([person('ana')])]);
  assert.deepEqual(told(ladder(setting(alone), MONDAY)).slice(0, 2), ['09:00 1 ana', '09:05 2 ana']);
});

test('Same person as person target and through a schedule', () => {
  const wanted = policy([level([person('ana'), rota])]);
  const [first] = ladder(setting(wanted, { schedules: ONLY_ANA }), MONDAY);
  assert.equal(first?.kind === 'sent' && first.people.length, 1);
});

test('Person has no usable method', () => {
  const without = setting(THREE, { parties: [party('ana', { methods: [] })] });
  assert.deepEqual(told(ladder(without, MONDAY)).slice(0, 2), ['09:00 1 skipped no-method', '09:00 2 ben']);
});

test('Person in quiet hours is the only target of a SEV-3 level', () => {
  const asleep = party('ana', { quiet: { from: '22:00', to: '10:00', zone: 'UTC' } });
  const at = (severity: Setting['severity']) =>
    told(ladder(setting(THREE, { parties: [asleep], severity }), MONDAY)).slice(0, 2);
  assert.deepEqual(at('SEV-3'), ['09:00 1 skipped quiet-hours', '09:00 2 ben']);
  assert.deepEqual(at('SEV-2'), ['09:00 1 ana', '09:05 2 ben'], 'what is urgent breaks through');
});

test('Severity lowered so that a condition no longer holds', () => {
  const wanted = policy([
    level([person('ana')], { condition: { severities: ['SEV-1'] } }),
    level([person('ben')], { condition: { severities: ['SEV-1'] } }),
    level([person('cy')]),
  ]);
  const first = next(START, setting(wanted, { severity: 'SEV-1' }), MONDAY);
  assert.equal(
    first.step.kind === 'sent' && first.step.answerBy,
    minutes(5),
    'the level in force finishes its time',
  );
  const lowered = setting(wanted, { severity: 'SEV-3' });
  assert.deepEqual(told(ladder(lowered, minutes(5), first.cursor)).slice(0, 2), [
    '09:05 2 skipped condition',
    '09:05 3 cy',
  ]);
});

test('a level whose hours do not hold is left out at once', () => {
  const office = { weekdays: [1, 2, 3, 4, 5], from: '10:00', to: '18:00' };
  const wanted = policy([level([person('ana')], { condition: { hours: office } }), level([person('ben')])]);
  assert.deepEqual(told(ladder(setting(wanted), MONDAY)).slice(0, 2), [
    '09:00 1 skipped condition',
    '09:00 2 ben',
  ]);
  assert.equal(told(ladder(setting(wanted), minutes(60)))[0], '10:00 1 ana');
});

test('Override begins while a level waits', () => {
  const wanted = policy([level([rota]), level([rota, person('ben')])]);
  const covered = schedule([layer(['ana'])], [override('1', 'cy', minutes(3), minutes(60))]);
  const steps = told(ladder(setting(wanted, { schedules: new Map([['rota', covered]]) }), MONDAY));
  assert.deepEqual(
    steps.slice(0, 2),
    ['09:00 1 ana', '09:05 2 cy+ben'],
    'the new person from the next look on',
  );
});

test('Round robin list changes in a loop', () => {
  const turns = (ids: string[], last?: string) => {
    const wanted = policy([level(ids.map(person), { inTurn: true })]);
    const lastInTurn = { [turnKey('main', 1)]: last };
    return told(ladder(setting(wanted, { lastInTurn }), MONDAY))[0];
  };
  assert.equal(turns(['ana', 'ben', 'cy']), '09:00 1 ana');
  assert.equal(turns(['ana', 'ben', 'cy'], 'ana'), '09:00 1 ben');
  assert.equal(turns(['cy', 'ana', 'ben'], 'ana'), '09:00 1 ben', 'the pointer is by person');
  assert.equal(turns(['ana', 'ben'], 'cy'), '09:00 1 ana', 'and begins anew when that one is gone');
  const away = setting(policy([level(['ana', 'ben', 'cy'].map(person), { inTurn: true })]), {
    lastInTurn: { [turnKey('main', 1)]: 'ana' },
    parties: [party('ben', { isActive: false })],
  });
  assert.equal(told(ladder(away, MONDAY))[0], '09:00 1 cy', 'who cannot be asked loses the turn');
});

test('the prediction moves the turn with each loop', () => {
  const wanted = policy([level(['ana', 'ben'].map(person), { inTurn: true })], { repeat: 1 });
  assert.deepEqual(told(ladder(setting(wanted), MONDAY)).slice(0, 2), ['09:00 1 ana', '09:05 1 ben']);
});

test('Server slept 40 min', () => {
  const repeating = { ...THREE, repeat: 3 };
  const first = next(START, setting(repeating), MONDAY);
  const woken = advance(first.cursor, setting(repeating), minutes(5), minutes(45));
  const missed = woken.taken.filter(({ isMissed }) => isMissed);
  const sent = woken.taken.filter(({ step, isMissed }) => step.kind === 'sent' && !isMissed);
  assert.equal(missed.length, 8, 'the levels of that time are told by nobody');
  assert.equal(sent.length, 1, 'one message at the level where it would be now');
  assert.deepEqual(told([{ ...(sent[0]?.step ?? { kind: 'exhausted' }), at: minutes(45) }]), ['09:45 1 ana']);
  assert.equal(woken.dueAt, minutes(50), 'and whoever is told has the whole time');
});

test('a sleep that outlasts the policy still tells the fallback', () => {
  const first = next(START, setting(THREE), MONDAY);
  const woken = advance(first.cursor, setting(THREE), minutes(5), minutes(600));
  const last = woken.taken.at(-1);
  assert.equal(last?.step.kind === 'sent' && last.step.isFallback && !last.isMissed, true);
  assert.equal(woken.dueAt, minutes(605));
});

test('a tick that comes a little late takes the next level and no other', () => {
  const first = next(START, setting(THREE), MONDAY);
  const now = plusSeconds(minutes(5), 0.9);
  const { taken, dueAt } = advance(first.cursor, setting(THREE), minutes(5), now);
  assert.deepEqual(told(taken.map(({ step }) => ({ ...step, at: now }))), ['09:05 2 ben']);
  assert.equal(dueAt, plusSeconds(now, 300));
});

test('a year of a policy lists where it would lack somebody', () => {
  const gap = schedule([layer(['ana'], {}, { validTo: '2026-12-01T00:00:00.000Z' })]);
  const wanted = policy([level([rota]), level([person('ben')])]);
  const found = weaknesses(setting(wanted, { schedules: new Map([['rota', gap]]) }), MONDAY, 60);
  assert.deepEqual(found, [
    { from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T09:00:00.000Z', level: 1, why: 'nobody-on-call' },
  ]);
});
