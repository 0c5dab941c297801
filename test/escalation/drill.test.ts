import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAST } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { level, paging } from './paging.ts';

test('Drill', async () => {
  const there = await paging([level(['ana']), level(['ben'])], {}, { MUSTER_RUNBOOKS: 'runbooks' });
  try {
    const tia = await there.browser('tia');
    const shelf = await tia.get('/drills').expect(200);
    const [, briefing = ''] = /href="([^"]+)">Sunday at breakfast/.exec(shelf.text) ?? [];
    await sendForm(tia, briefing, `${briefing}/start`);
    const drill = '/drills/1';
    await sendForm(tia, drill, `${drill}/declaration`, { severity: 'SEV-1', take_command: 'on' });
    const people = `${drill}/people`;
    const reason = 'edge-2 shows another certificate than edge-1';
    const played = await sendForm(tia, people, `${drill}/escalations`, {
      to: 'played-infrastructure',
      reason,
    });
    assert.equal(played.status, 303);
    for (const real of [CAST.ana.id, CAST.ben.id, CAST.ada.id]) {
      const refused = await sendForm(tia, people, `${drill}/escalations`, { to: real, reason });
      assert.notEqual(refused.status, 303, 'no real person can be asked from a drill');
    }
    const { db } = there.world.store;
    const { policy_id: policy } = await db.selectFrom('policy').select('policy_id').executeTakeFirstOrThrow();
    const begun = await sendForm(tia, people, `${drill}/escalations`, { policy, reason });
    assert.equal(begun.status, 303);
    await tia
      .get(begun.headers.location ?? '')
      .expect(200, /Nobody real is asked\. Whoever answers is played by the drill\./);
    for (let minute = 0; minute < 60; minute += 5) await there.later(300);
    assert.deepEqual(await db.selectFrom('escalation_run').selectAll().execute(), []);
    assert.deepEqual(await db.selectFrom('message').selectAll().execute(), [], 'nothing was even written');
    assert.deepEqual(there.mail.letters, []);
  } finally {
    await there.end();
  }
});
