/** The lines of a timeline: each with the time that stands before it, and the day that it belongs to. */
import { rowRead, type Columns } from './timeline-row.ts';
import type { Line } from './line.ts';
import type { Section } from './section.ts';
import { dateIn, type WrittenDate } from './written-date.ts';
import { timeAtStart, timeBeside, type WrittenTime } from './written-time.ts';
import { zoneInBrackets, zoneNamedIn, type WrittenZone } from './written-zone.ts';

/** What is told to have happened, as it is written; the place of its lines tells where. */
export type Told = {
  /** The line with which it begins, and the last one that belongs to it. */
  first: Line;
  last: Line;
  time: WrittenTime | undefined;
  text: string;
  /** Its own date, or the nearest one above. */
  date: WrittenDate | undefined;
  /** Its own zone, or the one that its column or its heading names. */
  zone: WrittenZone | undefined;
};

/**
 * Reads the entries of the timeline's sections. In a report without such a section those lines are entries that begin
 * with a time of day.
 */
export function toldIn(sections: readonly Section[]): Told[] {
  const own = sections.filter(({ names }) => names.includes('timeline'));
  if (own.length > 0) {
    const told = walked(own, { isTimeline: true, readsCode: false });
    // Some paste the whole timeline between fences.
    return told.some(isTimed) ? told : walked(own, { isTimeline: true, readsCode: true });
  }
  const timed = walked(sections, { isTimeline: false, readsCode: false }).filter(isTimed);
  return timed.length >= 2 ? timed : [];
}

export function isTimed({ time }: { time: WrittenTime | undefined }): boolean {
  return time?.clock !== undefined || time?.elapsed !== undefined;
}

type Entry = Omit<Told, 'text'> & { parts: string[] };

/** Where the reading stands; one walk has one, and hands it on from line to line. */
type Walk = {
  isTimeline: boolean;
  readsCode: boolean;
  entries: Entry[];
  date: WrittenDate | undefined;
  zone: WrittenZone | undefined;
  columns: Columns | undefined;
  /** The lines since the last empty one. */
  paragraph: Line[];
};

function walked(sections: readonly Section[], how: { isTimeline: boolean; readsCode: boolean }): Told[] {
  const walk: Walk = {
    ...how,
    entries: [],
    date: undefined,
    zone: undefined,
    columns: undefined,
    paragraph: [],
  };
  for (const { heading, lines } of sections) {
    walk.columns = undefined;
    walk.paragraph = [];
    // A label opens its part on the line that says its first words, which is among the lines.
    if (heading && heading !== lines[0] && heading.number !== lines[0]?.number) readHeading(walk, heading);
    else if (heading) walk.zone = zoneOfHeading(heading) ?? walk.zone;
    for (const [index, line] of lines.entries()) readLine(walk, line, lines[index - 1]);
  }
  return walk.entries.map(({ parts, ...entry }) => ({ ...entry, text: parts.join(' ').trim() }));
}

/** A heading may itself be an entry, name the day, or name the zone: "Timeline (all times UTC)". */
function readHeading(walk: Walk, heading: Line): void {
  const time = timeAtStart(heading.text);
  if (time?.clock !== undefined && heading.text.length > time.length) {
    add(walk, heading, heading.text.slice(time.length), time);
    return;
  }
  walk.date = time?.date ?? dateIn(heading.text) ?? walk.date;
  walk.zone = zoneOfHeading(heading) ?? walk.zone;
}

function zoneOfHeading({ text }: Line): WrittenZone | undefined {
  return zoneNamedIn(text) ?? zoneInBrackets(text);
}

function readLine(walk: Walk, line: Line, above: Line | undefined): void {
  switch (line.kind) {
    case 'blank':
      walk.paragraph = [];
      return;
    case 'hidden':
    case 'heading':
    case 'data':
      return;
    case 'code':
      if (walk.readsCode) readWords(walk, line, above);
      return;
    case 'row':
      readRow(walk, line, above);
      return;
    case 'item':
    case 'text':
      readWords(walk, line, above);
  }
}

function readWords(walk: Walk, line: Line, above: Line | undefined): void {
  if (isPosted(walk, line)) return;
  walk.paragraph.push(line);
  const time = timeAtStart(line.text);
  const rest = time === undefined ? line.text : line.text.slice(time.length);
  const isDayAlone = time?.date !== undefined && time.clock === undefined && /^[\s:.,()*-]*$/.test(rest);
  if (isDayAlone) {
    walk.date = time.date;
    return;
  }
  if (time?.clock !== undefined || time?.elapsed !== undefined) {
    add(walk, line, rest, time);
    return;
  }
  const beside = walk.isTimeline && line.kind === 'item' ? timeBeside(line.text) : undefined;
  if (beside) add(walk, line, beside.words, beside.time);
  else if (line.kind === 'item' && !isDetail(walk, line)) {
    // "3 March: the disk was ordered" has its day, and no time.
    if (time?.date !== undefined) walk.date = time.date;
    add(walk, line, time === undefined ? line.text : rest, time);
  } else {
    walk.zone = zoneNamedIn(line.text) ?? walk.zone;
    join(walk, line, above);
  }
}

/** "Posted Aug 21, 2023 - 18:40 UTC" below a paragraph is its time, as status pages print it. */
function isPosted(walk: Walk, line: Line): boolean {
  const intro = /^(?:posted|updated|reported)(?: on| at)? /i.exec(line.text)?.[0];
  const time = intro === undefined ? undefined : timeAtStart(line.text.slice(intro.length));
  const [first] = walk.paragraph;
  if (time?.clock === undefined || time.date === undefined || first === undefined) return false;
  while ((walk.entries.at(-1)?.first.number ?? 0) >= first.number) walk.entries.pop();
  add(walk, first, walk.paragraph.map(({ text }) => text).join(' '), time, line);
  walk.paragraph = [];
  return true;
}

/** An item further in than the timed one above says more about that one. */
function isDetail({ entries }: Walk, line: Line): boolean {
  const before = entries.at(-1);
  return before !== undefined && isTimed(before) && line.indent > before.first.indent;
}

/** A line that says more about the entry above it; words before the first entry, and a new paragraph, are none. */
function join({ entries }: Walk, line: Line, above: Line | undefined): void {
  const before = entries.at(-1);
  if (before === undefined) return;
  const isNear = above?.number === before.last.number;
  const belongs = isNear || line.indent > before.first.indent || before.first.kind === 'heading';
  if (!belongs) return;
  before.last = line;
  before.parts.push(line.text);
}

function add(walk: Walk, line: Line, text: string, time: WrittenTime | undefined, last = line): void {
  walk.date = time?.date ?? walk.date;
  walk.entries.push({
    first: line,
    last,
    time,
    parts: [text.trim()],
    date: walk.date,
    zone: time?.zone ?? walk.zone,
  });
}

function readRow(walk: Walk, line: Line, above: Line | undefined): void {
  const isHead = walk.columns === undefined && above?.kind !== 'row';
  const read = rowRead(line.cells, walk.columns, isHead);
  if (read.columns) {
    walk.columns = read.columns;
    walk.zone = read.columns.named ?? walk.zone;
    return;
  }
  walk.date = read.date ?? walk.date;
  if (read.words !== '' || isTimed(read)) {
    const zone = read.zone ?? read.time?.zone ?? walk.zone;
    add(walk, line, read.words, read.time);
    const entry = walk.entries.at(-1);
    if (entry) entry.zone = zone;
  }
}
