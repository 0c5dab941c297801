/** What was read from a report, as programs get it. Times are ISO 8601 in UTC; ranges count UTF-16 units. */
import type { Line } from './line.ts';
import type { Placed } from './placing.ts';
import type { Report } from './report.ts';

export function reportJson(report: Report) {
  const { title, isReport, sections, told, tasks, facts, questions, findings } = report;
  return {
    title,
    is_report: isReport,
    sections: sections
      .filter(({ heading }) => heading !== undefined)
      .map(({ names, heading, isUnmarked }) => ({
        heading: heading?.text,
        line: heading?.number,
        parts: names,
        is_unmarked: isUnmarked,
      })),
    timeline: told.map(toldJson),
    facts: {
      percent: facts.percent && { value: facts.percent.value, ...placeOf(facts.percent.line) },
      duration: facts.duration && { value: facts.duration.value, ...placeOf(facts.duration.line) },
      severity: facts.severity && { value: facts.severity.value, ...placeOf(facts.severity.line) },
      misleading_paths: facts.wrongPaths.map(({ value, line }) => ({ value, ...placeOf(line) })),
      escalations: facts.escalations.map(({ value, line }) => ({ value, ...placeOf(line) })),
    },
    tasks: tasks.map(({ text, owner, due, doneWhen, line }) => ({
      text,
      owner,
      due,
      done_when: doneWhen,
      ...placeOf(line),
    })),
    questions,
    findings: findings.map(({ code, weight, line, sentence }) => ({
      code,
      severity: weight,
      line,
      sentence,
    })),
    counts: countsOf(report),
  };
}

/** How many findings each code has. */
export function countsOf({ findings }: Pick<Report, 'findings'>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of findings) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function toldJson({ first, last, time, text, at, until, precision }: Placed) {
  return {
    text,
    written: time?.written,
    at,
    until,
    precision: time === undefined ? undefined : precision,
    line: first.number,
    from: first.from,
    to: last.to,
  };
}

function placeOf({ number, from, to }: Line) {
  return { line: number, from, to };
}
