/** What was read from a report, as the command line prints it. */
import { clockWithUtc, dateText } from '../core/time.ts';
import { counted } from '../core/text.ts';
import type { Finding } from './finding.ts';
import type { Placed } from './placing.ts';
import type { Question } from './question.ts';
import type { Report } from './report.ts';

/** @param zone in which times are printed, UTC beside them */
export function reportText(report: Report, zone: string): string {
  const { title, told, tasks, questions, findings, isReport } = report;
  if (!isReport) return findings.map(({ sentence }) => sentence).join('\n');
  return [
    title,
    '',
    `Timeline: ${counted(told.length, 'line')}`,
    ...told.map((line) => toldText(line, zone)),
    `Tasks: ${String(tasks.length)}`,
    ...(questions.length > 0 ? ['', 'To answer:'] : []),
    ...questions.map(questionText),
    ...(findings.length > 0 ? ['', 'Findings:'] : []),
    ...findings.map(findingText),
  ].join('\n');
}

function toldText({ at, time, text, first }: Placed, zone: string): string {
  const when =
    at === undefined ? (time?.written ?? 'no time') : `${dateText(at, zone)}, ${clockWithUtc(at, zone)}`;
  return `  ${String(first.number).padStart(4)}  ${when}: ${text}`;
}

/** The question, with the words of the command line that answer it. */
function questionText(question: Question): string {
  switch (question.about) {
    case 'zone':
      return [
        `  ${question.sentence} Answer with --zone:`,
        ...question.readings.map(({ value, label, times }) => {
          const read = times.map(({ written, at }) => `${written} = ${clockWithUtc(at, 'UTC')}`).join(', ');
          return `    --zone ${value}  ${label}: ${read}`;
        }),
      ].join('\n');
    case 'year':
      return `  ${question.sentence} Answer with --year.`;
    case 'date':
      return `  ${question.sentence} Answer with --date.`;
    case 'start':
      return `  ${question.sentence} Answer with --start.`;
    case 'order':
      return `  ${question.sentence} Answer with --order ${question.choices.map(({ value }) => value).join(' or --order ')}.`;
    case 'day':
      return `  ${question.sentence} Answer with --day ${String(question.line)}=next or --day ${String(question.line)}=same.`;
    case 'clock':
      return [
        `  ${question.sentence} Answer with --clock:`,
        ...question.choices.map(
          ({ value, label }) => `    --clock ${String(question.line)}=${value}  ${label}`,
        ),
      ].join('\n');
  }
}

/** A finding as a line of the command line. */
export function findingText({ code, weight, line, sentence }: Finding): string {
  return `  ${code} ${weight}${line === undefined ? '' : `, line ${String(line)}`}: ${sentence}`;
}
