import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookAgainAtHeld } from '../../server/escalation/engine-actions.ts';
import { openRuns, updateRun } from '../../server/escalation/run-store.ts';
import { inTransaction } from '../../server/store/transaction.ts';
import { alert, by, group, sending } from '../alerts/sender.ts';
import { CAST } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';

const PAGE = '/admin/services/web-shop/maintenance';
const ended = (name: string): object => alert({ name, status: 'resolved', endsAt: '2026-11-02T09:10:00Z' });
const groupOf = (name: string, one: object): object => group([one], { groupKey: name });

test('Maintenance window ends while the alert still fires', () =>
  sending(async ({ send, paging, incidents }) => {
    const max = await paging.browser('max');
    await max.get(PAGE).expect(200, /No window is open or planned\./);
    const endless = await sendForm(max, PAGE, PAGE, { hours: '25', reason: 'a new database' });
    assert.equal(endless.status, 422, 'a day at most');
    assert.match(endless.text, /value="a new database"/);
    await sendForm(max, PAGE, PAGE, { hours: '1', reason: 'a new database' });
    const shown = await max.get(PAGE).expect(200);
    assert.match(shown.text, /Open until Monday 2 November|Open until /);
    assert.match(shown.text, /by Max Orwell/);
    await paging.later(60);
    for (const name of ['HighErrorRate', 'SlowAnswers'])
      await send('alertmanager', groupOf(name, alert({ name })));
    await paging.later(1);
    await paging.later(600);
    assert.equal(await incidents(), 2, 'they are recorded');
    assert.equal(paging.mail.letters.length, 0, 'and ask nobody');
    await max.get('/escalation').expect(200, /Held by a window of maintenance until [^<]*10:00/);
    const people = '/incidents/1/people';
    await sendForm(max, people, '/incidents/1/escalations', { to: CAST.ben.id, reason: 'please look' });
    await paging.later(1);
    assert.equal(paging.lettersTo('ben').length, 1, 'a person can always ask by hand');
    const [, change = ''] = /action="([^"]+\/maintenance\/[^"]+)"/.exec(shown.text) ?? [];
    await sendForm(max, PAGE, change, { change: 'extend', hours: '2' });
    await send('alertmanager', groupOf('SlowAnswers', ended('SlowAnswers')));
    await paging.later(3600);
    assert.equal(paging.lettersTo('ana').length, 0, 'it was extended');
    await paging.later(3600);
    await paging.later(1);
    assert.deepEqual(
      paging.lettersTo('ana').map(({ subject }) => subject),
      ['SEV-1 INC-1: One request in three fails'],
      'one page for what still fires, and none for what ended',
    );
    await max.get('/incidents/2/timeline').expect(200, /its alerts ended during the maintenance/);
  }));

test('a window that is ended early asks at once', () =>
  sending(async ({ send, paging }) => {
    const max = await paging.browser('max');
    await sendForm(max, PAGE, PAGE, { hours: '24', reason: 'a new database' });
    await send('alertmanager', group([alert()]));
    await paging.later(1);
    assert.equal(paging.mail.letters.length, 0);
    const shown = await max.get(PAGE).expect(200);
    const [, change = ''] = /action="([^"]+\/maintenance\/[^"]+)"/.exec(shown.text) ?? [];
    await sendForm(max, PAGE, change, { change: 'end' });
    await paging.later(1);
    assert.equal(paging.lettersTo('ana').length, 1);
    await max.get(PAGE).expect(200, /No window is open or planned\./);
  }));

test('a run that somebody moves while a window ends looks again all the same', () =>
  sending(async ({ send, paging }) => {
    const { kit, clock, store } = paging.world;
    const max = await paging.browser('max');
    await sendForm(max, PAGE, PAGE, { hours: '24', reason: 'a new database' });
    await send('alertmanager', group([alert()]));
    await paging.later(1);
    // It is moved between being found and being written: on SQLite whoever asks first for the one connection is first.
    const looking = lookAgainAtHeld(kit.escalation);
    const moving = inTransaction(store.db, async (db) => {
      const [held] = await openRuns(db);
      assert.ok(held);
      await updateRun(db, { ...held, severity: 'SEV-2' });
    });
    await Promise.all([looking, moving]);
    const [run] = await openRuns(store.db);
    assert.deepEqual([run?.severity, run?.dueAt], ['SEV-2', clock.now()]);
  }));

test('what was resolved and fires again in a window is held too, and asks once at its end', () =>
  sending(async ({ send, paging }) => {
    await send('alertmanager', group([alert()]));
    await by(paging.world, 'max', { type: 'declare-detected', takeCommand: true });
    await paging.later(1);
    await send('alertmanager', group([ended('HighErrorRate')]));
    await by(paging.world, 'max', {
      type: 'move-status',
      to: 'resolved',
      override: 'a test',
      temporaryConfirmed: true,
    });
    await paging.later(3600);
    const before = paging.mail.letters.length;
    const max = await paging.browser('max');
    await sendForm(max, PAGE, PAGE, { hours: '1', reason: 'a new database' });
    await send('alertmanager', group([alert({ startsAt: '2026-11-02T10:05:00Z' })]));
    await paging.later(1);
    await paging.later(600);
    assert.equal(paging.mail.letters.length, before, 'it is recorded, and asks nobody');
    await max.get('/escalation').expect(200, /Held by a window of maintenance until /);
    await paging.later(3000);
    await paging.later(1);
    assert.equal(paging.mail.letters.length, before + 1, 'one page for what still fires');
    assert.match(paging.lettersTo('max').at(-1)?.text ?? '', /fires again/, 'and to whoever had it');
  }));

test('a kind of alert that is new in a window is told on the page of the service', () =>
  sending(async ({ send, paging }) => {
    const service = '/admin/services/web-shop';
    await send('alertmanager', groupOf('Known', alert({ name: 'Known' })));
    await paging.later(60);
    const max = await paging.browser('max');
    await sendForm(max, PAGE, PAGE, { hours: '1', reason: 'a new database' });
    await paging.later(60);
    for (const name of ['Known', 'DiskFails']) await send('alertmanager', groupOf(name, alert({ name })));
    for (const page of [service, PAGE]) {
      const { text } = await max.get(page).expect(200);
      assert.match(text, /never seen before this maintenance: DiskFails, since 09:02[^.]*\. It still fires/);
      assert.doesNotMatch(text, /this maintenance: Known/);
    }
    await paging.later(3600);
    assert.doesNotMatch((await max.get(service)).text, /never seen before/);
  }));
