/** The command that brings in reports which were written elsewhere. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { COMMAND_LINE } from '../audit/by.ts';
import { isDay } from '../core/duration.ts';
import { systemClock } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { localDate } from '../core/time.ts';
import { isHomeZone } from '../core/zone-name.ts';
import { zone as readZone } from '../core/zone.ts';
import { isMoment, type Answers } from '../reports/question.ts';
import {
  isOn,
  oneOf,
  said,
  text,
  texts,
  WrongUsage,
  type Command,
  type Given,
  type Said,
} from './command.ts';
import { withStore } from './installation.ts';

export const REPORT_COMMANDS: readonly Command[] = [
  {
    name: 'postmortem import',
    usage:
      'postmortem import FILE... [--zone AREA/CITY] [--year 2023] [--date DAY] [--start TIME] [--order ORDER] [--day LINE=next] [--clock LINE=TIME] [--dry-run]',
    does: 'brings in postmortems that were written elsewhere, with a record of what they tell; --dry-run only says what was understood, and needs no database',
    words: [1, 500],
    options: {
      zone: 'string',
      year: 'string',
      date: 'string',
      start: 'string',
      order: 'string',
      day: 'strings',
      clock: 'strings',
      'dry-run': 'boolean',
    },
    run: async (given) => (isOn(given, 'dry-run') ? look(given) : bringIn(given)),
  },
  {
    name: 'postmortem lint',
    usage: 'postmortem lint FILE... [--zone AREA/CITY] [--strict]',
    does: 'says what a reader of a postmortem would ask; --strict fails on warnings; needs no database',
    words: [1, 500],
    options: { zone: 'string', strict: 'boolean' },
    run: lint,
  },
];

/** Findings of each file. A secret is an error; a question is answered when the file is brought in. */
async function lint(given: Given): Promise<Said> {
  const { reportFile } = await import('../postmortems/import-actions.ts');
  const { readReport } = await import('../reports/report.ts');
  const { lintReport } = await import('../reports/lint.ts');
  const { findingText } = await import('../reports/report-text.ts');
  const today = localDate(systemClock.now(), 'UTC');
  const linted = given.words.map((path) => {
    const file = reportFile(basename(path), readFileSync(path));
    const { findings } = readReport(file.text, file.name, { zone: zoneIn(text(given, 'zone')) });
    return { file: path, findings: [...findings, ...lintReport(file.text, { today })] };
  });
  const failing = isOn(given, 'strict') ? ['error', 'warning'] : ['error'];
  return said(given, {
    words: linted
      .map(({ file, findings }) =>
        [`${file}: ${counted(findings.length, 'finding')}`, ...findings.map(findingText)].join('\n'),
      )
      .join('\n\n'),
    json: linted.map(({ file, findings }) => ({
      file,
      findings: findings.map(({ weight: severity, ...finding }) => ({ ...finding, severity })),
    })),
    failed: linted.some(({ findings }) => findings.some(({ weight }) => failing.includes(weight))),
  });
}

/** Reads without writing. */
async function look(given: Given): Promise<Said> {
  const { reportFile } = await import('../postmortems/import-actions.ts');
  const { readReport } = await import('../reports/report.ts');
  const { reportJson } = await import('../reports/report-json.ts');
  const { reportText } = await import('../reports/report-text.ts');
  const answers = answersIn(given);
  const read = given.words.map((path) => {
    const file = reportFile(basename(path), readFileSync(path));
    return { path, report: readReport(file.text, file.name, answers) };
  });
  const shown = answers.zone !== undefined && isHomeZone(answers.zone) ? answers.zone : 'UTC';
  const words = read.map(({ path, report }) => `${path}: ${reportText(report, shown)}`).join('\n\n');
  const json = read.map(({ path, report }) => ({ file: path, ...reportJson(report) }));
  return said(given, { words, json, failed: read.some(({ report }) => !report.isReport) });
}

/** Writes each report whose times are all known; the others wait for an answer, and the command has failed. */
async function bringIn(given: Given): Promise<Said> {
  const { bringInReport, lookAtReport, reportFile } = await import('../postmortems/import-actions.ts');
  const { reportJson } = await import('../reports/report-json.ts');
  const { reportText } = await import('../reports/report-text.ts');
  const { postmortemKit } = await import('./kits.ts');
  const answers = answersIn(given);
  return withStore(async (here) => {
    const kit = postmortemKit(here);
    const done: { words: string; json: object; isIn: boolean }[] = [];
    for (const path of given.words) {
      const file = reportFile(basename(path), readFileSync(path));
      const { report, here: known } = await lookAtReport(kit, undefined, file, answers);
      if (!report.isReport || (report.questions.length > 0 && known === undefined)) {
        const words = `${path} was not brought in.\n${reportText(report, here.config.homeZone)}`;
        done.push({ words, json: { file: path, imported: null, ...reportJson(report) }, isIn: false });
        continue;
      }
      const { isNew, ...brought } = await bringInReport(kit, undefined, file, { answers, by: COMMAND_LINE });
      const words = isNew
        ? `${path} is here as ${brought.key}: ${report.title}, ${String(brought.entries)} lines with their times.`
        : `${path} was here already, as ${brought.key}.`;
      done.push({
        words,
        json: { file: path, imported: { ...brought, is_new: isNew }, ...reportJson(report) },
        isIn: true,
      });
    }
    return said(given, {
      words: done.map(({ words }) => words).join('\n\n'),
      json: done.map(({ json }) => json),
      failed: done.some(({ isIn }) => !isIn),
    });
  });
}

function answersIn(given: Given): Answers {
  return {
    zone: zoneIn(text(given, 'zone')),
    year: yearIn(text(given, 'year')),
    date: dateIn(text(given, 'date')),
    start: startIn(text(given, 'start')),
    order:
      text(given, 'order') === undefined ? undefined : oneOf(given, 'order', ['month-first', 'day-first']),
    days: byLine(given, 'day', (value) => (value === 'next' || value === 'same' ? value : undefined)),
    clocks: byLine(given, 'clock', (value) => (Number.isNaN(Date.parse(value)) ? undefined : value)),
  };
}

function zoneIn(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const answer = readZone(typed);
  if ('zone' in answer) return answer.zone;
  throw new WrongUsage(`--zone: ${'ask' in answer ? answer.ask : answer.refuse}`);
}

function yearIn(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined;
  if (/^(?:19|20)\d\d$/.test(typed)) return Number(typed);
  throw new WrongUsage('--year is a year such as 2023.');
}

function dateIn(typed: string | undefined): string | undefined {
  if (typed === undefined || isDay(typed)) return typed;
  throw new WrongUsage('--date is a day such as 2023-06-12.');
}

function startIn(typed: string | undefined): string | undefined {
  if (typed === undefined || isMoment(typed)) return typed;
  throw new WrongUsage('--start is a moment with its offset, such as 2023-06-12T10:02-07:00.');
}

/** `--day 12=next` for the line that the question names. */
function byLine<T>(given: Given, name: string, read: (value: string) => T | undefined): Record<number, T> {
  const answers: Record<number, T> = {};
  for (const pair of texts(given, name)) {
    const [, line, value = ''] = /^(\d{1,6})=(.+)$/.exec(pair) ?? [];
    const answer = read(value);
    if (line === undefined || answer === undefined) {
      throw new WrongUsage(`--${name} ${pair}: write the number of the line, "=", and the answer.`);
    }
    answers[Number(line)] = answer;
  }
  return answers;
}
