import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeAtStart, timeBeside, type WrittenTime } from '../../server/reports/written-time.ts';

/** What a line begins with, in short: `2023-06-12 10:15:00 [zone] about -> end`, then the words behind it. */
type Row = [line: string, time: string, words: string];

function short(time: WrittenTime | undefined): string {
  if (time === undefined) return 'none';
  const parts = [
    dateOf(time.date),
    time.clock?.time,
    time.elapsed === undefined ? '' : `T${time.elapsed < 0 ? '' : '+'}${String(time.elapsed)}`,
    zoneOf(time.zone),
    time.isAbout ? 'about' : '',
    time.until ? `-> ${dateOf(time.until.date)} ${time.until.clock.time}`.replace('  ', ' ') : '',
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function dateOf(date: WrittenTime['date']): string {
  if (date === undefined) return '';
  if ('date' in date) return date.date;
  return Object.entries(date)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}

function zoneOf(zone: WrittenTime['zone']): string {
  if (zone === undefined) return '';
  if ('label' in zone) return `[${zone.label}?]`;
  return zone.letters === undefined ? `[${zone.zone}]` : `[${zone.zone}=${zone.letters}]`;
}

const ROWS: Row[] = [
  // Times alone, in 24 and in 12 hours.
  ['10:15 Alert', '10:15:00', 'Alert'],
  ['9:05 Alert', '09:05:00', 'Alert'],
  ['10:15:30 Alert', '10:15:30', 'Alert'],
  ['10:15:30.123 Alert', '10:15:30', 'Alert'],
  ['10.15 Alert', '10:15:00', 'Alert'],
  ['10h15 Alert', '10:15:00', 'Alert'],
  ['10:15 AM Alert', '10:15:00', 'Alert'],
  ['10:15am Alert', '10:15:00', 'Alert'],
  ['10:15 p.m. Alert', '22:15:00', 'Alert'],
  ['12:05 AM Alert', '00:05:00', 'Alert'],
  ['12:05 PM Alert', '12:05:00', 'Alert'],
  ['3pm Alert', '15:00:00', 'Alert'],
  ['3 PM: Alert', '15:00:00', 'Alert'],
  ['13:05 PM Alert', '13:05:00', 'Alert'],
  ['06:30 Uhr: Alert', '06:30:00', 'Alert'],
  ['1415 hrs Alert', '14:15:00', 'Alert'],
  ['0412z Alert', '04:12:00 [UTC]', 'Alert'],
  ['1412 UTC Alert', '14:12:00 [UTC]', 'Alert'],
  // What stands between the time and the words.
  ['10:15 - Alert', '10:15:00', 'Alert'],
  ['10:15 \u2013 Alert', '10:15:00', 'Alert'],
  ['10:15\u2014Alert', '10:15:00', 'Alert'],
  ['10:15: Alert', '10:15:00', 'Alert'],
  ['10:15, Alert', '10:15:00', 'Alert'],
  ['10:15 | Alert', '10:15:00', 'Alert'],
  ['10:15:: Alert', '10:15:00', 'Alert'],
  ['[10:15] Alert', '10:15:00', 'Alert'],
  ['(10:15) Alert', '10:15:00', 'Alert'],
  ['[10:15 UTC] Alert', '10:15:00 [UTC]', 'Alert'],
  ['\u{1F525} 10:15 Alert', '10:15:00', 'Alert'],
  ['At 10:15, the alert fired', '10:15:00', 'the alert fired'],
  ['By 10:15 it was over', '10:15:00', 'it was over'],
  // About.
  ['~10:15 Alert', '10:15:00 about', 'Alert'],
  ['~ 10:15 Alert', '10:15:00 about', 'Alert'],
  ['\u224810:15 Alert', '10:15:00 about', 'Alert'],
  ['about 10:15 Alert', '10:15:00 about', 'Alert'],
  ['around 10:15 AM Alert', '10:15:00 about', 'Alert'],
  ['approx. 10:15 Alert', '10:15:00 about', 'Alert'],
  ['ca. 10:15 Alert', '10:15:00 about', 'Alert'],
  ['At approximately 10:15 UTC, alert', '10:15:00 [UTC] about', 'alert'],
  ['shortly after 10:15 Alert', '10:15:00 about', 'Alert'],
  ['10:15 (approx) Alert', '10:15:00 about', 'Alert'],
  ['10:15 PDT (17:15Z), about Alert', '10:15:00 [-07:00=PDT] about', 'Alert'],
  // Dates.
  ['2023-06-12T10:15:00Z Alert', '2023-06-12 10:15:00 [UTC]', 'Alert'],
  ['2023-06-12T10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['2023-06-12T10:15:30-07:00 Alert', '2023-06-12 10:15:30 [-07:00]', 'Alert'],
  ['2023-06-12 10:15 +0200 Alert', '2023-06-12 10:15:00 [+02:00]', 'Alert'],
  ['2023-06-12 10:15:30,456 Alert', '2023-06-12 10:15:30', 'Alert'],
  ['2023/06/12 10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['June 12, 2023, 10:15 AM (PST): Alert', '2023-06-12 10:15:00 [PST?]', 'Alert'],
  ['12 June 2023 10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['12 Jun 2023, 10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['12-Jun-2023 10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['12/Jun/2023:10:15:30 +0000 Alert', '2023-06-12 10:15:30 [UTC]', 'Alert'],
  ['Mon, 12 June 2023 at 10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['Monday June 12th 2023 10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['On the 12th of June 2023 at 10:15 UTC, alert', '2023-06-12 10:15:00 [UTC]', 'alert'],
  ['2023 Jun 12 10:15 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['Aug 21, 2023 - 18:40 UTC Alert', '2023-08-21 18:40:00 [UTC]', 'Alert'],
  ['Jun 12, 12:28 PDT - Alert', 'month=6,day=12 12:28:00 [PDT?]', 'Alert'],
  ['12.06.2023, 10:15 Alert', 'numbers=12,6,year=2023 10:15:00', 'Alert'],
  ['14.11.2023 10.15 Uhr Alert', '2023-11-14 10:15:00', 'Alert'],
  ['14.11. 06:30 Alert', 'month=11,day=14 06:30:00', 'Alert'],
  ['06/12/2023 10:15 Alert', 'numbers=6,12,year=2023 10:15:00', 'Alert'],
  ['13/06/2023 10:15 Alert', '2023-06-13 10:15:00', 'Alert'],
  ['06/13/23 10:15 Alert', '2023-06-13 10:15:00', 'Alert'],
  ['6/12 10:15 Alert', 'numbers=6,12 10:15:00', 'Alert'],
  ['10:15 12 June 2023 Alert', '2023-06-12 10:15:00', 'Alert'],
  ['10:15 UTC on 12 June 2023: Alert', '2023-06-12 10:15:00 [UTC]', 'Alert'],
  ['Tue 07:30 Alert', 'weekday=2 07:30:00', 'Alert'],
  ['Wednesday, 07:30: Alert', 'weekday=3 07:30:00', 'Alert'],
  ['Day 2, 07:30 Alert', 'dayNumber=2 07:30:00', 'Alert'],
  ['12 June 2023: Alert', '2023-06-12', 'Alert'],
  // Zones.
  ['10:15 UTC Alert', '10:15:00 [UTC]', 'Alert'],
  ['10:15Z Alert', '10:15:00 [UTC]', 'Alert'],
  ['10:15 (UTC) Alert', '10:15:00 [UTC]', 'Alert'],
  ['10:15 PST Alert', '10:15:00 [PST?]', 'Alert'],
  ['10:15 GMT: Alert', '10:15:00 [GMT?]', 'Alert'],
  ['10:15 CET/CEST Alert', '10:15:00 [CET?]', 'Alert'],
  ['10:15 PT - Alert', '10:15:00 [PT?]', 'Alert'],
  ['10:15 Pacific Time Alert', '10:15:00 [PT?]', 'Alert'],
  ['10:15 AM Eastern: Alert', '10:15:00 [ET?]', 'Alert'],
  ['10:15 UTC+2 Alert', '10:15:00 [+02:00]', 'Alert'],
  ['10:15 GMT-03:30 Alert', '10:15:00 [-03:30]', 'Alert'],
  ['10:15 Europe/Berlin Alert', '10:15:00 [Europe/Berlin]', 'Alert'],
  ['10:15 (America/Argentina/Buenos_Aires) Alert', '10:15:00 [America/Argentina/Buenos_Aires]', 'Alert'],
  ['10:15 PDT (17:15Z) Alert', '10:15:00 [-07:00=PDT]', 'Alert'],
  ['15:20 CEST (13:20 UTC): Alert', '15:20:00 [+02:00=CEST]', 'Alert'],
  ['00:20 CEST (22:20 UTC): Alert', '00:20:00 [+02:00=CEST]', 'Alert'],
  ['10:15 IT calls', '10:15:00', 'IT calls'],
  ['10:15 DNS is slow', '10:15:00', 'DNS is slow'],
  // Ranges.
  ['10:15 - 10:30 Repair', '10:15:00 -> 10:30:00', 'Repair'],
  ['10:15\u201310:30 Repair', '10:15:00 -> 10:30:00', 'Repair'],
  ['10:15 to 10:30 Repair', '10:15:00 -> 10:30:00', 'Repair'],
  ['10:15 until 10:30 UTC: Repair', '10:15:00 [UTC] -> 10:30:00', 'Repair'],
  ['10:15 UTC - 10:30 UTC: Repair', '10:15:00 [UTC] -> 10:30:00', 'Repair'],
  ['from 10:15 to 10:30 Repair', '10:15:00 -> 10:30:00', 'Repair'],
  ['Between 10:15 and 10:30 UTC, repair', '10:15:00 [UTC] -> 10:30:00', 'repair'],
  ['10:15 - 10:30 PM Repair', '22:15:00 -> 22:30:00', 'Repair'],
  [
    '12 June 2023 23:50 \u2013 13 June 2023 01:10 Repair',
    '2023-06-12 23:50:00 -> 2023-06-13 01:10:00',
    'Repair',
  ],
  ['10:15 - 12.30 EUR were lost', '10:15:00', '12.30 EUR were lost'],
  ['10:15 - 3 hosts restarted', '10:15:00', '3 hosts restarted'],
  // Since the beginning.
  ['T0 Began', 'T+0', 'Began'],
  ['T+0: Began', 'T+0', 'Began'],
  ['T+15m Alert', 'T+900', 'Alert'],
  ['T+1h 10m: Alert', 'T+4200', 'Alert'],
  ['T+00:15 Alert', 'T+900', 'Alert'],
  ['T + 90 s Alert', 'T+90', 'Alert'],
  ['+15 min Alert', 'T+900', 'Alert'],
  ['+2h: Alert', 'T+7200', 'Alert'],
  ['T-5m Change', 'T-300', 'Change'],
  // No times at all.
  ['The alert fired at 10:15', 'none', ''],
  ['25:15 is no time', 'none', ''],
  ['10:75 is no time', 'none', ''],
  ['10 hosts restarted', 'none', ''],
  ['1.5 GB were written', 'none', ''],
  ['10.15 percent failed', 'none', ''],
  ['+15% errors', 'none', ''],
  ['T+15 is not said in what', 'none', ''],
  ['2023-02-30 10:15 is no day', 'none', ''],
  ['http://example.org:8080 is down', 'none', ''],
  ['Monitoring saw it', 'none', ''],
  ['Day by day it grew', 'none', ''],
  ['', 'none', ''],
];

for (const [line, expected, words] of ROWS) {
  test(`"${line}" begins with ${expected}`, () => {
    const time = timeAtStart(line);
    assert.equal(short(time), expected);
    if (time) assert.equal(line.slice(time.length), words);
  });
}

const BESIDE: Row[] = [
  ['Detected: 10:15 UTC', '10:15:00 [UTC]', 'Detected'],
  ['Mitigation: 10:15 UTC the rule is off', '10:15:00 [UTC]', 'Mitigation: the rule is off'],
  ['Resolved at: 2023-06-12 10:15', '2023-06-12 10:15:00', 'Resolved'],
  ['The alert fired (10:15 UTC)', '10:15:00 [UTC]', 'The alert fired'],
  ['The alert fired (10:15 UTC).', '10:15:00 [UTC]', 'The alert fired'],
  ['The alert fired (see 10:15)', 'none', ''],
  ['The alert fired (10:15 was late)', 'none', ''],
  ['Nothing is said', 'none', ''],
];

for (const [line, expected, words] of BESIDE) {
  test(`"${line}" has beside its words ${expected}`, () => {
    const found = timeBeside(line);
    assert.equal(short(found?.time), expected);
    assert.equal(found?.words ?? '', words);
  });
}

test('the text of a time is kept as it stands there', () => {
  const written = (line: string): string | undefined => timeAtStart(line)?.written;
  assert.equal(written('June 12, 2023, 10:15 AM (PST): Alert'), 'June 12, 2023, 10:15 AM (PST)');
  assert.equal(written('[10:15 UTC] Alert'), '10:15 UTC');
  assert.equal(written('~10:15 Alert'), '~10:15');
  assert.equal(written('T+15m Alert'), 'T+15m');
});
