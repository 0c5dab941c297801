import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { digestText, overNow, type HeldRun } from '../../server/escalation/digest.ts';
import { beginning } from '../../server/escalation/cursor.ts';
import type { Run } from '../../server/escalation/run.ts';
import { CAST } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { level, paging, type Paging } from './paging.ts';

/** It is 9:00. Ana is quiet until 10:00, and in the first level; Ben answers for her, and Ada is the fallback. */
let here: Paging;
beforeEach(async () => {
  here = await paging([level(['ana']), level(['ben'])], { repeat: 0 });
  const ana = await here.browser('ana');
  await sendForm(ana, '/me/contacts', '/me/quiet-hours', { from: '22:00', to: '10:00' });
});
afterEach(() => here.end());

test('what was held in quiet hours comes at their end as one message, and once', async () => {
  await here.declare('SEV-3');
  await here.later(60);
  await here.declare('SEV-4');
  await here.later(60);
  assert.equal(here.lettersTo('ana').length, 0, 'it is quiet');
  assert.equal(here.lettersTo('ben').length, 1, 'and the next one was asked at once');
  await here.later(3600 - 180);
  assert.equal(here.lettersTo('ana').length, 0, 'a minute before');
  await here.later(60);
  const [letter, ...others] = here.lettersTo('ana');
  assert.deepEqual(others, []);
  assert.equal(letter?.subject, 'While it was quiet for you: 2 messages held');
  const text = letter?.text.replace(/\s+/g, ' ') ?? '';
  assert.match(text, /SEV-3 INC-1: Checkout fails .* SEV-4 INC-2: Checkout fails/);
  assert.match(text, /\/escalation/);
  await here.later(3600);
  await here.later(24 * 3600);
  assert.equal(here.lettersTo('ana').length, 1);
});

test('what is urgent breaks through, and no message is made of nothing', async () => {
  await here.declare('SEV-2');
  assert.equal(here.lettersTo('ana').length, 1);
  await here.later(3600);
  assert.equal(
    here.lettersTo('ana').filter(({ subject }) => subject.startsWith('While it was quiet')).length,
    0,
  );
});

test('quiet hours that are taken away let out what they held', async () => {
  await here.declare('SEV-3');
  const ana = await here.browser('ana');
  await sendForm(ana, '/me/contacts', '/me/quiet-hours', { from: '', to: '' });
  await here.later(60);
  assert.match(here.lettersTo('ana')[0]?.subject ?? '', /^While it was quiet for you: 1 message held/);
});

const at = '2026-11-02T03:00:00.000Z';
const run = (id: string, given: Partial<Run> = {}): Run => ({
  id,
  subject: { kind: 'incident', key: `INC-${id}`, title: 'Disk fills', path: '/' },
  chain: [],
  severity: 'SEV-3',
  reason: '',
  requestedBy: { id: '', name: '' },
  requestedAt: at,
  state: 'sent',
  cursor: beginning(at),
  round: 0,
  dueAt: undefined,
  owner: undefined,
  acceptedAt: undefined,
  takenBy: [],
  endedAt: undefined,
  endedWhy: undefined,
  rev: 1,
  ...given,
});
const held = (one: Run, heldAt = at, wasTold = false): HeldRun => ({ run: one, heldAt, wasTold });

test('the text says how each of it stands, each once, the oldest first', () => {
  const owner = { id: 'b', name: 'Ben' };
  const text = digestText(
    [
      held(run('2'), '2026-11-02T04:00:00.000Z'),
      held(run('1', { state: 'accepted', owner })),
      held(run('1', { state: 'accepted', owner }), '2026-11-02T03:30:00.000Z'),
      held(run('3', { state: 'withdrawn', endedWhy: 'the incident is over' }), '2026-11-02T05:00:00.000Z'),
      held(run('4'), at, true),
    ],
    'UTC',
  );
  assert.match(text?.subject ?? '', /3 messages held/);
  assert.match(text?.paragraphs[0] ?? '', /1 of them still waits for somebody/);
  assert.deepEqual(
    text?.paragraphs.slice(1).map((line) => line.replace(/ \(.*\)/, '')),
    [
      'SEV-3 INC-1: Disk fills. Ben has it.',
      'SEV-3 INC-2: Disk fills. Others are being asked.',
      'SEV-3 INC-3: Disk fills. No longer needed: the incident is over.',
    ],
  );
  assert.equal(digestText([held(run('4'), at, true)], 'UTC'), undefined, 'who was told in another way knows');
});

test('a clock change moves the end with the wall', () => {
  const quiet = { from: '22:00', to: '03:30', zone: 'Europe/Berlin' };
  const ana = { id: CAST.ana.id, name: 'Ana', isActive: true, methods: [], quiet };
  const one = { runId: '1', place: 1, personId: CAST.ana.id, heldAt: at };
  const isOver = (now: string): boolean => overNow([one], new Map([[ana.id, ana]]), now).size === 1;
  // On 25 October 2026 the hour from two to three comes twice, so half past three is 2:30 UTC and not 1:30.
  assert.deepEqual(
    ['2026-10-25T01:30:00.000Z', '2026-10-25T02:29:00.000Z', '2026-10-25T02:30:00.000Z'].map(isOver),
    [false, false, true],
  );
});
