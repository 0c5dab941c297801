import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refused } from '../../server/core/refused.ts';
import { verify } from '../../server/incidents/chain.ts';
import { isKnown } from '../../server/incidents/entry.ts';
import { fold, nextDue } from '../../server/incidents/incident.ts';
import type { State } from '../../server/incidents/incident.ts';
import { openIntervals } from '../../server/incidents/impact.ts';
import { isSingle } from '../../server/incidents/roles.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { isQuiet } from '../../server/incidents/status-order.ts';
import { RUNBOOKS, STORM_HASH } from '../support/cache-miss-storm.ts';
import { EFFORT } from '../support/effort.ts';
import { Dice, someCommand } from '../support/random-commands.ts';
import { CAST, Told, declared } from '../support/told.ts';
import type { Who } from '../support/told.ts';

const START = '2023-06-12T17:15:00.000Z';
const PEOPLE: Who[] = ['ana', 'ana', 'ana', 'ben', 'ben', 'chloe', 'pilar', 'vera', 'max', 'ada', 'muster'];

/** Freezes a value all the way down, so that whoever changes it is caught. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}

/** What is wrong with a state, in words; nothing when every invariant of the model holds. */
function complaints(state: State): string[] {
  const found: string[] = [];
  for (const seq of state.loose) found.push(`${seq} ${state.entries[seq - 1]?.kind} is loose`);
  for (const tenure of state.tenures) {
    if (tenure.to && tenure.to.at < tenure.from.at) found.push(`${tenure.role} ends before it begins`);
    const clash = state.tenures.find((other) => {
      const same = other !== tenure && other.role === tenure.role && isSingle(tenure.role);
      // One that ended in the moment in which it began held at no time.
      return (
        same &&
        tenure.to?.at !== tenure.from.at &&
        other.from.at <= tenure.from.at &&
        (!other.to || other.to.at > tenure.from.at)
      );
    });
    if (clash) found.push(`two hold ${tenure.role}`);
  }
  for (const { status, facts, statement } of state.hypotheses) {
    if (status !== 'open' && facts.length === 0) found.push(`"${statement}" is ${status} without evidence`);
  }
  for (const { from, to, steps } of state.impact) {
    if (to && to.at < from.at) found.push('impact ends before it begins');
    if (steps.length === 0) found.push('impact without a size');
  }
  if (isQuiet(state.status) && openIntervals(state).length > 0) found.push(`open impact in ${state.status}`);
  for (const { id, accepted } of state.escalations) {
    const asked = state.entries
      .filter(isKnown)
      .find((entry) => entry.kind === 'escalation-requested' && entry.body.escalationId === id);
    if (accepted && !(asked && asked.seq < accepted.seq)) found.push('accepted before it was requested');
  }
  for (const { runId, steps } of state.runs) {
    if (new Set(steps.map(({ stepId }) => stepId)).size < steps.length)
      found.push(`a step of run ${String(runId)} has two records`);
  }
  state.entries.forEach(({ seq }, index) => {
    if (seq !== index + 1) found.push(`entry ${seq} at place ${index + 1}`);
  });
  return found;
}

type Turn = { who: number; dice: number; wind: number };

const turns = fc.array(
  fc.record({
    who: fc.nat(PEOPLE.length - 1),
    dice: fc.integer(),
    wind: fc.constantFrom(0, 1, 20, 60, 300, 900, 5400),
  }),
  { minLength: EFFORT.commands, maxLength: EFFORT.commands },
);

/** Nothing yet, a young incident, or one that has come to its dangerous step. */
function beginning(dice: Dice): Told {
  const start = dice.roll(4);
  if (start === 0) return new Told(START, RUNBOOKS);
  const told = declared(START, RUNBOOKS);
  told.act('ana', { type: 'attach-runbook', contentHash: STORM_HASH, why: ['CacheHitRateLow'] });
  if (start === 1) return told;
  for (const [stepId, index] of [
    ['prove', 1],
    ['hit-rate', 0],
    ['find-change', 0],
    ['agree', 0],
  ] as const) {
    const branch = { index, target: 0 };
    told.act('ben', {
      type: 'answer-step',
      runId: 1,
      stepId,
      observed: 'as written',
      matched: 'yes',
      branch,
    });
  }
  return told;
}

/** One turn: somebody tries something. Gives whether anything was added. */
function turn(told: Told, { who, dice: seed, wind }: Turn): boolean {
  told.clock.wind(wind);
  const actor = PEOPLE[who] ?? 'ana';
  const before = frozen(told.state);
  const command = frozen(someCommand(before, new Dice(seed), told.clock.now()));
  try {
    const { entries, said } = told.act(actor, command);
    if (entries.length === 0 && command.type !== 'pass-time')
      assert.ok(said, `${command.type} adds nothing and says nothing`);
    if (command.type === 'pass-time') {
      const next = nextDue(told.state);
      assert.ok(next === undefined || next > told.clock.now(), 'time has passed, and something is still due');
    }
    return entries.length > 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // A name that was redacted stands in brackets, also at the beginning of a sentence.
    assert.ok(/^[A-Z"[].*[.?]$/s.test(error.message), `not a sentence: ${error.message}`);
    return false;
  }
}

test('whatever people try, the invariants of the model hold and decide throws nothing but refusals', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(turns, fc.integer(), (list, seed) => {
      const told = beginning(new Dice(seed));
      list.forEach((one, index) => {
        if (!turn(told, one)) return;
        assert.deepEqual(complaints(told.state), []);
        if (index % 10 === 0) assert.deepEqual(fold(told.entries), told.state);
      });
      assert.deepEqual(fold(told.entries), told.state);
      assert.equal(
        verify(told.entries, { seq: told.state.seq, hash: told.state.headHash || '0'.repeat(64) }),
        undefined,
      );
      for (const { kind } of told.entries) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { numRuns: EFFORT.incidents, endOnFailure: true, seed: 20230612 },
  );
  // A walk that never gets far proves nothing.
  const rare = [
    'hypothesis-confirmed',
    'impact-closed',
    'role-accepted',
    'step-answered',
    'entry-struck',
    'entry-redacted',
    'time-corrected',
    'update-overdue',
    'step-limit-passed',
    'step-confirmed',
    'run-version-moved',
  ];
  for (const kind of rare) assert.ok((seen.get(kind) ?? 0) > 0, `no ${kind} in the whole walk`);
});

test('every first part of an incident folds, and each entry has its sentence', () => {
  fc.assert(
    fc.property(turns, (list) => {
      const told = beginning(new Dice(1));
      for (const one of list) turn(told, one);
      const stored = JSON.parse(JSON.stringify(told.entries)) as typeof told.entries;
      assert.deepEqual(fold(stored), told.state);
      for (let length = 0; length <= stored.length; length += 1) {
        assert.equal(fold(stored.slice(0, length)).seq, length);
      }
      for (const entry of stored) {
        assert.ok(isKnown(entry), `${entry.kind} does not fit its own shape`);
        const sentence = sentenceOf(entry, 'America/Los_Angeles');
        assert.doesNotMatch(sentence, /undefined|\[object|NaN|\.\./);
        assert.ok(sentence.length > 10);
      }
    }),
    { numRuns: Math.max(3, EFFORT.incidents / 10), seed: 20230612 },
  );
});

test('the complaints can complain', () => {
  const told = declared();
  const [tenure] = told.state.tenures;
  assert.ok(tenure);
  const two = { ...told.state, tenures: [tenure, { ...tenure, personId: CAST.ben.id }] };
  assert.deepEqual(complaints(two), ['two hold commander', 'two hold commander']);
  told.act('ana', { type: 'open-impact', statement: 'Payments fail' });
  assert.deepEqual(complaints({ ...told.state, status: 'monitoring' }), ['open impact in monitoring']);
});
