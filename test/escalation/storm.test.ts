import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alert, group, sending } from '../alerts/sender.ts';

test('300 alerts in a minute for one person', () =>
  sending(async ({ send, paging, incidents }) => {
    const rings = async (number: number, severity: string): Promise<void> => {
      const one = alert({ name: `Probe${String(number)}`, severity });
      const answer = await send('alertmanager', group([one], { groupKey: `group ${String(number)}` }));
      assert.equal(answer.status, 200);
    };
    await rings(1, 'error');
    await paging.later(1);
    const subjects = (): string[] => paging.lettersTo('ana').map(({ subject }) => subject);
    assert.deepEqual(subjects(), ['SEV-2 INC-1: One request in three fails'], 'within a second');
    for (let number = 2; number <= 300; number += 1) {
      await rings(number, number === 150 ? 'critical' : 'error');
      if (number % 5 === 0) await paging.later(1);
      if (number === 150)
        assert.deepEqual(
          subjects().slice(1),
          ['SEV-1 INC-150: One request in three fails'],
          'SEV-1 never waits',
        );
    }
    assert.equal(await incidents(), 300);
    assert.equal(subjects().length, 2, 'one letter in two minutes');
    for (let second = 61; second < 160; second += 1) await paging.later(1);
    assert.deepEqual(
      subjects().slice(2),
      ['SEV-2 INC-2: One request in three fails, and 297 more'],
      'the others together, with their count',
    );
    const bundle = paging.lettersTo('ana')[2]?.text ?? '';
    assert.match(bundle, /And 297 more that ask for you, each with the link that answers it:/);
    assert.equal([...bundle.matchAll(/\/answer\/\S+/g)].length, 21);
    assert.match(bundle, /277 more stand here:\n\S+\/escalation/);
    const { db } = paging.world.store;
    const waiting = await db
      .selectFrom('message')
      .select('message_id')
      .where('state', 'in', ['queued', 'uncertain', 'leased'])
      .execute();
    assert.equal(waiting.length, 0, 'nothing is left behind');
    for (let second = 160; second < 302; second += 1) await paging.later(1);
    assert.equal(paging.lettersTo('ben').length, 1, 'and who is asked next is asked on time');
  }));
