import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, type Line } from '../../server/reports/line.ts';

function short({ kind, level, text, cells }: Line): string {
  if (kind === 'row') return `row: ${cells.join(' / ')}`;
  return `${kind}${level > 0 ? String(level) : ''}${text === '' ? '' : `: ${text}`}`;
}

const ROWS: [text: string, ...lines: string[]][] = [
  ['# Title', 'heading1: Title'],
  ['### Title ###', 'heading3: Title'],
  ['#hashtag', 'text: #hashtag'],
  ['h2. Timeline', 'heading2: Timeline'],
  ['== Timeline ==', 'heading2: Timeline'],
  ['== Timeline', 'heading2: Timeline'],
  ['<h2 class="x">Timeline</h2>', 'heading2: Timeline'],
  ['Timeline\n========', 'heading1: Timeline', 'hidden'],
  ['Timeline\n---', 'heading2: Timeline', 'hidden'],
  ['Timeline\n~~~~~~~~', 'heading3: Timeline', 'hidden'],
  ['* item', 'item: item'],
  ['- [x] done', 'item: done'],
  ['12) item', 'item: item'],
  ['(1) item', 'item: item'],
  ['\u2022 item', 'item: item'],
  ['\u25cf item', 'item: item'],
  ['o\titem', 'item: item'],
  ['. item', 'item: item'],
  ['<li>item</li>', 'item: item'],
  ['-no item', 'text: -no item'],
  ['> - quoted item', 'item: quoted item'],
  ['| a | b |\n|---|:-:|\n| c \\| d | e |', 'row: a / b', 'hidden', 'row: c | d / e'],
  ['||a||b||\n|c|d|', 'row: a / b', 'row: c / d'],
  ['a | b\n--- | ---\nc | d\n\ne | f', 'row: a / b', 'hidden', 'row: c / d', 'blank', 'text: e | f'],
  ['<tr><td>10:02</td><td>alert</td></tr>', 'row: 10:02 / alert'],
  ['a **bold** `code` _slanted_ [link](https://example.org/a_b)', 'text: a bold code slanted link'],
  ['{color:red}now{color}', 'text: now'],
  ['a <b>bold</b><br/>word', 'text: a bold word'],
  ['if a <b and c> d', 'text: if a <b and c> d'],
  ['snake_case_name and 2 * 3 * 4', 'text: snake_case_name and 2 * 3 * 4'],
  ['a\n\n***\n\nb', 'text: a', 'blank', 'hidden', 'blank', 'text: b'],
  ['```\n10:02 log\n```\nafter', 'hidden', 'code: 10:02 log', 'hidden', 'text: after'],
  ['````\n```\n````', 'hidden', 'code: ```', 'hidden'],
  ['<!-- a\nb -->\nc', 'hidden', 'hidden', 'text: c'],
  ['a <!-- b --> c', 'text: a c'],
  ['<!-- only -->', 'hidden'],
  ['---\ntitle: T\n---\nafter', 'hidden', 'data', 'hidden', 'text: after'],
  ['---\n\n# Title\n\n---', 'hidden', 'blank', 'heading1: Title', 'blank', 'hidden'],
  ['---\nnever closed', 'hidden', 'text: never closed'],
  ['a\r\nb\rc\nd', 'text: a', 'text: b', 'text: c', 'text: d'],
  ['\tindented', 'text: indented'],
];

for (const [text, ...expected] of ROWS) {
  test(`${JSON.stringify(text)} is ${expected.join(', ')}`, () => {
    assert.deepEqual(linesOf(text).map(short), expected);
  });
}

test('a label is told from the words behind it', () => {
  const label = (text: string): unknown => {
    const found = linesOf(text)[0]?.label;
    return found && [found.name, found.rest, found.isBold];
  };
  assert.deepEqual(label('**Impact:** all readers'), ['Impact', 'all readers', true]);
  assert.deepEqual(label('**Impact**: all readers'), ['Impact', 'all readers', true]);
  assert.deepEqual(label('Root cause: a key'), ['Root cause', 'a key', false]);
  assert.deepEqual(label(':Date: 2023-07-19'), ['Date', '2023-07-19', false]);
  assert.equal(label('**Impact**'), undefined);
  assert.equal(label('10:15: alert'), undefined);
});

test('what Markdown makes of a line is known', () => {
  const [, , swallowed, , code] = linesOf('* a\n* b\nc\n\n    d\n');
  assert.equal(swallowed?.isSwallowed, true);
  assert.equal(code?.readsAsCode, true);
  assert.equal(linesOf('**Timeline**')[0]?.isBold, true);
  assert.equal(linesOf('**Timeline** and more')[0]?.isBold, false);
  assert.equal(linesOf(' \tx')[0]?.indent, 4);
});

test('each line knows its place', () => {
  assert.deepEqual(
    linesOf('ab\r\n\u{1F525}\n').map(({ number, from, to }) => [number, from, to]),
    [
      [1, 0, 2],
      [2, 4, 6],
    ],
  );
  assert.deepEqual(linesOf(''), []);
});
