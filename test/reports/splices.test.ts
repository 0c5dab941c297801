import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../server/reports/line.ts';
import { lintReport } from '../../server/reports/lint.ts';
import { readReport } from '../../server/reports/report.ts';
import { Dice } from '../support/random-commands.ts';
import { documents, textOf } from './documents.ts';

const TEXTS = [...documents().map(({ text }) => text), textOf('everything-missing.md')];
const SCRAPS = [
  ...['\r', '\n', '\r\n', '\u2028', '\0', '\t', '|', '```', '<!--', '-->', '---', '**', '# ', '- ', '[', '('],
  ...[
    '10:15 ',
    '24:61',
    '31 February 2023',
    '99/99/2023',
    'T+',
    '+99999h',
    '(XYZ)',
    'Mars/Phobos',
    '\ud83d',
    '\u0660',
  ],
  ...[
    '0000-00-00',
    '9999-12-31 23:59',
    'Day 999 10:00',
    'Mon 10:00',
    '00:00 - 23:59',
    '{color:red}',
    '<tr><td>',
  ],
];
const ROUNDS = 1_500;

/** A piece of one text in another, a piece left out, or a scrap between. */
function spliced(dice: Dice): string {
  let text = pick(dice, TEXTS);
  for (let times = 1 + dice.roll(4); times > 0; times -= 1) {
    const at = dice.roll(text.length + 1);
    const end = at + dice.roll(3) * dice.roll(200);
    const other = pick(dice, TEXTS);
    const from = dice.roll(other.length);
    const piece = dice.roll(2) === 0 ? pick(dice, SCRAPS) : other.slice(from, from + dice.roll(600));
    text = text.slice(0, at) + piece + text.slice(end);
  }
  return text;
}

function pick(dice: Dice, texts: readonly string[]): string {
  return texts[dice.roll(texts.length)] ?? '';
}

function covers(text: string): void {
  const lines = linesOf(text);
  let end = 0;
  for (const { from, to, raw, number } of lines) {
    assert.match(text.slice(end, from), number === 1 ? /^$/ : /^(?:\r\n|\n|\r)$/);
    assert.equal(text.slice(from, to), raw);
    end = to;
  }
  assert.match(text.slice(end), /^(?:\r\n|\n|\r)?$/);
}

test('whatever is cut from reports and put together is read, and none of it is lost', () => {
  const dice = new Dice(418);
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = spliced(dice);
    covers(text);
    const numbers = linesOf(text).map(({ number }) => number);
    const { sections, told, tasks, questions } = readReport(text, 'spliced.md', {
      zone: dice.roll(2) === 0 ? undefined : 'America/Los_Angeles',
    });
    const held = sections.flatMap(({ heading, lines }) => [
      ...(heading && heading.number !== lines[0]?.number ? [heading.number] : []),
      ...lines.map(({ number }) => number),
    ]);
    assert.deepEqual(held, numbers, JSON.stringify(text));
    for (const { first, last, time, at } of told) {
      assert.ok(first.number <= last.number && numbers.includes(first.number), JSON.stringify(text));
      const isTimed = time?.clock !== undefined || time?.elapsed !== undefined;
      assert.ok(!isTimed || at !== undefined || questions.length > 0, JSON.stringify(text));
      assert.ok(at === undefined || !Number.isNaN(Date.parse(at)), JSON.stringify(text));
    }
    assert.ok(tasks.every(({ line }) => numbers.includes(line.number)));
    lintReport(text, { today: '2024-01-01' });
  }
});

test('the lines of a text and their ends are the whole text', () => {
  for (const text of ['', '\n', '\r\n\r', 'a', 'a\n', '\n\na\r\nb\rc', ...TEXTS]) covers(text);
});
