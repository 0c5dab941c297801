import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsCalendar } from '../../server/postmortems/item-calendar.ts';
import type { Item } from '../../server/postmortems/item.ts';
import { isExpired, reminderDay } from '../../server/postmortems/reminder.ts';

const DAYS: readonly [string, string, string | undefined][] = [
  ['more than a week before', '2026-06-12', undefined],
  ['a week before', '2026-06-13', '2026-06-13'],
  ['in the week before, when the server slept', '2026-06-15', '2026-06-13'],
  ['on the day', '2026-06-20', '2026-06-20'],
  ['in the week after', '2026-06-26', '2026-06-20'],
  ['a week after', '2026-06-27', '2026-06-27'],
  ['three weeks after', '2026-07-12', '2026-07-11'],
];
for (const [when, today, day] of DAYS) {
  test(`of something due on 20 June an owner is reminded ${when}`, () => {
    assert.equal(reminderDay('2026-06-20', today), day);
  });
}

test('it expires thirty days after its day, or after the last word of it', () => {
  const item = { due: '2026-06-20', changedAt: '2026-06-01T10:00:00.000Z', state: 'accepted' } as const;
  assert.equal(isExpired(item, '2026-07-19'), false);
  assert.equal(isExpired(item, '2026-07-20'), true);
  assert.equal(isExpired({ ...item, changedAt: '2026-07-10T10:00:00.000Z' }, '2026-07-20'), false);
  assert.equal(isExpired({ ...item, state: 'proposed' }, '2027-07-20'), false);
});

test('a calendar holds the days of the open ones, with lines that every program reads', () => {
  const item: Item = {
    id: '01J',
    number: 7,
    incidentId: 'i',
    text: `Page when the rate is low, or gone; ${'ö'.repeat(60)}`,
    type: 'detect',
    state: 'accepted',
    owner: { id: 'b', name: 'Ben Okafor' },
    due: '2026-06-30',
    doneWhen: 'it rang',
    evidence: undefined,
    ticket: undefined,
    reason: undefined,
    sourceSeq: undefined,
    rev: 2,
    createdAt: '2026-06-12T10:00:00.000Z',
    changedAt: '2026-06-12T11:00:00.000Z',
    changedBy: 'Ana',
  };
  const done: Item = { ...item, id: '01K', state: 'done' };
  const text = itemsCalendar([item, done], {
    name: 'Action items',
    now: '2026-06-13T10:00:00.000Z',
    url: () => 'https://m.example/actions/7',
  });
  assert.equal(text.match(/BEGIN:VEVENT/g)?.length, 1);
  assert.match(text, /DTSTART;VALUE=DATE:20260630\r\nDTEND;VALUE=DATE:20260701\r\n/);
  const unfolded = text.replaceAll('\r\n ', '');
  assert.ok(unfolded.includes(`SUMMARY:ACT-7 Page when the rate is low\\, or gone\\; ${'ö'.repeat(60)}\r\n`));
  assert.match(unfolded, /DESCRIPTION:Owner: Ben Okafor\.\\nDone when: it rang\r\n/);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
});
