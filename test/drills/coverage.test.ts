import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coveragePage } from '../../server/drills/coverage-pages.ts';
import {
  dueAgain,
  isDueAgain,
  monthsWords,
  nobodyRan,
  rotaOf,
  standingOf,
  standingsOf,
  standingWords,
  unplayed,
  type Standing,
  type Used,
} from '../../server/drills/coverage.ts';

const NOW = '2026-11-23T09:00:00.000Z';

const WORDS: readonly [drilled: string | undefined, used: string | undefined, words: string][] = [
  [undefined, undefined, 'never'],
  ['2026-11-02T09:00:00.000Z', undefined, 'drilled this month'],
  ['2026-10-31T09:00:00.000Z', undefined, 'drilled last month'],
  [undefined, '2026-09-30T09:00:00.000Z', 'in an incident 2 months ago'],
  [
    '2026-01-10T09:00:00.000Z',
    '2026-11-10T09:00:00.000Z',
    'drilled 10 months ago, in an incident this month',
  ],
  ['2025-11-10T09:00:00.000Z', undefined, 'drilled 12 months ago: due again'],
  [
    '2026-02-10T09:00:00.000Z',
    '2026-03-10T09:00:00.000Z',
    'drilled 9 months ago, in an incident 8 months ago: due again',
  ],
];

test('a cell says in words and months what somebody did, and whether it is due again', () => {
  for (const [drilled, used, words] of WORDS)
    assert.equal(standingWords({ drilled, used }, NOW, 'UTC'), words);
});

test('months are those of the zone, and a clock that goes wrong counts none', () => {
  const end = '2026-10-31T23:30:00.000Z';
  assert.equal(monthsWords(end, NOW, 'UTC'), 'last month');
  assert.equal(monthsWords(end, NOW, 'Europe/Madrid'), 'this month');
  assert.equal(monthsWords('2026-12-01T00:00:00.000Z', NOW, 'UTC'), 'this month');
});

test('a drill answers for 90 days to the second, and so does an incident', () => {
  const rows: readonly [Standing, boolean][] = [
    [{ drilled: undefined, used: undefined }, false],
    [{ drilled: '2026-08-25T09:00:00.000Z', used: undefined }, false],
    [{ drilled: '2026-08-25T08:59:59.999Z', used: undefined }, true],
    [{ drilled: '2025-01-01T00:00:00.000Z', used: '2026-11-01T00:00:00.000Z' }, false],
  ];
  for (const [standing, due] of rows) assert.equal(isDueAgain(standing, NOW), due, JSON.stringify(standing));
});

const USES: readonly Used[] = [
  { runbookId: 'queue', accountId: 'ana', kind: 'drill', at: '2026-03-01T00:00:00.000Z' },
  { runbookId: 'queue', accountId: 'ana', kind: 'drill', at: '2026-05-01T00:00:00.000Z' },
  { runbookId: 'queue', accountId: 'ana', kind: 'incident', at: '2026-04-01T00:00:00.000Z' },
  { runbookId: 'disk', accountId: 'ana', kind: 'drill', at: '2026-02-01T00:00:00.000Z' },
  { runbookId: 'gone', accountId: 'ana', kind: 'drill', at: '2026-01-01T00:00:00.000Z' },
  { runbookId: 'queue', accountId: 'ben', kind: 'drill', at: '2026-11-01T00:00:00.000Z' },
];

test('the last of each kind counts, and what is due again is told the longest ago first, if it is still there', () => {
  const standings = standingsOf(USES);
  assert.deepEqual(standingOf(standings, 'ana', 'queue'), {
    drilled: '2026-05-01T00:00:00.000Z',
    used: '2026-04-01T00:00:00.000Z',
  });
  const titles = new Map([
    ['queue', 'Queue'],
    ['disk', 'Disk'],
  ]);
  assert.deepEqual(
    dueAgain(standings, 'ana', titles, NOW).map(({ title }) => title),
    ['Disk', 'Queue'],
  );
  assert.deepEqual(dueAgain(standings, 'ben', titles, NOW), []);
  assert.deepEqual(dueAgain(standings, 'cy', titles, NOW), []);
});

test('a rota is who of a team takes turns, else the team; nobody has run it only where there is somebody', () => {
  assert.deepEqual(rotaOf(['ana', 'ben'], new Set(['ben', 'cy'])), { people: ['ben'], isRota: true });
  assert.deepEqual(rotaOf(['ana', 'ben'], new Set(['cy'])), { people: ['ana', 'ben'], isRota: false });
  const standings = standingsOf(USES);
  assert.equal(nobodyRan(standings, ['ben', 'cy'], 'disk'), true);
  assert.equal(nobodyRan(standings, ['ana', 'cy'], 'disk'), false);
  assert.equal(nobodyRan(standings, [], 'disk'), false);
});

test('scenarios are listed that nobody played, or whose runbook was changed since', () => {
  const one = (title: string, lastEnded?: string, runbookChanged?: string) => ({
    ...{ title, href: '', lastEnded, runbookChanged },
  });
  const all = [
    one('never', undefined, NOW),
    one('changed', '2026-05-01T00:00:00.000Z', NOW),
    one('as it was', NOW, '2026-05-01T00:00:00.000Z'),
    one('without a runbook', NOW),
  ];
  const { never, changed } = unplayed(all);
  assert.deepEqual(
    [never, changed].map((list) => list.map(({ title }) => title)),
    [['never'], ['changed']],
  );
});

test('the page says in a sentence how many runbooks nobody has run, and that each was run by somebody', () => {
  const standings = standingsOf(USES);
  const says = (ids: readonly string[], people: readonly string[], isRota: boolean): string => {
    const runbooks = ids.map((id) => ({ id, slug: id, title: id }));
    const coverage = { teams: [], team: undefined, people: [], runbooks, standings, scenarios: [] };
    const rota = { people, isRota };
    return coveragePage({ ...coverage, rota }, { now: NOW, zone: 'UTC', reader: 'ana' }).says;
  };
  const rows: readonly [ids: string[], people: string[], isRota: boolean, words: string][] = [
    [['queue', 'disk'], ['ana', 'cy'], true, 'Each runbook has been run by somebody on this rota.'],
    [['queue'], ['ben'], false, 'Each runbook has been run by one of these people.'],
    [['queue', 'disk'], ['ben'], true, 'Nobody on this rota has run 1 of the 2 runbooks.'],
    [['queue', 'disk'], ['cy'], false, 'None of these people has run any runbook.'],
    [['disk'], ['ben'], true, 'Nobody on this rota has run any runbook.'],
  ];
  for (const [ids, people, isRota, words] of rows) assert.equal(says(ids, people, isRota), words);
});
