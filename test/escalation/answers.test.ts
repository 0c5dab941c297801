import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptRun, declineRun } from '../../server/escalation/answer-actions.ts';
import { openRuns, runById } from '../../server/escalation/run-store.ts';
import { CAST } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { answerLink } from '../support/mailbox.ts';
import { by } from '../alerts/sender.ts';
import { level, paging, type Paging } from './paging.ts';

/** Answers that come late, twice, from the wrong place, or are taken back. Each row of the table of edge cases by its name. */
const THREE = [level(['ana']), level(['ben']), level(['max'])];

async function inPaging(
  work: (paging: Paging, runId: string) => Promise<void>,
  severity = 'SEV-1',
): Promise<void> {
  const there = await paging(THREE);
  try {
    await there.declare(severity);
    const [run] = await openRuns(there.world.store.db);
    assert.ok(run);
    await work(there, run.id);
  } finally {
    await there.end();
  }
}

test('Accept after withdrawn or resolved', () =>
  inPaging(async (paging, runId) => {
    const { world } = paging;
    await by(world, 'max', { type: 'move-status', to: 'cancelled', reason: 'a test of the alarm' });
    const before = await paging.kinds();
    const accepted = await acceptRun(world.kit.escalation, runId, { person: CAST.ana, via: 'mail' });
    assert.equal(accepted.isChanged, false);
    assert.match(accepted.said, /^It is no longer needed: the incident was cancelled\.$/);
    assert.deepEqual(await paging.kinds(), before, 'nothing changes');
  }));

test('Decline after accept (same person)', () =>
  inPaging(async (paging, runId) => {
    const { escalation } = paging.world.kit;
    await acceptRun(escalation, runId, { person: CAST.ana, via: 'mail' });
    const why = { reason: 'busy', note: 'INC-7 needs me' } as const;
    const { said, run } = await declineRun(
      escalation,
      runId,
      { person: CAST.ana, via: 'web', isGivingBack: true },
      why,
    );
    assert.match(said, /^It is given back, with your reason\./);
    assert.equal(run.owner, undefined);
    await paging.later(1);
    assert.equal(paging.lettersTo('ben').length, 1, 'the run goes on at the next level');
    assert.deepEqual((await paging.kinds()).slice(3), [
      'escalation-accepted',
      'escalation-given-back',
      'escalation-declined',
      'escalation-sent',
    ]);
  }));

test('Mail scanner opens every link', () =>
  inPaging(async (paging, runId) => {
    const { world } = paging;
    const [letter] = paging.lettersTo('ana');
    assert.ok(letter);
    const links = [...letter.text.matchAll(/https?:\/\/[^/\s]+(\/\S+)/g)].map(([, path = '']) => path);
    assert.ok(links.length > 0);
    const before = await paging.kinds();
    for (const link of [...links, ...links]) {
      await world.browser().get(link);
      await world.browser().head(link);
    }
    assert.deepEqual(await paging.kinds(), before, 'opening answers nothing');
    assert.equal((await runById(world.store.db, runId))?.state, 'sent');
  }));

test('Token used twice, or by another signed-in person', () =>
  inPaging(async (paging, runId) => {
    const { world } = paging;
    const [letter] = paging.lettersTo('ana');
    assert.ok(letter);
    const link = answerLink(letter);
    const others = await sendForm(await paging.browser('ben'), link, link, { answer: 'accept' }).catch(
      (error: unknown) => error,
    );
    assert.equal(
      (await runById(world.store.db, runId))?.state,
      'sent',
      'it is not for Ben to answer by this link',
    );
    assert.match(
      others instanceof Error ? others.message : (others as { text: string }).text,
      /has a form for|accept on their behalf/,
    );
    const browser = world.browser();
    const first = await sendForm(browser, link, link, { answer: 'accept' });
    assert.match(first.text, /It is yours\./);
    const second = await browser.get(link);
    assert.match(second.text, /Ana Ruiz/);
    assert.doesNotMatch(second.text, /value="accept"/, 'the second use shows how things stand');
    const kinds = await paging.kinds();
    assert.equal(kinds.filter((kind) => kind === 'escalation-accepted').length, 1);
  }));

test('Severity raised after acceptance', () =>
  inPaging(async (paging, runId) => {
    const { world } = paging;
    const { db } = world.store;
    await acceptRun(world.kit.escalation, runId, { person: CAST.ana, via: 'mail' });
    await by(world, 'max', { type: 'set-severity', to: 'SEV-1', reason: 'everybody is hurt' });
    await paging.later(1);
    assert.equal((await runById(db, runId))?.owner?.id, CAST.ana.id, 'the owner stays');
    const runs = (await openRuns(db)).map(({ reason }) => reason);
    assert.deepEqual(
      runs.toSorted(),
      ['SEV-1 needs somebody for communications', 'SEV-1 needs somebody for scribe'],
      'each role that it asks for and nobody holds is asked for',
    );
    const [scribing] = (await openRuns(db)).filter(({ reason }) => reason.endsWith('scribe'));
    await acceptRun(world.kit.escalation, scribing?.id ?? '', { person: CAST.ana, via: 'mail' });
    const people = await (await paging.browser('max')).get('/incidents/1/people').expect(200);
    assert.match(people.text, /Scribe[\s\S]{0,200}Ana Ruiz/i, 'whoever accepts has the role');
    await by(world, 'max', { type: 'set-severity', to: 'SEV-2', reason: 'it is less bad' });
    await by(world, 'max', { type: 'set-severity', to: 'SEV-1', reason: 'no, it is not' });
    assert.equal((await openRuns(db)).length, 1, 'nobody is asked twice for one role');
  }, 'SEV-2'));

test('Server clock jumps', () =>
  inPaging(async (paging) => {
    const { clock } = paging.world;
    const start = clock.now();
    clock.wind(-3600);
    await paging.world.tick();
    await paging.world.tick();
    assert.equal(paging.mail.letters.length, 1, 'a step back sends nothing twice');
    clock.setTo(start);
    await paging.later(300);
    assert.equal(paging.lettersTo('ben').length, 1, 'and nothing is lost by it');
    await paging.later(30 * 24 * 3600);
    await paging.later(1);
    const told = paging.mail.letters.map(({ to }) => to);
    assert.equal(
      new Set(told).size,
      told.length,
      'a step forward tells each once, the one where it would be now',
    );
    assert.ok((await paging.kinds()).includes('escalation-sent'));
  }));

test('Merged', () =>
  inPaging(async (paging, runId) => {
    const { world } = paging;
    const { db } = world.store;
    await paging.declare('SEV-2');
    const [, second] = await openRuns(db);
    await acceptRun(world.kit.escalation, second?.id ?? '', { person: CAST.ben, via: 'mail' });
    await by(world, 'max', { type: 'merge', into: 'INC-2', reason: 'the same gateway' });
    const run = await runById(db, runId);
    assert.equal(run?.state, 'withdrawn');
    assert.match(run.endedWhy ?? '', /merged/);
    await paging.later(1);
    assert.ok(
      paging.lettersTo('ana').some(({ text }) => text.includes('No longer needed: the incident was merged')),
    );
    await paging.declare('SEV-1');
    await by(world, 'max', { type: 'merge', into: 'INC-3', reason: 'the same gateway' }, 2);
    await paging.later(1);
    assert.equal((await runById(db, second?.id ?? ''))?.state, 'withdrawn', 'also one that was accepted');
    const letter = paging.lettersTo('ben').at(-1);
    assert.match(
      letter?.text ?? '',
      /INC-2, which you took, was merged into INC-3\. You take part there now\./,
    );
    const people = await (await paging.browser('max')).get('/incidents/3/people').expect(200);
    assert.match(people.text, /Ben Okafor/, 'the owner takes part where it goes on');
    await paging.later(3600);
    assert.equal(
      paging.lettersTo('ben').filter(({ subject }) => subject.includes('INC-2')).length,
      1,
      'and is left in peace',
    );
  }));

test('Reopened within 24 h', () =>
  inPaging(async (paging, runId) => {
    const { world } = paging;
    await acceptRun(world.kit.escalation, runId, { person: CAST.ana, via: 'mail' });
    const done = {
      type: 'move-status',
      to: 'resolved',
      override: 'a test',
      temporaryConfirmed: true,
    } as const;
    await by(world, 'max', done);
    await paging.later(3600);
    const before = paging.mail.letters.length;
    await by(world, 'ada', { type: 'move-status', to: 'investigating', reason: 'it is back' });
    await paging.later(1);
    const letters = paging.mail.letters.slice(before).filter(({ subject }) => subject.includes('INC-1'));
    assert.deepEqual(
      letters.map(({ to }) => to),
      [CAST.max.email],
      'whoever led it is asked first',
    );
    await paging.later(300);
    assert.equal(paging.lettersTo('ana').length > 1, true, 'then the policy from its first level');
  }));
