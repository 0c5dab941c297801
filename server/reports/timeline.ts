/** The lines of a timeline: each with the time that stands before it, and the day that it belongs to. */
import type { Line } from './line.ts';
import type { Section } from './section.ts';
import { dateIn, type WrittenDate } from './written-date.ts';
import { timeAtStart, type WrittenTime } from './written-time.ts';
import { zoneOf, type WrittenZone } from './written-zone.ts';

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
  if (own.length > 0) return own.reduce<Walk>(walk, BEGINNING).told;
  const { told } = sections.reduce<Walk>(walk, BEGINNING);
  const timed = told.filter(({ time }) => time?.clock !== undefined || time?.elapsed !== undefined);
  return timed.length >= 2 ? timed : [];
}

type Walk = {
  told: Told[];
  date: WrittenDate | undefined;
  zone: WrittenZone | undefined;
  columns: Columns | undefined;
};

const BEGINNING: Walk = { told: [], date: undefined, zone: undefined, columns: undefined };

function walk(before: Walk, { heading, lines }: Section): Walk {
  const state = heading ? underHeading(before, heading) : before;
  return lines.reduce<Walk>((so, line, index) => lineRead(so, line, lines[index - 1]), {
    ...state,
    columns: undefined,
  });
}

/** A heading may itself be an entry, name the day, or name the zone: "Timeline (all times UTC)". */
function underHeading(state: Walk, heading: Line): Walk {
  const time = timeAtStart(heading.text);
  if (time?.clock !== undefined && heading.text.length > time.length)
    return added(state, heading, heading.text, time);
  return {
    ...state,
    date: time?.date ?? dateIn(heading.text) ?? state.date,
    zone: zoneNamedIn(heading.text) ?? state.zone,
  };
}

function lineRead(state: Walk, line: Line, above: Line | undefined): Walk {
  switch (line.kind) {
    case 'blank':
    case 'hidden':
    case 'heading':
      return state;
    case 'row':
      return rowRead(state, line, above);
    case 'item':
    case 'text':
      return wordsRead(state, line, above);
  }
}

function wordsRead(state: Walk, line: Line, above: Line | undefined): Walk {
  const time = timeAtStart(line.text);
  const isDayAlone =
    time?.date !== undefined && time.clock === undefined && /^[\s:.]*$/.test(line.text.slice(time.length));
  if (isDayAlone) return { ...state, date: time.date };
  if (time?.clock !== undefined || time?.elapsed !== undefined) return added(state, line, line.text, time);
  if (line.kind === 'item' && !isDetail(state, line)) return added(state, line, line.text, time);
  return joined({ ...state, zone: zoneNamedIn(line.text) ?? state.zone }, line, above);
}

/** An item further in than the timed one above says more about that one. */
function isDetail({ told }: Walk, line: Line): boolean {
  const before = told.at(-1);
  return before?.time !== undefined && line.indent > before.first.indent;
}

/** A line that says more about the entry above it; words before the first entry, and a new paragraph, are none. */
function joined(state: Walk, line: Line, above: Line | undefined): Walk {
  const before = state.told.at(-1);
  const isNear = above !== undefined && above.kind !== 'blank' && above.kind !== 'hidden';
  const belongs =
    before !== undefined && (isNear || line.indent > before.first.indent || before.first.kind === 'heading');
  if (!belongs) return state;
  const longer = { ...before, last: line, text: `${before.text} ${line.text}`.trim() };
  return { ...state, told: [...state.told.slice(0, -1), longer] };
}

function added(state: Walk, line: Line, text: string, time: WrittenTime | undefined): Walk {
  const date = time?.date ?? state.date;
  const words = text.slice(time?.length ?? 0).trim();
  const entry = { first: line, last: line, time, text: words, date, zone: time?.zone ?? state.zone };
  return { ...state, date, told: [...state.told, entry] };
}

/** Which column of a table holds what. */
type Columns = { time: number; date: number | undefined; zone: WrittenZone | undefined };

function rowRead(state: Walk, line: Line, above: Line | undefined): Walk {
  const { cells } = line;
  const columns = state.columns ?? (above?.kind === 'row' ? undefined : columnsOf(cells));
  if (state.columns === undefined && columns !== undefined) {
    return { ...state, columns, zone: columns.zone ?? state.zone };
  }
  const { time: at, date: dateAt } = columns ?? { time: 0, date: undefined };
  const day = dateAt === undefined ? undefined : dateIn(cells[dateAt] ?? '');
  const time = timeAtStart(cells[at] ?? '');
  const words = cells
    .filter((cell, index) => index !== at && index !== dateAt && cell !== '')
    .join(' \u00b7 ');
  if (time?.clock === undefined && time?.elapsed === undefined) {
    const isDay = words === '' && (time?.date ?? day) !== undefined;
    if (isDay) return { ...state, date: time?.date ?? day };
    return words === ''
      ? state
      : added({ ...state, date: day ?? time?.date ?? state.date }, line, words, undefined);
  }
  const whole = added({ ...state, date: day ?? state.date }, line, words, { ...time, length: 0 });
  return whole;
}

/** The columns that a header row names. */
function columnsOf(cells: readonly string[]): Columns | undefined {
  const find = (pattern: RegExp): number | undefined => {
    const index = cells.findIndex((cell) => pattern.test(cell));
    return index === -1 ? undefined : index;
  };
  const time = find(/\b(?:time|when|timestamp|clock|uhrzeit)\b/i) ?? find(/\b(?:from|start|utc|date)\b/i);
  if (time === undefined || cells.some((cell) => timeAtStart(cell)?.clock !== undefined)) return undefined;
  const date = find(/\b(?:date|day)\b/i);
  return { time, date: date === time ? undefined : date, zone: zoneNamedIn(cells[time] ?? '') };
}

/** The zone of "(all times UTC)", "All times are in Pacific Time", "Time (CET)" and "all times Los Angeles (PDT, UTC-7)". */
export function zoneNamedIn(text: string): WrittenZone | undefined {
  const named =
    /\b(?:times?|timeline|timestamps?)\b(?: (?:are|is|below|given|shown|listed))*(?: in)?[ :(]*(.{2,60})/i.exec(
      text,
    )?.[1];
  if (named === undefined) return undefined;
  const offset = /\b(?:UTC|GMT) ?[+\u2212-]\d{1,2}(?::?\d{2})?/.exec(named)?.[0];
  if (offset !== undefined) return zoneOf(offset);
  const place = /\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+/.exec(named)?.[0];
  if (place !== undefined) return zoneOf(place);
  for (const [word] of named.matchAll(/\b(?:(?:Pacific|Mountain|Central|Eastern)\b|[A-Z]{2,5}\b)/g)) {
    const zone = zoneOf(word);
    if (zone) return zone;
  }
  return undefined;
}
