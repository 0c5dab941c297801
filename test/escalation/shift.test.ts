import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { acceptRun } from '../../server/escalation/answer-actions.ts';
import { changePolicy, findPolicy } from '../../server/escalation/policy-actions.ts';
import { openRuns, runById } from '../../server/escalation/run-store.ts';
import { createSchedule } from '../../server/escalation/schedule-actions.ts';
import { by } from '../alerts/sender.ts';
import { CAST } from '../support/cast.ts';
import { level, paging } from './paging.ts';
import { layer } from './rota.ts';

test('Shift ends during the incident', async () => {
  const there = await paging([level(['ana'])]);
  try {
    const { world } = there;
    const { escalation, people } = world.kit;
    // Ana is on until 10:00, then Ben.
    const turns = { firstTime: '10:00', unit: 'days', firstDate: '2026-11-01' } as const;
    const layers = [layer([CAST.ana.id, CAST.ben.id], turns)];
    const schedule = await createSchedule(escalation, { name: 'Rota', zone: 'UTC', layers }, COMMAND_LINE);
    const policy = await findPolicy(people.db, 'shop');
    const targets = [{ kind: 'schedule', id: schedule.id } as const];
    await changePolicy(escalation, 'shop', { ...policy, levels: [level([], { targets })] }, COMMAND_LINE);
    await there.declare('SEV-3');
    const [run] = await openRuns(world.store.db);
    await acceptRun(escalation, run?.id ?? '', { person: CAST.ana, via: 'mail' });
    await by(world, 'max', { type: 'release-role', role: 'commander', reason: 'it is Ana who is on call' });
    await by(world, 'ana', { type: 'take-role', role: 'commander' });
    await there.later(59 * 60);
    assert.equal(there.lettersTo('ben').length, 0);
    await there.later(60);
    await there.later(60);
    const [letter, ...more] = there.lettersTo('ben');
    assert.match(
      letter?.text ?? '',
      /Ana Ruiz has this, and their shift in Rota ended at 10:00Z\. You are on call now: take it over, or leave it with them\./,
    );
    assert.deepEqual(more, [], 'once');
    assert.equal((await runById(world.store.db, run?.id ?? ''))?.owner?.id, CAST.ana.id, 'the owner stays');
    const offers = await world.store.db
      .selectFrom('entry')
      .select('body')
      .where('kind', '=', 'role-offered')
      .execute();
    assert.equal(offers.length, 1);
    const { offerId, to, from } = JSON.parse(offers[0]?.body ?? '') as Record<string, string>;
    assert.deepEqual([to, from], [CAST.ben.id, CAST.ana.id], 'the next one is offered what she holds');
    await by(world, 'ben', { type: 'accept-role', offerId: offerId ?? '' });
    const page = await (await there.browser('max')).get('/incidents/1/people').expect(200);
    assert.match(page.text, /Commander[\s\S]{0,200}Ben Okafor/i);
  } finally {
    await there.end();
  }
});
