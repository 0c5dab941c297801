import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alert, by, group, sending } from './sender.ts';

test('an alert opens an incident of its service and begins its policy once', () =>
  sending(async ({ send, paging, entries, incidents }) => {
    const answer = await send('alertmanager', group([alert(), alert({ instance: 'web-2' })]));
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.equal(answer.body.incident, 'INC-1');
    await paging.world.tick();
    const [letter] = paging.lettersTo('ana');
    assert.match(letter?.subject ?? '', /^SEV-1 INC-1: One request in three fails$/);
    assert.match(
      letter?.text ?? '',
      /Prometheus asks you to come: SEV-1 incident of Web shop was raised by an alert/,
    );
    const told = await entries();
    assert.deepEqual(told.map(({ kind }) => kind).slice(0, 4), [
      'incident-opened',
      'escalation-requested',
      'alert-received',
      'alert-received',
    ]);
    const received = told.filter(({ kind }) => kind === 'alert-received');
    assert.equal(received[0]?.occurredAt, '2026-11-02T08:58:30.123Z', 'when it began, by its sender');
    assert.equal(received[0]?.recordedAt, '2026-11-02T09:00:00.000Z', 'when it came');
    assert.equal(received[0]?.source, 'alert');
    assert.equal(await incidents(), 1);
  }));

test('repeats are counted, told once a minute, and page nobody', () =>
  sending(async ({ send, paging, entries, incidents }) => {
    for (let sent = 0; sent < 10; sent += 1) await send('alertmanager', group([alert()]));
    await paging.world.tick();
    const counts = async () =>
      (await entries()).filter(({ kind }) => kind === 'alert-repeated').map(({ body }) => body.count);
    assert.deepEqual(await counts(), [], 'within the minute of the first');
    await paging.later(61);
    assert.deepEqual(await counts(), [10]);
    await send('alertmanager', group([alert()]));
    await paging.later(61);
    await paging.later(61);
    assert.deepEqual(await counts(), [10, 11], 'and nothing more while none comes');
    assert.equal(await incidents(), 1);
    const asked = (await entries()).filter(({ kind }) => kind === 'escalation-requested');
    assert.equal(asked.length, 1);
  }));

test('what ends is told, with the count before it, and the incident goes on', () =>
  sending(async ({ send, paging, entries }) => {
    await send('alertmanager', group([alert(), alert({ instance: 'web-2' })]));
    await send('alertmanager', group([alert(), alert({ instance: 'web-2' })]));
    paging.world.clock.wind(120);
    const ended = alert({ status: 'resolved', endsAt: '2026-11-02T09:01:30Z' });
    const answer = await send('alertmanager', group([ended, alert({ instance: 'web-2' })]));
    assert.deepEqual(answer.body.alerts, { cleared: 1, again: 1 });
    const told = (await entries()).filter(({ kind }) => /^alert-(?:rep|cle)/.test(kind));
    assert.deepEqual(
      told.map(({ kind, body }) => [kind, body.count]),
      [
        ['alert-repeated', 2],
        ['alert-cleared', undefined],
        ['alert-repeated', 3],
      ],
    );
    assert.equal(told[1]?.occurredAt, '2026-11-02T09:01:30.000Z');
    const row = await paging.world.store.db.selectFrom('incident').selectAll().executeTakeFirstOrThrow();
    assert.equal(row.status, 'detected');
    assert.equal(row.firing, 1);
  }));

test('another group of the service opens an incident of its own, unless the key joins what is open', async () => {
  const other = group([alert({ name: 'DiskFull' })], { groupKey: 'disk' });
  await sending(async ({ send, incidents }) => {
    await send('alertmanager', group([alert()]));
    assert.equal((await send('alertmanager', other)).body.incident, 'INC-2');
    assert.equal(await incidents(), 2);
  });
  await sending(
    async ({ send, incidents, entries }) => {
      await send('alertmanager', group([alert()]));
      assert.equal((await send('alertmanager', other)).body.incident, 'INC-1');
      assert.equal(await incidents(), 1);
      assert.equal((await entries()).filter(({ kind }) => kind === 'escalation-requested').length, 1);
    },
    ['ana'],
    { joinsOpen: true },
  );
});

test('the same delivery sent by many at one moment is one incident, and each is counted', () =>
  sending(async ({ send, paging, incidents, entries }) => {
    const sent = Array.from({ length: 40 }, () => send('alertmanager', group([alert()])));
    const answers = await Promise.all(sent);
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(await incidents(), 1);
    await paging.later(61);
    const counts = (await entries()).filter(({ kind }) => kind === 'alert-repeated');
    assert.deepEqual(
      counts.map(({ body }) => body.count),
      [40],
    );
  }));

test('a plain alert needs a title alone, and says which field is wrong', () =>
  sending(async ({ send, incidents, entries }) => {
    const answer = await send('json', {
      title: 'The queue is full',
      severity: 'warning',
      link: 'https://q.example.org',
    });
    assert.equal(answer.status, 200);
    const told = await entries();
    assert.equal(told[0]?.body.severity, 'SEV-3');
    const wrong = await send('json', { title: '', status: 'open', occurred_at: 'today', labels: [1] });
    assert.equal(wrong.status, 422);
    const errors = wrong.body.errors as { pointer: string; detail: string }[];
    assert.deepEqual(errors.map(({ pointer }) => pointer).sort(), [
      '/labels',
      '/occurred_at',
      '/status',
      '/title',
    ]);
    assert.equal((await send('json', '{"title": "cut')).status, 400);
    assert.equal((await send('json', '[]')).status, 422);
    assert.equal((await send('json', { title: 'x' }, 'mak_none')).status, 401);
    assert.equal((await send('json', { title: 'x', description: 'y'.repeat(600_000) })).status, 413);
    assert.equal((await send('json', 'z'.repeat(5_000_000))).status, 413);
    assert.equal(await incidents(), 1);
  }));

test('a group that fires after its incident was resolved asks whoever had it to open it again', () =>
  sending(async ({ send, paging, entries, incidents }) => {
    await send('alertmanager', group([alert()]));
    await paging.world.tick();
    await by(paging.world, 'max', { type: 'declare-detected', takeCommand: true });
    await send('alertmanager', group([alert({ status: 'resolved', endsAt: '2026-11-02T09:00:00Z' })]));
    const override = 'it is a test';
    await by(paging.world, 'max', {
      type: 'move-status',
      to: 'resolved',
      override,
      temporaryConfirmed: true,
    });
    await paging.world.tick();
    const before = paging.mail.letters.length;
    paging.world.clock.wind(3600);
    await send('alertmanager', group([alert({ startsAt: '2026-11-02T10:00:00Z' })]));
    await paging.world.tick();
    assert.equal(await incidents(), 1);
    const asked = (await entries()).filter(({ kind }) => kind === 'escalation-requested').at(-1);
    assert.match(String(asked?.body.reason), /^HighErrorRate fires again: open INC-1 again/);
    assert.equal(asked?.body.firstToName, 'Max Orwell');
    assert.deepEqual(
      paging.mail.letters.slice(before).map(({ to }) => to),
      ['max@example.org'],
    );
    await paging.later(300);
    assert.equal(paging.lettersTo('ana').length, 3, 'and then by the policy from its first level');
  }));
