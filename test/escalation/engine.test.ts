import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { changePolicy, findPolicy } from '../../server/escalation/policy-actions.ts';
import { disable } from '../../server/identity/actions.ts';
import { act } from '../../server/incidents/actions.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { CAST } from '../support/cast.ts';
import { acceptRun, declineRun } from '../../server/escalation/answer-actions.ts';
import { openRuns } from '../../server/escalation/run-store.ts';
import { level, paging, type Paging } from './paging.ts';

const THREE = [level(['ana']), level(['ben']), level(['max'])];

async function inPaging(
  levels: Parameters<typeof paging>,
  work: (paging: Paging) => Promise<void>,
): Promise<void> {
  const there = await paging(...levels);
  try {
    await work(there);
  } finally {
    await there.end();
  }
}

async function runOf({ world }: Paging): Promise<string> {
  const [run] = await openRuns(world.store.db);
  assert.ok(run, 'a run is open');
  return run.id;
}

test('an incident of a service asks the first level at once, and each next one on time', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    const [first] = paging.lettersTo('ana');
    assert.match(first?.subject ?? '', /^SEV-1 INC-1: Checkout fails$/);
    assert.match(first?.text ?? '', /Max Orwell asks you to come: SEV-1 incident of Web shop was declared/);
    assert.match(first?.text ?? '', /If nobody accepts by 09:05Z, Ben Okafor is asked\./);
    assert.match(first?.headers ?? '', /^Auto-Submitted: auto-generated$/im);
    await paging.later(299);
    assert.equal(paging.lettersTo('ben').length, 0, 'not early');
    await paging.later(1);
    assert.equal(paging.lettersTo('ben').length, 1);
    await paging.later(300);
    await paging.later(300);
    assert.equal(paging.lettersTo('ada').length, 1, 'the fallback');
    await paging.later(300);
    await paging.later(3600);
    assert.deepEqual(await paging.kinds(), [
      'role-taken',
      'escalation-requested',
      'escalation-sent',
      'escalation-expired',
      'escalation-sent',
      'escalation-expired',
      'escalation-sent',
      'escalation-expired',
      'escalation-sent',
      'escalation-expired',
      'escalation-exhausted',
    ]);
    assert.equal(paging.mail.letters.length, 4, 'each of them once');
  }));

test('whoever accepts ends it, and those who were told hear of it', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    await paging.later(300);
    const run = await runOf(paging);
    const { escalation } = paging.world.kit;
    const { said } = await acceptRun(escalation, run, { person: CAST.ben, via: 'mail' });
    assert.equal(said, 'It is yours.');
    await paging.later(1);
    assert.match(paging.lettersTo('ana').at(-1)?.text ?? '', /Ben Okafor has taken it\./);
    await paging.later(900);
    assert.equal(paging.lettersTo('max').length, 0, 'nobody is asked after that');
    assert.equal((await paging.kinds()).at(-1), 'escalation-accepted');
  }));

test('Two accept at once', () =>
  inPaging([[level(['ana', 'ben'])]], async (paging) => {
    await paging.declare();
    const run = await runOf(paging);
    const { escalation } = paging.world.kit;
    const both = await Promise.all([
      acceptRun(escalation, run, { person: CAST.ana, via: 'web' }),
      acceptRun(escalation, run, { person: CAST.ben, via: 'web' }),
    ]);
    const said = both.map((one) => one.said).toSorted();
    assert.deepEqual(both.filter(({ isChanged }) => isChanged).length, 1, 'the first commit owns it');
    assert.match(
      said.join(' '),
      /(?:Ana Ruiz|Ben Okafor) accepted 0 s ago\. Join the incident as a helper\?/,
    );
    const kinds = (await paging.kinds()).filter((kind) => kind === 'escalation-accepted');
    assert.equal(kinds.length, 1);
  }));

test('who declines lets it go on at once', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    const { escalation } = paging.world.kit;
    const why = { reason: 'asleep' } as const;
    await declineRun(escalation, await runOf(paging), { person: CAST.ana, via: 'mail' }, why);
    await paging.later(1);
    assert.equal(paging.lettersTo('ben').length, 1);
    assert.deepEqual((await paging.kinds()).slice(2), [
      'escalation-sent',
      'escalation-declined',
      'escalation-sent',
    ]);
  }));

test('Accept arrives after the level expired', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    await paging.later(301);
    const { said } = await acceptRun(paging.world.kit.escalation, await runOf(paging), {
      person: CAST.ana,
      via: 'mail',
    });
    assert.equal(said, 'It is yours.');
    await paging.later(1);
    assert.match(
      paging.lettersTo('ben').at(-1)?.text ?? '',
      /Ana Ruiz has taken it/,
      'the later level is told',
    );
  }));

test('Accept after exhausted', () =>
  inPaging([[level(['ana'])]], async (paging) => {
    await paging.declare();
    await paging.later(300);
    await paging.later(300);
    assert.equal((await paging.kinds()).at(-1), 'escalation-exhausted');
    const { run } = await acceptRun(paging.world.kit.escalation, await runOf(paging), {
      person: CAST.ana,
      via: 'web',
    });
    assert.equal(run.state, 'accepted', 'the alarm ends');
    assert.equal((await paging.kinds()).at(-1), 'escalation-accepted');
  }));

test('All channels of a level fail', () =>
  inPaging([THREE], async (paging) => {
    paging.mail.refuse(CAST.ana.email);
    await paging.declare();
    await paging.later(1);
    assert.equal(paging.lettersTo('ben').length, 1, 'the next level is told at once');
    assert.deepEqual((await paging.kinds()).slice(2), [
      'escalation-sent',
      'escalation-send-failed',
      'escalation-sent',
    ]);
  }));

test('a mail server that is away for a moment is tried again', () =>
  inPaging([THREE], async (paging) => {
    paging.mail.fail(true);
    await paging.declare();
    paging.mail.fail(false);
    await paging.later(4);
    assert.equal(paging.lettersTo('ana').length, 0);
    await paging.later(1);
    assert.equal(paging.lettersTo('ana').length, 1);
  }));

test('Mode `all`, one accepts, one declines', () =>
  inPaging([[level(['ana', 'ben'], { mode: 'all' }), level(['max'])]], async (paging) => {
    await paging.declare();
    const run = await runOf(paging);
    const { escalation } = paging.world.kit;
    const first = await acceptRun(escalation, run, { person: CAST.ana, via: 'web' });
    assert.match(first.said, /Still to accept as well: Ben Okafor\./);
    await declineRun(escalation, run, { person: CAST.ben, via: 'web' }, { reason: 'busy' });
    await paging.later(1);
    assert.equal(paging.lettersTo('max').length, 1, 'the level is not met');
    assert.deepEqual((await paging.kinds()).slice(2), [
      'escalation-sent',
      'escalation-accepted',
      'escalation-declined',
      'escalation-sent',
    ]);
  }));

test('Subject resolved while a level is open', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    const { world } = paging;
    const max = await viewerById(world.store.db, CAST.max.id);
    assert.ok(max);
    const cancel = { type: 'move-status', to: 'cancelled', reason: 'a test of the alarm' } as const;
    await act(world.kit.incidents, max, 1, [cancel], { opId: undefined, body: {} });
    await paging.later(1);
    assert.match(
      paging.lettersTo('ana').at(-1)?.text ?? '',
      /No longer needed: the incident was cancelled\./,
    );
    await paging.later(3600);
    assert.equal(paging.lettersTo('ben').length, 0);
  }));

test('Person deactivated during a run', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    const { people, escalation } = paging.world.kit;
    await assert.rejects(disable(people, CAST.ana.id, COMMAND_LINE), /1 policy depends on this person: Shop/);
    await assert.rejects(disable(people, CAST.ada.id, COMMAND_LINE), { code: 'last-admin' });
    const policy = await findPolicy(people.db, 'shop');
    const without = { ...policy, levels: [level(['ben'])] };
    await changePolicy(escalation, 'shop', without, COMMAND_LINE);
    await disable(people, CAST.ana.id, COMMAND_LINE);
    await paging.later(1);
    await paging.later(1);
    assert.equal(paging.lettersTo('ben').length, 1, 'the next one is asked at once');
    assert.deepEqual((await paging.kinds()).slice(2), [
      'escalation-sent',
      'escalation-declined',
      'escalation-sent',
    ]);
  }));

test('whoever accepted and falls silent is asked again, and then the next level', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    const run = await runOf(paging);
    const { escalation, incidents } = paging.world.kit;
    await acceptRun(escalation, run, { person: CAST.ana, via: 'mail' });
    await paging.later(19 * 60);
    const ana = await viewerById(paging.world.store.db, CAST.ana.id);
    assert.ok(ana);
    const note = { type: 'add-note', text: 'I look at the gateway.', flavour: 'note' } as const;
    await act(incidents, ana, 1, [note], { opId: undefined, body: {} });
    await paging.later(19 * 60);
    assert.equal(paging.lettersTo('ana').length, 1, 'any act puts it off');
    await paging.later(60);
    await paging.later(1);
    assert.equal(paging.lettersTo('ana').length, 2, 'silent for 20 minutes: asked again');
    const { said } = await acceptRun(escalation, run, { person: CAST.ana, via: 'mail' });
    assert.equal(said, 'It is yours still.');
    await paging.later(20 * 60);
    await paging.later(5 * 60);
    assert.equal(paging.lettersTo('ben').length, 1, 'silent when asked again: the next level');
    assert.deepEqual((await paging.kinds()).slice(3), [
      'escalation-accepted',
      'escalation-repaged',
      'escalation-repaged',
      'escalation-given-back',
      'escalation-sent',
    ]);
  }));

test('Policy edited or deleted during a run', () =>
  inPaging([THREE], async (paging) => {
    await paging.declare();
    const { people, escalation } = paging.world.kit;
    const policy = await findPolicy(people.db, 'shop');
    await changePolicy(escalation, 'shop', { ...policy, levels: [level(['max'])] }, COMMAND_LINE);
    await paging.later(300);
    assert.equal(paging.lettersTo('ben').length, 1, 'the copy goes on with its own second level');
    assert.equal(paging.lettersTo('max').length, 0);
  }));
