/** The page on which a report from elsewhere is looked at before it is brought in. */
import { clockWithUtc, dateText } from '../core/time.ts';
import { counted } from '../core/text.ts';
import { countsOf } from '../reports/report-json.ts';
import type { Finding } from '../reports/finding.ts';
import type { Placed } from '../reports/placing.ts';
import type { Question } from '../reports/question.ts';
import { href, paths } from '../web/paths.ts';
import { PREFIX, type Given } from './import-answers.ts';
import type { Look } from './import-actions.ts';

export type ImportReportPage = { action: string; look: LookView | undefined };

export type LookView = {
  title: string;
  name: string;
  /** The text as it was sent, in base64: a browser would change its line ends on the way back. */
  held: string;
  here: { href: string; key: string } | undefined;
  /** Why it is no report; then nothing else is shown. */
  refusal: string | undefined;
  facts: string;
  lines: readonly { line: number; when: string; isKnown: boolean; text: string }[];
  questions: readonly QuestionView[];
  /** What was answered before, to be sent along. */
  said: readonly { name: string; value: string; words: string }[];
  findings: readonly {
    code: string;
    weight: Finding['weight'];
    count: number;
    lines: string;
    sentence: string;
  }[];
  /** What pressing the button will write. */
  effect: string;
  mayBringIn: boolean;
};

/** Enough to tell the readings of a zone apart. */
const SHOWN_TIMES = 3;

/** Choices to pick from, a field to type in, or both. */
export type QuestionView = {
  legend: string;
  name: string;
  choices: readonly { value: string; label: string; reads: readonly string[] }[];
  typed: { name: string; label: string; type: 'text' | 'date' } | undefined;
};

export function importReportPage(looked?: {
  look: Look;
  given: readonly Given[];
  zone: string;
}): ImportReportPage {
  return { action: paths.postmortemImport, look: looked && lookView(looked) };
}

function lookView({ look, given, zone }: { look: Look; given: readonly Given[]; zone: string }): LookView {
  const { file, report, here } = look;
  const { told, tasks, questions, findings } = report;
  const known = told.filter(({ at }) => at !== undefined).length;
  return {
    title: report.title,
    name: file.name,
    held: Buffer.from(file.text).toString('base64'),
    here: here && { key: here.key, href: href(paths.postmortem, { number: here.number }) },
    refusal: report.isReport ? undefined : findings[0]?.sentence,
    facts: [
      counted(told.length, 'line of the timeline', 'lines of the timeline'),
      counted(tasks.length, 'task'),
    ].join(', '),
    lines: told.map((line) => lineView(line, zone)),
    questions: questions.map(questionView),
    said: given.map(({ field, about, of, value }) => ({
      name: field,
      value,
      words: saidWords(about, of, value),
    })),
    findings: grouped(findings.filter(({ weight }) => weight !== 'question' && weight !== 'error')),
    effect: effectWords(known, told.length),
    mayBringIn: report.isReport && here === undefined,
  };
}

function lineView({ first, at, time, text }: Placed, zone: string): LookView['lines'][number] {
  const isKnown = at !== undefined;
  const when = isKnown ? `${dateText(at, zone)}, ${clockWithUtc(at, zone)}` : (time?.written ?? 'no time');
  return { line: first.number, when, isKnown, text };
}

function effectWords(known: number, all: number): string {
  const record =
    known === all
      ? `${counted(known, 'line')} of the timeline become entries.`
      : `${String(known)} of ${String(all)} lines of the timeline become entries; the others have no time yet and stay in the text.`;
  return `The text becomes version 1 of a postmortem, word for word, and a closed incident of the past is opened for it. ${record}`;
}

function questionView(question: Question): QuestionView {
  const { sentence: legend } = question;
  switch (question.about) {
    case 'zone': {
      const of = question.label ?? '';
      return {
        legend,
        name: `${PREFIX}zone:${of}`,
        choices: question.readings.map(({ value, label, times }) => ({
          value,
          label,
          reads: times
            .slice(0, SHOWN_TIMES)
            .map(({ written, at }) => `${written} is ${dateText(at, 'UTC')}, ${clockWithUtc(at, 'UTC')}`),
        })),
        typed: { name: `${PREFIX}other:${of}`, label: 'Another zone, such as Europe/Madrid', type: 'text' },
      };
    }
    case 'year':
      return {
        legend,
        name: '',
        choices: [],
        typed: { name: `${PREFIX}year:`, label: 'Year', type: 'text' },
      };
    case 'date':
      return {
        legend,
        name: '',
        choices: [],
        typed: { name: `${PREFIX}date:`, label: 'Date', type: 'date' },
      };
    case 'start':
      return {
        legend,
        name: '',
        choices: [],
        typed: {
          name: `${PREFIX}start:`,
          label: 'Date and time, such as 2023-06-12T10:02-07:00',
          type: 'text',
        },
      };
    case 'order':
      return { legend, name: `${PREFIX}order:`, choices: question.choices.map(plain), typed: undefined };
    case 'day':
    case 'clock': {
      const name = `${PREFIX}${question.about}:${String(question.line)}`;
      return { legend, name, choices: question.choices.map(plain), typed: undefined };
    }
  }
}

function plain({ value, label }: { value: string; label: string }): QuestionView['choices'][number] {
  return { value, label, reads: [] };
}

function saidWords(about: string, of: string, value: string): string {
  switch (about) {
    case 'zone':
    case 'other':
      return `${of === '' ? 'Times without a zone' : of}: ${value}`;
    case 'year':
      return `Year: ${value}`;
    case 'date':
      return `Date: ${value}`;
    case 'start':
      return `It began: ${value}`;
    case 'order':
      return value === 'month-first' ? 'The first number is the month' : 'The second number is the month';
    case 'day':
      return `Line ${of}: ${value === 'next' ? 'the next day' : 'the same day'}`;
    default:
      return `Line ${of}: ${value}`;
  }
}

/** Findings of one code together: the sentence of the first, and the lines of all. */
function grouped(findings: readonly Finding[]): LookView['findings'] {
  return Object.entries(countsOf({ findings })).flatMap(([code, count]) => {
    const own = findings.filter((finding) => finding.code === code);
    const [first] = own;
    if (first === undefined) return [];
    const lines = own.flatMap(({ line }) => (line === undefined ? [] : [String(line)]));
    const where = lines.length === 0 ? '' : `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
    return [{ code, weight: first.weight, count, lines: where, sentence: first.sentence }];
  });
}
