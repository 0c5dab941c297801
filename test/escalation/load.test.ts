import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendForm } from '../support/forms.ts';
import { answerLink } from '../support/mailbox.ts';
import { by } from '../alerts/sender.ts';
import { level, paging } from './paging.ts';

test('On-call person is the reporter, or already commander of another incident', async () => {
  const there = await paging([level(['ana']), level(['ben'])]);
  try {
    const { world } = there;
    const ana = await there.browser('ana');
    const declare = { title: 'Search is slow', severity: 'SEV-2', take_command: 'on' };
    await sendForm(ana, '/incidents/new', '/incidents', declare);
    await sendForm(ana, '/incidents/new', '/incidents', { ...declare, title: 'The index is old' });
    await sendForm(ana, '/incidents/report', '/incidents/reports', {
      title: 'Checkout fails',
      service: 'web-shop',
    });
    await by(world, 'max', { type: 'declare-detected', takeCommand: true }, 3);
    await there.later(1);
    const [letter] = there.lettersTo('ana');
    assert.ok(letter, 'they are told all the same');
    const link = answerLink(letter);
    const shown = await world.browser().get(link).expect(200);
    assert.match(shown.text, /Ana Ruiz reported this\./);
    assert.match(
      shown.text,
      /Ana Ruiz is commander of SEV-2 INC-1 \(Search is slow\) and SEV-2 INC-2 \(The index is old\)\./,
    );
    assert.match(shown.text, /Decline, busy with INC-1 and INC-2/);
    const run = await world.store.db.selectFrom('escalation_run').select('run_id').executeTakeFirstOrThrow();
    const page = await ana.get(`/escalation/runs/${run.run_id}`).expect(200);
    assert.match(page.text, /Decline, busy with INC-1 and INC-2/);
    await sendForm(world.browser(), link, link, {
      answer: 'decline',
      reason: 'busy',
      note: 'busy with INC-1 and INC-2',
    });
    await there.later(1);
    assert.equal(there.lettersTo('ben').length, 1, 'and the next one is asked at once');
    const timeline = await ana.get('/incidents/3/timeline').expect(200);
    assert.match(timeline.text, /busy with INC-1 and INC-2/);
  } finally {
    await there.end();
  }
});
