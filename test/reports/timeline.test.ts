import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../server/reports/line.ts';
import { structureOf } from '../../server/reports/section.ts';
import { toldIn } from '../../server/reports/timeline.ts';

/** Each told line: where it stands, its time as it is written, and its words. */
function told(text: string): string[] {
  return toldIn(structureOf(linesOf(text), 'x').sections).map(({ first, last, time, text: words }) => {
    const place = first === last ? String(first.number) : `${String(first.number)}-${String(last.number)}`;
    return `${place} ${time?.written ?? '-'} ${words}`;
  });
}

const under = (...lines: string[]): string => ['## Timeline', ...lines].join('\n');

test('items, paragraphs, rows and headings may be lines of a timeline', () => {
  assert.deepEqual(told(under('- 10:15 a', '* **10:16** b', '3. 10:17 c')), [
    '2 10:15 a',
    '3 10:16 b',
    '4 10:17 c',
  ]);
  assert.deepEqual(told(under('', '10:15 a', '', '10:16 b')), ['3 10:15 a', '5 10:16 b']);
  assert.deepEqual(told(under('| Time | What |', '|---|---|', '| 10:15 | a |')), ['4 10:15 a']);
  assert.deepEqual(told(under('### 10:15 a', 'more')), ['2-3 10:15 a more']);
});

test('items without a time are told as well, and headings of days are not', () => {
  assert.deepEqual(told(under('### 12 June 2023', '- 10:15 a', '- b', '**13 June 2023**', '- 09:00 c')), [
    '3 10:15 a',
    '4 - b',
    '6 09:00 c',
  ]);
});

test('what stands further in belongs to the line above', () => {
  assert.deepEqual(told(under('- 10:15 a', '  - b', '  c', '- 10:16 d')), ['2-4 10:15 a b c', '5 10:16 d']);
});

test('a line that goes on does, and a new paragraph does not', () => {
  assert.deepEqual(told(under('10:15 a', 'b', '', 'c', '10:16 d')), ['2-3 10:15 a b', '6 10:16 d']);
});

test('a line within an item that begins with a time is a line of its own', () => {
  assert.deepEqual(told(under('- 10:15 a', '10:16 b')), ['2 10:15 a', '3 10:16 b']);
});

test('code is read where the timeline is nothing else', () => {
  assert.deepEqual(told(under('```', '10:15 a', '10:16 b', '```')), ['3 10:15 a', '4 10:16 b']);
  assert.deepEqual(told(under('- 10:15 a', '```', '10:16 log', '```')), ['2 10:15 a']);
});

test('without a timeline of its own a report has those lines that begin with a time', () => {
  assert.deepEqual(told('## Detection\n- 10:15 a\n- b\n## Recovery\n- 10:16 c'), ['2 10:15 a', '5 10:16 c']);
  assert.deepEqual(told('## Detection\n- 10:15 a'), []);
});

test('times of a table stand in the column that says so', () => {
  const table = (...rows: string[]): string[] => told(under(...rows.toSpliced(1, 0, '|---|---|---|')));
  assert.deepEqual(table('| # | When | What |', '| 1 | 10:15 | a |'), ['4 10:15 a']);
  assert.deepEqual(table('| What | Who | Time (UTC) |', '| a | b | 10:15 |'), ['4 10:15 a \u00b7 b']);
  assert.deepEqual(table('| Local | UTC | What |', '| 12:15 | 10:15 | a |'), ['4 10:15 12:15 \u00b7 a']);
  assert.deepEqual(table('| 10:14 | a | b |', '| 10:15 | c | d |'), [
    '2 10:14 a \u00b7 b',
    '4 10:15 c \u00b7 d',
  ]);
  assert.deepEqual(table('| Time | What | Who |', '| | a | b |'), ['4 - a \u00b7 b']);
  assert.deepEqual(table('| Time | What | Who |', '| 12 June 2023 | | |', '| 10:15 | a | |'), ['5 10:15 a']);
});

test('the date of a line is its own or the nearest above', () => {
  const dates = (text: string): unknown[] =>
    toldIn(structureOf(linesOf(text), 'x').sections).map(({ date }) => date);
  const [june, july] = [{ date: '2023-06-12' }, { date: '2023-07-01' }];
  assert.deepEqual(dates(under('12 June 2023', '- 10:15 a', '- 1 July 2023 10:15 b', '- 10:20 c')), [
    june,
    july,
    july,
  ]);
  assert.deepEqual(
    dates(under('| Date | Time | What |', '|---|---|---|', '| 2023-06-12 | 10:15 | a |', '| | 10:16 | b |')),
    [june, june],
  );
});

test('the zone of a line is its own, or that of its column, its heading, or the words above', () => {
  const zones = (text: string): unknown[] =>
    toldIn(structureOf(linesOf(text), 'x').sections).map(({ zone }) => zone);
  assert.deepEqual(zones('## Timeline (UTC)\n- 10:15 a\n- 10:16 PST b'), [{ zone: 'UTC' }, { label: 'PST' }]);
  assert.deepEqual(zones('## Timeline (all times CEST)\n- 10:15 a'), [{ label: 'CEST' }]);
  assert.deepEqual(zones(under('All times are in Europe/Berlin.', '', '- 10:15 a')), [
    { zone: 'Europe/Berlin' },
  ]);
  assert.deepEqual(zones(under('Times: UTC+2', '- 10:15 a')), [{ zone: '+02:00' }]);
  assert.deepEqual(zones(under('| Time (PT) | What |', '|---|---|', '| 10:15 | a |')), [{ label: 'PT' }]);
  assert.deepEqual(zones(under('| Time | Zone | What |', '|---|---|---|', '| 10:15 | Asia/Tokyo | a |')), [
    { zone: 'Asia/Tokyo' },
  ]);
  assert.deepEqual(zones(under('- 10:15 a', '- 10:16 b')), [undefined, undefined]);
});
