import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alert, by, group, sending } from '../alerts/sender.ts';

/** What alerts do to an escalation, each row of the table of edge cases by its name. */
const AGAIN = (minute: number) => `2026-11-02T09:${String(minute).padStart(2, '0')}:00Z`;

test('Alert flaps', () =>
  sending(async ({ send, paging, entries, incidents }) => {
    await send('alertmanager', group([alert()]));
    for (let minute = 1; minute < 14; minute += 2) {
      paging.world.clock.wind(60);
      await send('alertmanager', group([alert({ status: 'resolved', endsAt: AGAIN(minute) })]));
      paging.world.clock.wind(60);
      await send('alertmanager', group([alert()]));
    }
    assert.equal(await incidents(), 1);
    const told = await entries();
    assert.equal(told.filter(({ kind }) => kind === 'escalation-requested').length, 1, 'the same run');
    assert.equal(
      told.filter(({ kind }) => kind === 'alert-repeated').at(-1)?.body.count,
      8,
      'the count is shown',
    );
  }));

test('what flaps after it was resolved asks its owner once in a quarter of an hour', () =>
  sending(async ({ send, paging, entries }) => {
    await send('alertmanager', group([alert()]));
    await by(paging.world, 'max', { type: 'declare-detected', takeCommand: true });
    await send('alertmanager', group([alert({ status: 'resolved', endsAt: AGAIN(0) })]));
    const done = {
      type: 'move-status',
      to: 'resolved',
      override: 'a test',
      temporaryConfirmed: true,
    } as const;
    await by(paging.world, 'max', done);
    const asked = async () => (await entries()).filter(({ kind }) => kind === 'escalation-requested').length;
    paging.world.clock.wind(300);
    await send('alertmanager', group([alert()]));
    assert.equal(await asked(), 1, 'too soon after the page of its beginning');
    paging.world.clock.wind(900);
    await send('alertmanager', group([alert()]));
    assert.equal(await asked(), 2);
  }));

test('Resolve arrives before trigger', () =>
  sending(async ({ send, paging, incidents }) => {
    const early = await send('alertmanager', group([alert({ status: 'resolved', endsAt: AGAIN(0) })]));
    assert.equal(early.status, 200);
    assert.deepEqual(early.body.alerts, { early: 1 });
    paging.world.clock.wind(540);
    const late = await send('alertmanager', group([alert()]));
    assert.deepEqual(late.body.alerts, { over: 1 });
    await paging.world.tick();
    assert.equal(await incidents(), 0);
    assert.equal(paging.mail.letters.length, 0, 'it pages nobody');
    const row = await paging.world.store.db.selectFrom('alert').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual(
      [row.count, row.cleared_at === null, row.fired_at === null],
      [1, false, false],
      'one record',
    );
  }));
