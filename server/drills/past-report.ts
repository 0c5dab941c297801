/** What a report from elsewhere says, as a drill needs it; the record that was made of it has the times. */
import { secondsBetween } from '../core/time.ts';
import type { Instant } from '../core/clock.ts';
import type { State } from '../incidents/state.ts';
import type { Line } from '../reports/line.ts';
import type { Name } from '../reports/name.ts';
import type { Placed } from '../reports/placing.ts';
import { readReport, type Report } from '../reports/report.ts';
import { saysOver } from '../reports/fact.ts';
import { holding, wordsOf } from '../reports/section.ts';
import { flat, isAlike, type Milestone, type Past, type Sign, type Suspect } from './past.ts';

type Deed = { seconds: number | undefined; text: string };

/** @param state the record into which the report was brought */
export function pastOfReport(text: string, state: State): Past {
  const report = readReport(text, 'report.md');
  const begins = state.notes.map(({ at }) => at).toSorted()[0] ?? state.latestAt;
  const deeds = report.told.map((line) => deedOf(line, state, begins));
  const cause = causeOf(report, deeds);
  const known = deeds.flatMap(({ seconds }) => seconds ?? []);
  const milestones = milestonesOf(deeds);
  return {
    key: state.key,
    title: state.title,
    begins,
    homeZone: state.homeZone,
    seconds: Math.max(0, ...known),
    milestones,
    signs: signsOf(deeds, cause?.words),
    suspects: report.facts.wrongPaths.map(({ value }): Suspect => suspectOf(value, deeds)),
    impact: impactOf(report),
    readings: [],
    cause: cause?.words,
    evidence: cause?.evidence ?? [],
    repair: itemsOf(report, 'resolution'),
    hasHandOver: false,
    runbook: undefined,
    lessons: lessonsOf(report),
    doubts: [],
    deeds,
    people: [],
  };
}

/** What a report has learned; also of one that was written here. */
export function lessonsOf(report: Report): string[] {
  const lessons = itemsOf(report, 'lessons', 'badly', 'corrective');
  const told = lessons.length > 0 ? lessons : report.tasks.map(({ text }) => flat(text));
  // Numbers of entries lead nowhere outside of the postmortem.
  return told.map((text) => text.replace(/ #\d+\.?$/, '')).slice(0, MOST_LESSONS);
}

const MOST_LESSONS = 8;

function deedOf({ text, at }: Placed, state: State, begins: Instant): Deed {
  const words = flat(text);
  // The text alone may leave its zone open; whoever brought it in has said it, and the record keeps the answer.
  const kept = state.notes.find((note) => flat(note.text) === words)?.at ?? at;
  return { seconds: kept === undefined ? undefined : Math.max(0, secondsBetween(begins, kept)), text: words };
}

const FOUND =
  /\bcauses?\b[^.]{0,80}\b(?:identified|found|traced|discovered|confirmed|located|was|is)\b|\b(?:identified|found|traced|discovered|pinpointed)\b[^.]{0,80}\bcauses?\b/i;
const SEEKS = /\b(?:investigat|look(?:ed|ing)? for)\w*/i;
const ASKED = /\b(?:escalat(?:ed|ing)|paged|called in|brought in)\b/i;
const TOLD_OUTSIDE =
  /\b(?:status ?page|announce[ds]?|(?:update|notice|message)s? (?:was |were )?(?:sent|posted|published)|(?:customers|users|merchants|readers) (?:were|are) (?:told|informed|notified))\b/i;

function milestonesOf(deeds: readonly Deed[]): Past['milestones'] {
  const first = (test: (text: string) => boolean): number | undefined =>
    deeds.find(({ seconds, text }) => seconds !== undefined && test(text))?.seconds;
  const told: Partial<Record<Milestone, number | undefined>> = {
    asked: first((text) => ASKED.test(text)),
    update: first((text) => TOLD_OUTSIDE.test(text)),
    cause: first((text) => isFound(text)),
    over: deeds.findLast(({ seconds, text }) => seconds !== undefined && saysOver(text))?.seconds,
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, seconds]) => (seconds === undefined ? [] : [[name, seconds]])),
  );
}

function isFound(text: string): boolean {
  return FOUND.test(text) && !SEEKS.test(text);
}

const SEEN =
  /\b(?:detect|report|alert|alarm|monitor|page[rd]|complain|customers?|users?|readers?|errors?|latency|slow|fail|time ?outs?|spike|increase|drop)/i;
const DONE =
  /\b(?:escalat|investigat|identif|root cause|mislead|suspect|resolv|roll(?:ed|ing) ?back|fixed|deploy|restart|correct|misconfig|ruled out|mitigat|recover|we )/i;
/** Between two signs that one moment has. */
const APART_SECONDS = 60;
const MOST_SIGNS = 12;

function signsOf(deeds: readonly Deed[], cause: string | undefined): Sign[] {
  let at = 0;
  const signs: Sign[] = [];
  for (const { seconds, text } of deeds) {
    const isSign = SEEN.test(text) && !DONE.test(text) && (cause === undefined || !isAlike(cause, text));
    at = seconds ?? (signs.length === 0 ? 0 : at + APART_SECONDS);
    if (!isSign || isFound(text)) continue;
    const as = /\b(?:alert|alarm|monitor|detect|page[rd])/i.test(text) ? 'alert' : 'chat';
    signs.push({ seconds: at, as, text });
  }
  if (signs[0]?.seconds !== 0)
    signs.unshift({ seconds: 0, as: 'alert', text: 'Something is wrong: errors and response times rise.' });
  return signs.slice(0, MOST_SIGNS);
}

function suspectOf(value: string, deeds: readonly Deed[]): Suspect {
  const about = deeds.filter(({ seconds, text }) => seconds !== undefined && isAlike(value, text));
  const cleared = about.find(({ text }) => /\b(?:ruled out|cleared|excluded|innocent|healthy)\b/i.test(text));
  const suspected = about.find((one) => one !== cleared);
  return {
    words: flat(value, 120),
    seconds: suspected?.seconds,
    clearedSeconds: cleared?.seconds,
    evidence: cleared && flat(cleared.text),
  };
}

function impactOf({ sections, facts: { percent } }: Report): string | undefined {
  const words = flat(wordsOf(holding(sections, 'impact')));
  const line = words === '' ? flat(percent?.line.text ?? '') : words;
  return line === '' ? undefined : line;
}

const REPAIRS = /\b(?:to (?:resolve|fix|mitigate)|steps were taken|resolution)\b/i;

/** The cause in a sentence, and what is said of how it worked. */
function causeOf(report: Report, deeds: readonly Deed[]): { words: string; evidence: string[] } | undefined {
  const lines = holding(report.sections, 'cause').flatMap(({ lines }) => lines.filter(isSaid));
  const end = lines.findIndex(({ text }) => REPAIRS.test(text));
  const told = (end === -1 ? lines : lines.slice(0, end)).map(({ text }) => flat(text));
  const found = deeds.find(({ text }) => isFound(text))?.text;
  const words = found ?? told[0];
  return words === undefined ? undefined : { words, evidence: told.length > 0 ? told.slice(0, 3) : [words] };
}

function isSaid({ kind, text }: Line): boolean {
  return (kind === 'item' || kind === 'text' || kind === 'row') && text.trim() !== '';
}

/** The items of a part; where it holds the cause as well, those below the sentence that begins the repair. */
function itemsOf({ sections }: Report, ...names: readonly Name[]): string[] {
  return holding(sections, ...names).flatMap(({ lines, names: parts }) => {
    const from = parts.includes('cause') ? lines.findIndex(({ text }) => REPAIRS.test(text)) : 0;
    return from === -1
      ? []
      : lines.slice(from).flatMap(({ kind, text }) => (kind === 'item' ? [flat(text)] : []));
  });
}
