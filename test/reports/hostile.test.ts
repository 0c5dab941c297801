import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintReport } from '../../server/reports/lint.ts';
import { readReport } from '../../server/reports/report.ts';

/** What breaks parsers: marks that open and never close, and words that many of our patterns begin with. */
const UNITS = (
  '( [ : - | 1 * ** _ ` < > ! = ~ # @ " \u2013 <!-- ![ [a]( 1: 1. T+ +1 |x -| e. |- "' +
  ' http://a:b@ token= eyJ 2023- June 35% {color: <td <li> &nbsp; \ud83d\udd25'
)
  .split(' ')
  .concat([
    '\t',
    ' ',
    ' *a',
    '_a ',
    'at at at ',
    '10:15 ',
    '10:15 - ',
    '10:15 a to ',
    '12 June 2023 ',
    '# ',
    'Ab ',
    '@Ab ',
  ])
  .concat([
    'time ',
    'from ',
    'due ',
    'because ',
    'was ',
    'not ',
    ' and ',
    'including ',
    'escalated ',
    'should ',
    '2023-06-12T10:15:00Z ',
  ]);

const REPORT = [
  '# Outage',
  '## Summary\nIt broke.',
  '## Timeline\n- 10:15 UTC alert\n- 10:20 UTC resolved',
  '## Impact\nx',
  '## Misleading paths\n- x',
  '## Tasks\n- a\n',
].join('\n\n');

/** Where in a report the unit stands, and how it fills so many signs. */
const PLACES: Record<string, (unit: string, size: number) => string> = {
  'a text of nothing else': (unit, size) => filled(unit, size),
  'a title': (unit, size) => `# ${filled(unit, size)}\n${REPORT}`,
  'a summary': (unit, size) => REPORT.replace('It broke.', filled(unit, size)),
  'a line of the timeline': (unit, size) => REPORT.replace('alert', `alert ${filled(unit, size)}`),
  'many lines of the timeline': (unit, size) =>
    REPORT.replace('- 10:20', `${filled(`- 10:16 UTC ${unit}\n`, size)}- 10:20`),
  'many short lines': (unit, size) => REPORT.replace('- 10:20', `${filled(`${unit}\n`, size)}- 10:20`),
  'a row': (unit, size) => REPORT.replace('- 10:15', `| ${filled(unit, size)} |\n- 10:15`),
  'a misleading path': (unit, size) => REPORT.replace('- x', `- ${filled(unit, size)}`),
  tasks: (unit, size) => REPORT.replace('- a\n', filled(`- ${unit.repeat(20)}\n`, size)),
  'lines below a task': (unit, size) => `${REPORT}\n${filled(`${unit.repeat(30)}\n`, size)}`,
};

function filled(unit: string, size: number): string {
  return unit.repeat(Math.ceil(size / unit.length));
}

/** Milliseconds of computing; what other processes do meanwhile does not count. */
function effort(text: string): number {
  const before = process.cpuUsage();
  readReport(text, 'hostile.md');
  lintReport(text);
  return process.cpuUsage(before).user / 1000;
}

function least(text: string, runs: number): number {
  return Math.min(...Array.from({ length: runs }, () => effort(text)));
}

const SIZE = 40_000;
/** Of four times as much a reader of linear time makes four times the effort, and one of quadratic time sixteen. */
const MOST_GROWTH = 9;
/** Below this the measure is mostly chance. */
const SMALL_MS = 120;
/** A busy machine makes single runs long, never short: so many are looked at before a growth is believed. */
const MOST_RUNS = 12;

/** The least of some runs, which ends with the first below what is asked. */
function leastUnder(text: string, asked: number): number {
  let best = Infinity;
  for (let run = 0; run < MOST_RUNS && best >= asked; run += 1) best = Math.min(best, effort(text));
  return best;
}

for (const [place, written] of Object.entries(PLACES)) {
  test(`reading takes linear time, whatever fills ${place}`, () => {
    for (const unit of UNITS) {
      const whole = written(unit, SIZE);
      if (leastUnder(whole, SMALL_MS) < SMALL_MS) continue;
      const quarter = least(written(unit, SIZE / 4), 3);
      const spent = leastUnder(whole, quarter * MOST_GROWTH);
      assert.ok(
        spent < quarter * MOST_GROWTH,
        `${JSON.stringify(unit)}: ${spent.toFixed(0)} ms, a quarter of it ${quarter.toFixed(0)} ms`,
      );
    }
  });
}

test('a report of 100 KB is read within 200 ms', () => {
  const day = (index: number): string =>
    `### ${String((index % 28) + 1)} June 2023\n\n` +
    Array.from(
      { length: 20 },
      (_, minute) =>
        `- **${String(minute).padStart(2, '0')}:15 PDT** Ana Ruiz saw that ${String(index)} of the hosts in the second region answered late; [graph](https://example.org/g/${String(minute)}).`,
    ).join('\n');
  const days = Array.from({ length: 48 }, (_, index) => day(index)).join('\n\n');
  const text = REPORT.replace('- 10:15 UTC alert', days).slice(0, 100_000);
  assert.ok(text.length > 95_000);
  assert.ok(readReport(text, 'long.md').told.length > 600);
  const spent = least(text, 5);
  assert.ok(spent < 200, `${spent.toFixed(0)} ms`);
});

test('a line of 5 MB is no report, and is told so at once', () => {
  for (const unit of ['a', 'word ', '(', '10:15 ']) {
    const text = filled(unit, 5_000_000);
    const before = process.cpuUsage();
    assert.equal(readReport(text, 'line.txt').isReport, false);
    const spent = process.cpuUsage(before).user / 1000;
    assert.ok(spent < 5_000, `${JSON.stringify(unit)}: ${spent.toFixed(0)} ms`);
  }
});
