import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { DateTime, IANAZone, Settings } from 'luxon';
import {
  clockText,
  clockWithUtc,
  dateClockText,
  dateText,
  durationText,
  stopwatchText,
  exactClockText,
  isoWithOffset,
  plusDays,
  plusSeconds,
  plusWorkingDays,
  resolveWall,
  sameLocalDay,
  secondsBetween,
} from '../../server/core/time.ts';

const LA = 'America/Los_Angeles';
const JULY = Date.UTC(2023, 6, 1);
const DECEMBER = Date.UTC(2023, 11, 1);
const realNow = Settings.now;

afterEach(() => {
  Settings.now = realNow;
});

const WALLS: [
  name: string,
  date: string,
  time: string,
  zone: string,
  resolved: ReturnType<typeof resolveWall>,
][] = [
  ['an ordinary summer time', '2023-06-12', '10:15', LA, { one: '2023-06-12T17:15:00.000Z' }],
  ['an ordinary winter time', '2023-01-12', '10:15:30', LA, { one: '2023-01-12T18:15:30.000Z' }],
  ['UTC', '2023-06-12', '10:15', 'UTC', { one: '2023-06-12T10:15:00.000Z' }],
  ['a fixed offset', '2023-06-12', '10:15', '-08:00', { one: '2023-06-12T18:15:00.000Z' }],
  ['a fixed offset with half an hour', '2023-06-12', '10:15', '+05:30', { one: '2023-06-12T04:45:00.000Z' }],
  [
    'a gap in Los Angeles',
    '2023-03-12',
    '02:30',
    LA,
    { gap: { before: '2023-03-12T09:59:00.000Z', firstValid: '2023-03-12T10:00:00.000Z' } },
  ],
  ['the first minute after the gap', '2023-03-12', '03:00', LA, { one: '2023-03-12T10:00:00.000Z' }],
  ['the last minute before the gap', '2023-03-12', '01:59', LA, { one: '2023-03-12T09:59:00.000Z' }],
  [
    'a gap of half an hour at Lord Howe',
    '2023-10-01',
    '02:15',
    'Australia/Lord_Howe',
    { gap: { before: '2023-09-30T15:29:00.000Z', firstValid: '2023-09-30T15:30:00.000Z' } },
  ],
  [
    'an overlap in Los Angeles',
    '2023-11-05',
    '01:30',
    LA,
    { overlap: ['2023-11-05T08:30:00.000Z', '2023-11-05T09:30:00.000Z'] },
  ],
  ['the first minute after the overlap', '2023-11-05', '02:00', LA, { one: '2023-11-05T10:00:00.000Z' }],
  ['the last minute before the overlap', '2023-11-05', '00:59', LA, { one: '2023-11-05T07:59:00.000Z' }],
  [
    'an overlap of half an hour at Lord Howe',
    '2023-04-02',
    '01:45',
    'Australia/Lord_Howe',
    { overlap: ['2023-04-01T14:45:00.000Z', '2023-04-01T15:15:00.000Z'] },
  ],
  [
    'the day that Samoa left out',
    '2011-12-30',
    '12:00',
    'Pacific/Apia',
    { gap: { before: '2011-12-30T09:59:00.000Z', firstValid: '2011-12-30T10:00:00.000Z' } },
  ],
  [
    'a gap at midnight in Beirut',
    '2022-03-27',
    '00:30',
    'Asia/Beirut',
    { gap: { before: '2022-03-26T21:59:00.000Z', firstValid: '2022-03-26T22:00:00.000Z' } },
  ],
  [
    'a jump of two hours at Troll',
    '2023-03-26',
    '02:00',
    'Antarctica/Troll',
    { gap: { before: '2023-03-26T00:59:00.000Z', firstValid: '2023-03-26T01:00:00.000Z' } },
  ],
];

for (const [name, date, time, zone, resolved] of WALLS) {
  test(`wall time: ${name}, whatever the day on which it is asked`, () => {
    for (const now of [JULY, DECEMBER]) {
      Settings.now = () => now;
      assert.deepEqual(resolveWall(date, time, zone), resolved);
    }
  });
}

test('what luxon does alone, and why wall time is resolved by us', () => {
  const wall = { year: 2023, month: 11, day: 5, hour: 1, minute: 30 };
  const sides = [JULY, DECEMBER].map((now) => {
    Settings.now = () => now;
    return DateTime.fromObject(wall, { zone: LA }).toFormat('ZZ');
  });
  assert.deepEqual(
    sides,
    ['-07:00', '-08:00'],
    'an overlap takes the side of the day on which the code runs',
  );
  const [first, second] = DateTime.fromObject(wall, { zone: LA }).getPossibleOffsets();
  assert.deepEqual([first?.toFormat('ZZ'), second?.toFormat('ZZ')], ['-07:00', '-08:00']);
  const gap = DateTime.fromISO('2023-03-12T02:30', { zone: LA });
  assert.equal(gap.toFormat('HH:mmZZ'), '03:30-07:00', 'a gap is moved forward silently');
  assert.equal(gap.plus({ days: 1 }).toFormat('HH:mm'), '03:30', 'and stays moved for ever after');
  assert.equal(
    DateTime.fromISO('2023-10-01T02:15', { zone: 'Australia/Lord_Howe' }).toFormat('HH:mmZZ'),
    '02:45+11:00',
  );
});

test('what luxon takes for a zone, and why validity is no check', () => {
  const inJune = (zone: string) => DateTime.fromISO('2023-06-12T10:15', { zone }).toUTC().toFormat('HH:mm');
  assert.equal(inJune('PST'), '17:15', 'PST is Los Angeles with summer time');
  assert.equal(inJune('EST'), '15:15', 'EST is a fixed offset');
  assert.equal(inJune('BST'), '04:15', 'BST is Bangladesh');
  assert.equal(inJune('IST'), '04:45', 'IST is India');
  for (const name of ['PDT', 'EDT', 'CEST']) assert.equal(IANAZone.isValidZone(name), false);
  const listed = Intl.supportedValuesOf('timeZone');
  for (const name of ['Europe/Kyiv', 'Asia/Kolkata', 'UTC']) assert.equal(listed.includes(name), false);
});

test('a time is printed with the zone as people write it on that date', () => {
  const [june, january] = ['2023-06-12T17:15:00.000Z', '2023-01-12T17:15:00.000Z'];
  assert.equal(clockText(june, LA), '10:15 PDT');
  assert.equal(clockText(january, LA), '09:15 PST');
  assert.equal(clockText(june, 'Europe/Berlin'), '19:15 UTC+2');
  assert.equal(clockText(january, 'Europe/London'), '17:15 GMT');
  assert.equal(clockText(june, 'Asia/Kolkata'), '22:45 UTC+5:30');
  assert.equal(clockText(june, '-08:00'), '09:15 UTC-8');
  assert.equal(clockText(june, 'UTC'), '17:15Z');
  assert.equal(clockWithUtc(june, LA), '10:15 PDT (17:15Z)');
  assert.equal(clockWithUtc(june, 'UTC'), '17:15Z');
  assert.equal(exactClockText('2023-06-12T17:15:30.900Z', LA), '10:15:30 PDT');
  assert.equal(dateText(june, LA), 'Monday 12 June 2023');
  assert.equal(dateClockText('2023-06-12T03:00:00.000Z', LA), 'Sunday 11 June 2023, 20:00 PDT');
  assert.equal(isoWithOffset(june, LA), '2023-06-12T10:15-07:00');
});

test('times are printed in English whatever the machine speaks', () => {
  const before = Settings.defaultLocale;
  Settings.defaultLocale = 'de-DE';
  try {
    assert.equal(
      dateClockText('2023-12-12T17:15:00.000Z', 'Europe/Berlin'),
      'Tuesday 12 December 2023, 18:15 UTC+1',
    );
  } finally {
    Settings.defaultLocale = before;
  }
});

const DURATIONS: [seconds: number, text: string, about: string][] = [
  [0, '0 s', 'about 0 s'],
  [20, '20 s', 'about 20 s'],
  [59.6, '1 min', 'about 1 min'],
  [130, '2 min 10 s', 'about 2 min'],
  [13 * 60 + 10, '13 min', 'about 13 min'],
  [3599, '1 h', 'about 1 h'],
  [6480, '1 h 48 min', 'about 1 h 48 min'],
  [27 * 3600, '1 day 3 h', 'about 1 day 3 h'],
  [48 * 3600 - 1, '2 days', 'about 2 days'],
];

test('durations are told in words with their units', () => {
  for (const [seconds, text, about] of DURATIONS) {
    assert.equal(durationText(seconds), text);
    assert.equal(durationText(seconds, 'about'), about);
  }
});

test('a stopwatch counts on through the days', () => {
  const shown: [seconds: number, text: string][] = [
    [0, '00:00:00'],
    [862.9, '00:14:22'],
    [86_399, '23:59:59'],
    [2 * 86_400 + 11_662, '2 d 03:14:22'],
    [-5, '00:00:00'],
  ];
  for (const [seconds, text] of shown) assert.equal(stopwatchText(seconds), text);
});

test('days and seconds are counted without losing an hour', () => {
  assert.equal(plusSeconds('2023-03-12T09:59:59.500Z', 0.5), '2023-03-12T10:00:00.000Z');
  assert.equal(secondsBetween('2023-03-12T10:00:00.000Z', '2023-03-12T09:59:59.500Z'), -0.5);
  assert.equal(plusDays('2024-02-28', 1), '2024-02-29');
  assert.ok(sameLocalDay('2023-06-12T07:00:00.000Z', '2023-06-13T06:59:00.000Z', LA));
  assert.ok(!sameLocalDay('2023-06-12T06:59:00.000Z', '2023-06-12T07:00:00.000Z', LA));
  // Friday 10 March 09:00 PST; Monday is after the change to summer time.
  assert.equal(plusWorkingDays('2023-03-10T17:00:00.000Z', 1, LA), '2023-03-13T16:00:00.000Z');
  assert.equal(plusWorkingDays('2023-06-12T18:46:00.000Z', 5, LA), '2023-06-19T18:46:00.000Z');
});

test('text that is no date, no time or no zone is a defect of the caller', () => {
  assert.throws(() => resolveWall('2023-02-30', '10:15', LA), RangeError);
  assert.throws(() => resolveWall('2023-06-12', '25:00', LA), RangeError);
  assert.throws(() => resolveWall('2023-06-12', '10:15', 'Nowhere/City'), RangeError);
});

const ZONES = [
  LA,
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Antarctica/Troll',
  'Asia/Gaza',
  'America/St_Johns',
  'Europe/Dublin',
  'Pacific/Chatham',
  'America/Sao_Paulo',
  'Asia/Tehran',
];

/** The days in which a zone changes its offset, with the day before and after. */
function changeDays(zone: string): string[] {
  const offsetOn = (day: string) => DateTime.fromISO(`${day}T00:00:00Z`, { zone }).offset;
  const days: string[] = [];
  for (let day = '2018-01-01'; day < '2020-06-01'; day = plusDays(day, 1)) {
    const next = plusDays(day, 1);
    if (offsetOn(day) !== offsetOn(next)) days.push(plusDays(day, -1), day, next);
  }
  return days;
}

test('around every clock change the wall time of an instant leads back to that instant', () => {
  let checked = 0;
  for (const zone of ZONES) {
    for (const day of changeDays(zone)) {
      for (let minutes = 0; minutes < 24 * 60; minutes += 30) {
        const at = plusSeconds(`${day}T00:00:00.000Z`, minutes * 60);
        const local = DateTime.fromISO(at, { zone });
        const resolved = resolveWall(local.toFormat('yyyy-MM-dd'), local.toFormat('HH:mm:ss'), zone);
        const found = 'one' in resolved ? [resolved.one] : 'overlap' in resolved ? resolved.overlap : [];
        assert.ok(found.includes(at), `${zone} ${at}: ${JSON.stringify(resolved)}`);
        checked += 1;
      }
    }
  }
  assert.ok(checked > 5000);
});
