import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createSchedule } from '../../server/escalation/schedule-actions.ts';
import { rotation } from '../escalation/rota.ts';
import { level, paging } from '../escalation/paging.ts';
import { anotherToken } from '../support/api.ts';
import { CAST } from '../support/cast.ts';

test('a program reads who is on call, which policies there are, and what is open, and begins a policy', async () => {
  const there = await paging([level(['ana']), level(['ben'])]);
  try {
    const { escalation } = there.world.kit;
    const layers = [{ name: 'Primary', rotation: rotation([CAST.ana.id, CAST.ben.id]) }];
    await createSchedule(escalation, { name: 'Shop', zone: 'UTC', layers }, COMMAND_LINE);
    const program = await anotherToken(there.world, CAST.max.id);
    const onCall = await program.get('/api/v1/on-call');
    assert.deepEqual(onCall.body, {
      data: [
        {
          schedule: 'shop',
          name: 'Shop',
          zone: 'UTC',
          person: { id: CAST.ana.id, name: CAST.ana.name },
          until: '2026-11-09T09:00:00.000Z',
        },
      ],
      next_cursor: null,
    });
    const policies = (await program.get('/api/v1/policies')).body as {
      data: { policy: string; slug: string }[];
    };
    const [policy] = policies.data;
    assert.equal(policy?.slug, 'shop');
    await there.declare();
    const asked = await program.post('/api/v1/incidents/INC-1/escalations', {
      policy: policy?.policy,
      reason: 'more hands',
    });
    assert.equal(asked.status, 200, asked.text);
    const open = (await program.get('/api/v1/escalations')).body as {
      data: { incident: string; level: number; asked: string[] }[];
    };
    assert.deepEqual(
      open.data.map(({ incident, level: at, asked: whom }) => [incident, at, whom]),
      [['INC-1', 1, [CAST.ana.id]]],
      'the policy runs already, so it is not begun twice',
    );
    const unknown = await program.post('/api/v1/incidents/INC-1/escalations', {
      policy: 'nothing',
      reason: 'x',
    });
    assert.equal(unknown.status, 409, unknown.text);
  } finally {
    await there.end();
  }
});
