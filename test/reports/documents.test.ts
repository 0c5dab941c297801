import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../server/reports/line.ts';
import { readReport, type Report } from '../../server/reports/report.ts';
import { documents, type Expected } from './documents.ts';

const ALL = documents();

test('there are reports of at least forty shapes', () => {
  assert.ok(ALL.length >= 40, `only ${String(ALL.length)}`);
});

for (const { name, fileName, text, expected } of ALL) {
  test(`${name}: with the answers every timed line is in its place`, () => {
    const report = readReport(text, fileName, expected.answers);
    assert.equal(report.isReport, true);
    assert.equal(report.title, expected.title);
    assert.deepEqual(report.questions, []);
    const found = report.told.map((one, index) => lineOf(one, expected.told[index]));
    assert.deepEqual(found, expected.told);
    assert.equal(report.tasks.length, expected.tasks, 'tasks');
    assert.deepEqual(factsOf(report, expected), expected.facts);
  });

  test(`${name}: without answers nothing is guessed`, () => {
    const report = readReport(text, fileName);
    assert.deepEqual(asked(report), expected.asks ?? []);
    for (const [index, one] of report.told.entries()) {
      if (one.time?.clock === undefined && one.time?.elapsed === undefined) continue;
      if (one.at === undefined) assert.ok(report.questions.length > 0, `line ${String(one.first.number)}`);
      else assert.equal(lineOf(one, expected.told[index]), expected.told[index]);
    }
  });

  test(`${name}: no word is lost, and none is added`, () => {
    const lines = linesOf(text);
    assert.equal(joined(text), text);
    const report = readReport(text, fileName, expected.answers);
    const held = report.sections.flatMap(({ heading, lines: own }) => [
      ...(heading && heading.number !== own[0]?.number ? [heading.number] : []),
      ...own.map(({ number }) => number),
    ]);
    assert.deepEqual(
      held,
      lines.map(({ number }) => number),
    );
    for (const { first, last, text: words } of report.told) {
      const source = lines
        .slice(first.number - 1, last.number)
        .map(({ raw }) => raw)
        .join(' ');
      for (const word of words.match(/[\p{L}\p{N}]+/gu) ?? []) assert.ok(source.includes(word), word);
    }
  });
}

/** `2024-03-05 14:02` or `2024-03-05 14:02:30`, the end of a range, and as many words as are expected. */
function lineOf({ at, until, text }: Report['told'][number], expected = ''): string {
  const seconds = /^\S+ \d\d:\d\d:\d\d/.test(expected);
  const start = at === undefined ? '-' : at.slice(0, seconds ? 19 : 16).replace('T', ' ');
  const end = until === undefined ? '' : `..${until.slice(11, 16)}`;
  const head = `${start}${end} `;
  return `${head}${text.slice(0, Math.max(0, expected.length - head.length))}`;
}

function asked({ questions }: Report): string[] {
  return questions.map((question) =>
    question.about === 'zone' ? `zone:${question.label ?? ''}` : question.about,
  );
}

function factsOf({ facts }: Report, { facts: expected }: Expected): Expected['facts'] {
  const all = {
    percent: facts.percent?.value,
    duration: facts.duration?.value,
    severity: facts.severity?.value,
    wrongPaths: facts.wrongPaths.length,
    escalations: facts.escalations.length,
  };
  const isCount = (value: unknown): boolean => value === 0 || value === undefined;
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => key in expected || !isCount(value)));
}

function joined(text: string): string {
  const lines = linesOf(text);
  return lines
    .map(
      ({ from, to }, index) =>
        text.slice(from, lines[index + 1]?.from ?? text.length).slice(0, to - from) +
        text.slice(to, lines[index + 1]?.from ?? text.length),
    )
    .join('');
}
