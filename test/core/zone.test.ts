import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeText, sameZone, zone } from '../../server/core/zone.ts';

const ACCEPTED: [typed: string, zone: string][] = [
  ['UTC', 'UTC'],
  ['utc', 'UTC'],
  ['Z', 'UTC'],
  ['America/Los_Angeles', 'America/Los_Angeles'],
  [' europe/kyiv ', 'Europe/Kyiv'],
  ['Europe/Kiev', 'Europe/Kiev'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['america/argentina/buenos_aires', 'America/Argentina/Buenos_Aires'],
  ['america/port-au-prince', 'America/Port-au-Prince'],
  ['+02:00', '+02:00'],
  ['-3', '-03:00'],
  ['+0530', '+05:30'],
  ['UTC-7', '-07:00'],
  ['\u22128', '-08:00'],
  ['+00:00', 'UTC'],
];

test('a zone is UTC, a name with a slash, or an offset; the name stays the chosen one', () => {
  for (const [typed, accepted] of ACCEPTED) assert.deepEqual(zone(typed), { zone: accepted });
});

const REFUSED: [typed: string, sentence: RegExp][] = [
  ['Etc/GMT+7', /signs .* wrong way round/],
  ['Nowhere/City', /no zone "Nowhere\/City"/],
  ['EST5EDT', /not a zone that Muster knows/],
  ['XYZ', /not a zone that Muster knows/],
  ['', /not a zone that Muster knows/],
  ['+15:00', /not an offset/],
  ['+02:75', /not an offset/],
  ['+2x', /not an offset/],
];

test('what is no zone is refused with what to write instead', () => {
  for (const [typed, sentence] of REFUSED) {
    const answer = zone(typed);
    assert.ok('refuse' in answer, typed);
    assert.match(answer.refuse, sentence);
  }
});

test('an abbreviation is asked about, and every answer is itself a zone', () => {
  for (const typed of ['PST', 'pdt', 'IST', 'CST', 'BST', 'EST', 'CEST', 'GMT', 'AEST', 'NST']) {
    const answer = zone(typed);
    assert.ok('ask' in answer, typed);
    assert.match(answer.ask, /abbreviation/);
    for (const { value } of answer.choices) assert.ok('zone' in zone(value), value);
  }
  const pst = zone('PST');
  assert.ok('ask' in pst);
  assert.deepEqual(pst.choices.slice(0, 2), [
    { label: 'Los Angeles', value: 'America/Los_Angeles' },
    { label: 'UTC-08:00 all year', value: '-08:00' },
  ]);
});

test('two names can be one zone', () => {
  assert.ok(sameZone('Europe/Kyiv', 'Europe/Kiev'));
  assert.ok(sameZone('UTC', 'UTC'));
  assert.ok(!sameZone('Europe/Kyiv', 'Europe/Madrid'));
  assert.ok(!sameZone('-08:00', 'America/Los_Angeles'));
  assert.equal(placeText('America/Los_Angeles'), 'Los Angeles');
});
