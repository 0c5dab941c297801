import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockTimes, documentTimes, zoneSentence } from '../../server/postmortems/block-times.ts';

const LA = 'America/Los_Angeles';

function printed(zone: string, instants: readonly string[]): string[] {
  const times = blockTimes(documentTimes(zone, instants));
  return instants.map((instant) => times.at(instant));
}

test('the first time of a block carries its zone and UTC, the others do not', () => {
  const instants = ['2023-06-12T17:15:00.000Z', '2023-06-12T17:19:00.000Z'];
  assert.deepEqual(printed(LA, instants), ['10:15 PDT (17:15Z)', '10:19']);
});

test('in UTC there is nothing to put in brackets', () => {
  const instants = ['2023-06-12T17:15:00.000Z', '2023-06-12T17:19:00.000Z'];
  assert.deepEqual(printed('UTC', instants), ['17:15Z', '17:19']);
});

test('a new day brings its date, and the date in UTC where that is another', () => {
  const instants = ['2023-06-13T06:50:00.000Z', '2023-06-13T06:55:00.000Z', '2023-06-13T07:05:00.000Z'];
  assert.deepEqual(printed(LA, instants), [
    '12 June 23:50 PDT (06:50Z on 13 June)',
    '23:55',
    '13 June 00:05 PDT (07:05Z)',
  ]);
});

test('when the clocks change inside the document every time carries its zone', () => {
  const instants = ['2023-11-05T08:30:00.000Z', '2023-11-05T08:45:00.000Z', '2023-11-05T09:30:00.000Z'];
  assert.deepEqual(printed(LA, instants), ['01:30 PDT (08:30Z)', '01:45 PDT (08:45Z)', '01:30 PST (09:30Z)']);
});

test('the zone is said with the abbreviation and offset of that date', () => {
  const june = ['2023-06-12T17:15:00.000Z'];
  const november = ['2023-11-05T08:30:00.000Z', '2023-11-05T09:30:00.000Z'];
  const said = (zone: string, instants: string[]) => zoneSentence(documentTimes(zone, instants), instants);
  assert.equal(said(LA, june), 'all times Los Angeles (PDT, UTC−7), UTC in brackets');
  assert.equal(said(LA, november), 'all times Los Angeles (PDT, UTC−7, then PST, UTC−8), UTC in brackets');
  assert.equal(said('Asia/Kolkata', june), 'all times Kolkata (UTC+5:30), UTC in brackets');
  assert.equal(said('UTC', june), 'all times UTC');
});

test('a range says the zone once', () => {
  const times = blockTimes(documentTimes(LA, ['2023-06-12T17:24:00.000Z', '2023-06-12T18:05:00.000Z']));
  const from = { at: '2023-06-12T17:24:00.000Z', precision: 'about' } as const;
  assert.equal(
    times.range(from, { at: '2023-06-12T17:41:00.000Z' }),
    'about 10:24 to 10:41 PDT (17:24Z to 17:41Z)',
  );
  const later = { at: '2023-06-12T17:33:00.000Z' };
  assert.equal(times.range(later, { at: '2023-06-12T18:05:00.000Z' }), '10:33 to 11:05');
});

test('a range over midnight says both days', () => {
  const [from, to] = [{ at: '2023-06-13T06:50:00.000Z' }, { at: '2023-06-13T07:10:00.000Z' }];
  const times = blockTimes(documentTimes(LA, [from.at, to.at]));
  assert.equal(times.range(from, to), '12 June 23:50 PDT (06:50Z on 13 June) to 13 June 00:10 PDT (07:10Z)');
});

test('a year is said where it is not the one of the document', () => {
  const instants = ['2023-12-31T23:50:00.000Z', '2024-01-01T00:10:00.000Z'];
  assert.deepEqual(printed('UTC', instants), ['31 December 23:50Z', '1 January 2024 00:10Z']);
});
