/** What a report says of its times outside of its timeline: its day, its zone, and when it all began. */
import type { Line } from './line.ts';
import { holding, type Section, type Structure } from './section.ts';
import type { Told } from './timeline.ts';
import { datesIn, type WrittenDate } from './written-date.ts';
import { timeAtStart, type WrittenTime } from './written-time.ts';
import { zoneInBrackets, zoneNamedIn, type WrittenZone } from './written-zone.ts';

export type Surroundings = {
  year: number | undefined;
  /** The one day that it tells of, where it is one. */
  date: WrittenDate | undefined;
  /** The days among which nobody but a person can choose, as they are written. */
  others: readonly string[];
  zone: WrittenZone | undefined;
  /** What "T+15m" counts from, with the line that says it. */
  start: { line: Line; time: WrittenTime } | undefined;
};

/** Days on which somebody wrote about it, rather than those on which it happened. */
const WRITTEN_THEN =
  /^(?:date )?(?:published|last|updated|created|written|posted|authored|reviewed|review|post-?mortem|meeting|due|sent|printed|version|revision|report date|copyright)\b|\b(?:published|written|updated|reviewed|edited) (?:on|at)\b|\bdate of (?:this )?(?:report|document|review)\b|^Date: \w{3}, .{10,40}[+-]\d{4}$/i;
const HAPPENED_THEN =
  /^(?:the )?(?:date|when|day|incident|outage|occurred|start(?:ed)?|began|date and time|date of)\b[^:]{0,30}[:|]/i;

export function surroundingsOf(
  structure: Structure,
  lines: readonly Line[],
  told: readonly Told[],
): Surroundings {
  const before = lines.slice(0, (told[0]?.first.number ?? 1) - 1);
  const opening = openingLines(structure.sections);
  const dated = before.flatMap((line) => datesOf(line, opening.has(line.number)));
  // What is called the day comes first, then what the summary says, then whatever is said before the timeline.
  const own = [dated.filter(({ isNamed }) => isNamed), dated.filter(({ isOpening }) => isOpening), dated].map(
    (dates) => distinct(dates),
  );
  const candidates = own.find((dates) => dates.length > 0) ?? [];
  const [only, another] = candidates;
  return {
    year: yearOf(before) ?? yearOf(lines),
    date: another === undefined && only?.isRange !== true ? only?.date : undefined,
    others: candidates.map(({ written }) => written),
    zone: before.map(zoneOfLine).find((zone) => zone !== undefined) ?? saidBelow(lines),
    start: startIn(lines),
  };
}

/** The numbers of the lines that say what happened: all above the first part, and the summary's. */
function openingLines(sections: readonly Section[]): Set<number> {
  const first = sections.findIndex(({ names }) => names.length > 0);
  const head = first === -1 ? sections : sections.slice(0, first);
  const own = [...head, ...holding(sections, 'summary')];
  return new Set(
    own
      .flatMap(({ heading, lines }) => [...(heading ? [heading] : []), ...lines])
      .map(({ number }) => number),
  );
}

type Dated = { date: WrittenDate; written: string; isNamed: boolean; isOpening: boolean; isRange: boolean };

function datesOf(line: Line, isOpening: boolean): Dated[] {
  const text = textOf(line);
  if (WRITTEN_THEN.test(text)) return [];
  const isNamed = HAPPENED_THEN.test(line.kind === 'row' ? line.cells.join(': ') : text.replace(/^:/, ''));
  return datesIn(text).map(({ value, index, length, isRange }) => ({
    date: value,
    written: text.slice(index, index + length),
    isNamed,
    isOpening,
    isRange,
  }));
}

/** Data before the text is read as it stands there. */
function textOf({ kind, raw, text }: Line): string {
  return kind === 'data' ? raw : text;
}

function distinct(dates: readonly Dated[]): Dated[] {
  return [...new Map(dates.map((one) => [JSON.stringify(one.date), one])).values()];
}

function yearOf(lines: readonly Line[]): number | undefined {
  for (const line of lines) {
    for (const { value } of datesIn(textOf(line))) {
      if ('date' in value) return Number(value.date.slice(0, 4));
      if ('numbers' in value && value.year !== undefined) return value.year;
    }
  }
  return undefined;
}

/** "All times UTC"; also "12 October 2023 (UTC)". */
function zoneOfLine(line: Line): WrittenZone | undefined {
  const named = zoneNamedIn(textOf(line));
  if (named) return named;
  return datesIn(line.text).length > 0 ? zoneInBrackets(line.text) : undefined;
}

/** "All times are in UTC" is as often written at the end. */
function saidBelow(lines: readonly Line[]): WrittenZone | undefined {
  return lines
    .filter(({ text }) => /\ball (?:the )?times?\b|\btimes (?:are|in|shown|given)\b/i.test(text))
    .map(({ text }) => zoneNamedIn(text))
    .find((zone) => zone !== undefined);
}

const START =
  /^(?:the )?(?:incident |outage |impact |event )?(?:t ?[+=]? ?0|start(?:ed)?(?: time)?|began|begin(?:ning)?|start of (?:the )?(?:incident|outage|impact))(?: at)? ?[:=|]? ?/i;

function startIn(lines: readonly Line[]): Surroundings['start'] {
  for (const line of lines) {
    const text = line.kind === 'row' ? line.cells.join(' ') : textOf(line);
    const intro = START.exec(text)?.[0];
    const time = intro === undefined ? undefined : timeAtStart(text.slice(intro.length));
    if (time?.clock !== undefined) return { line, time };
  }
  return undefined;
}
