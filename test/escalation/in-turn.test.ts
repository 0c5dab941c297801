import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Member } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { level, paging, type Paging } from './paging.ts';

/** The first level asks Ana, Ben or Ada, one with each escalation; the second asks Max. */
let here: Paging;
beforeEach(async () => {
  here = await paging([level(['ana', 'ben', 'ada'], { inTurn: true }), level(['max'])]);
});
afterEach(() => here.end());

const letters = (...members: readonly Member[]): number[] =>
  members.map((member) => here.lettersTo(member).length);
/** The page of the escalation that was begun last. */
const newestRun = async (): Promise<string> => {
  const rows = await here.world.store.db
    .selectFrom('escalation_run')
    .select('run_id')
    .orderBy('run_id')
    .execute();
  return `/escalation/runs/${rows.at(-1)?.run_id ?? ''}`;
};
const pageAgain = async (run: string): Promise<void> => {
  const answer = await sendForm(await here.browser('max'), run, `${run}/again`, { reason: 'no answer yet' });
  assert.equal(answer.status, 303);
};

test('page again asks whoever’s turn it is once more, and nobody loses a turn by it', async () => {
  await here.declare('SEV-1');
  assert.deepEqual(letters('ana', 'ben', 'ada'), [1, 0, 0]);
  await here.later(240);
  await pageAgain(await newestRun());
  await here.later(120);
  assert.deepEqual(letters('ana', 'ben', 'ada'), [2, 0, 0], 'hers is the level that is asked');
  await pageAgain(await newestRun());
  await here.later(120);
  assert.deepEqual(letters('ana', 'ben', 'ada', 'max'), [3, 0, 0, 0]);
  await here.later(200);
  assert.equal(letters('max')[0], 1, 'and then it goes on');
  await here.declare('SEV-1');
  assert.deepEqual(letters('ana', 'ben', 'ada'), [3, 1, 0], 'the next escalation asks the next one');
});

test('whoever’s turn it is and cannot be asked any more leaves it to the next one', async () => {
  await here.declare('SEV-1');
  const at = here.world.clock.now();
  await here.world.store.db
    .updateTable('account')
    .set({ disabled_at: at })
    .where('email', '=', 'ana@example.org')
    .execute();
  await pageAgain(await newestRun());
  await here.later(120);
  assert.deepEqual(letters('ana', 'ben', 'ada'), [1, 1, 0]);
});

test('an escalation that goes on to its next level gives nobody a turn anew', async () => {
  await here.declare('SEV-1');
  await here.later(120);
  await here.declare('SEV-1');
  assert.deepEqual(letters('ana', 'ben', 'ada'), [1, 1, 0]);
  await here.later(200);
  assert.equal(letters('max')[0], 1, 'the first one is at its second level');
  await here.declare('SEV-1');
  assert.deepEqual(letters('ana', 'ben', 'ada'), [1, 1, 1]);
});
