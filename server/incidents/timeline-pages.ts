import type { Instant } from '../core/clock.ts';
import { keeper } from '../core/kept.ts';
import type { SafeHtml } from '../core/html.ts';
import { clockText, dateText, durationText, localDate, secondsBetween } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { fileView, type FileView } from './attachment-pages.ts';
import { effective, isCorrection, textFields } from './corrections.ts';
import { isKnown } from './entry.ts';
import { CONTENT, redactionOf } from './redaction.ts';
import { numberOf } from './run-pages.ts';
import { wordsBefore, wordsOf } from './long-words.ts';
import type { Effective, State } from './state.ts';

/** An entry as a line of the timeline. It depends on the entry, its corrections and the zone, on nothing else. */
export type EntryLine = {
  id: string;
  seq: number;
  /** The page of the entry itself. */
  href: string;
  time: string;
  occurredAt: string;
  /** "about" before a time that a person estimated. */
  isAbout: boolean;
  /** T+ from the start of the incident. */
  offset: string;
  who: string;
  kind: string;
  sentence: string;
  /** Longer words that belong to it: a note as Markdown. */
  text: SafeHtml | undefined;
  /** The file that it attached. */
  file: FileView | undefined;
  /** "recorded 4 min later", "time corrected", "from the command line". */
  provenance: readonly string[];
  /** How it read before it was corrected. */
  was: string | undefined;
  /** Who struck it and why; it is shown and no longer counts. */
  struckBecause: string | undefined;
  /** Who redacted something of it and why. */
  redactedBecause: string | undefined;
  /** The number of the last correction of it; 0 when there is none. */
  corrected: number;
  isPinned: boolean;
  /** Fields whose words can be corrected. */
  fields: readonly string[];
};

/** Entries of one local day, with its date when the incident spans more than one. */
export type TimelineDay = { date: string | undefined; lines: readonly EntryLine[] };

const RECORDED_LATE_SECONDS = 120;

const keptLines = keeper<State, readonly EntryLine[]>();

/**
 * The timeline, newest first by the time at which things happened, corrections shown in what they correct. A state
 * never changes, so what was made of it is kept as long as the state itself is.
 * @param zone the zone that times are printed in
 */
export function timelineLines(state: State, zone: string): readonly EntryLine[] {
  return keptLines(state, zone, () =>
    [...countedLines(state, zone), ...struckLines(state, zone)].toSorted(newestFirst),
  );
}

function countedLines(state: State, zone: string): EntryLine[] {
  const originals = new Map(state.entries.map((entry) => [entry.seq, entry]));
  const reworded = new Set(
    state.corrections.filter(({ what }) => what === 'time' || what === 'text').map(({ seq }) => seq),
  );
  return effective(state.entries)
    .filter((entry) => !isCorrection(entry))
    .map((entry) => {
      const line = entryLine(entry, state, zone);
      const original = reworded.has(entry.seq) ? originals.get(entry.seq) : undefined;
      if (original === undefined || !isKnown(original)) return line;
      return {
        ...line,
        was: `${clockText(original.occurredAt, zone)} ${wordsBefore(original, entry, zone)}`,
      };
    });
}

/** What was struck no longer counts, and stays readable. */
function struckLines(state: State, zone: string): EntryLine[] {
  return state.corrections.flatMap((correction) => {
    if (correction.what !== 'struck') return [];
    const entry = state.entries.find(({ seq }) => seq === correction.seq);
    if (entry === undefined || !isKnown(entry)) return [];
    return [
      { ...entryLine(entry, state, zone), struckBecause: `${correction.actor.name}: ${correction.reason}` },
    ];
  });
}

function newestFirst(a: EntryLine, b: EntryLine): number {
  if (a.occurredAt === b.occurredAt) return b.seq - a.seq;
  return a.occurredAt < b.occurredAt ? 1 : -1;
}

/** Lines of entries by what they depend on besides: an entry stays the same object from state to state. */
const keptLine = keeper<Effective, EntryLine>();

function entryLine(entry: Effective, state: State, zone: string): EntryLine {
  const isPinned = state.pins.includes(entry.seq);
  const began = state.stamps.impactBeganAt?.at ?? state.openedAt?.at ?? entry.occurredAt;
  const corrected = state.corrections.findLast(({ seq }) => seq === entry.seq)?.by ?? 0;
  const key = `${zone} ${began} ${isPinned ? 'pinned' : ''} ${String(corrected)} ${state.key}`;
  return keptLine(entry, key, () => newLine(entry, { state, zone, began, isPinned, corrected }));
}

type LineReading = { state: State; zone: string; began: Instant; isPinned: boolean; corrected: number };

function newLine(entry: Effective, reading: LineReading): EntryLine {
  const { state, zone, began, isPinned, corrected } = reading;
  return {
    id: entry.id,
    seq: entry.seq,
    href: href(paths.incidentEntry, { number: numberOf(state), seq: entry.seq }),
    time: clockText(entry.occurredAt, zone),
    occurredAt: entry.occurredAt,
    isAbout: entry.precision === 'about',
    offset: offsetText(began, entry.occurredAt),
    who: entry.actor.name,
    kind: entry.kind,
    ...wordsOf(entry, zone),
    file: fileOf(entry, state),
    provenance: provenance(state, entry),
    was: undefined,
    struckBecause: undefined,
    redactedBecause: redactedBecause(state, entry.seq),
    corrected,
    isPinned,
    fields: textFields(entry),
  };
}

function fileOf(entry: Effective, state: State): FileView | undefined {
  if (entry.kind !== 'attachment-added') return undefined;
  return redactionOf(state, entry.seq, CONTENT) === undefined ? fileView(state, entry.body) : undefined;
}

function redactedBecause(state: State, seq: number): string | undefined {
  const redaction = redactionOf(state, seq);
  return redaction && `${redaction.actor.name}: ${redaction.reason}`;
}

function offsetText(began: Instant, occurredAt: Instant): string {
  const seconds = secondsBetween(began, occurredAt);
  return `T${seconds < 0 ? '−' : '+'}${durationText(Math.abs(seconds))}`;
}

function provenance(state: State, entry: Effective): string[] {
  // A drill is recorded on another day than the one of its story.
  const late = state.kind === 'drill' ? 0 : secondsBetween(entry.occurredAt, entry.recordedAt);
  return [
    ...(late > RECORDED_LATE_SECONDS ? [`recorded ${durationText(late)} later`] : []),
    ...(entry.timeCorrected === true ? ['time corrected'] : []),
    ...(entry.source === 'imported' ? ['imported'] : []),
    ...(entry.actor.type === 'token' ? ['by a token'] : []),
  ];
}

/** Lines of one page of the timeline: some 45 KB of HTML. */
const PAGE_LINES = 100;

/** What a reader can narrow the timeline down to, by the kinds of entries that belong together. */
export const TIMELINE_FILTERS = {
  steps: { label: 'Steps', kinds: /^(?:step|runbook|run|check|command|value|phase)-/ },
  people: { label: 'People', kinds: /^(?:responder|role|escalation|task)-/ },
  decisions: { label: 'Decisions', kinds: /^(?:decision|change|hypothesis|severity|status|acknowledged)/ },
  impact: { label: 'Impact', kinds: /^(?:impact|detection|number|exit|alert)/ },
  updates: { label: 'Updates', kinds: /^update-/ },
  notes: { label: 'Notes', kinds: /^(?:note|follow-up|attachment)-/ },
} as const;
export type TimelineFilter = keyof typeof TIMELINE_FILTERS;

/** A part of the timeline: its lines, and where the parts beside it begin. */
export type TimelinePart = {
  lines: readonly EntryLine[];
  /** The entry with which the part before, or after, begins; undefined when there is none. */
  newerFrom: number | undefined;
  olderFrom: number | undefined;
  isNewest: boolean;
};

/**
 * The page of the timeline that begins with an entry, or that holds one. Pages begin with entries and not with
 * numbers, so that they stay the same while new entries come in.
 */
export function timelinePart(
  all: readonly EntryLine[],
  wanted: { filter?: TimelineFilter | undefined; from?: number | undefined; entry?: number | undefined },
): TimelinePart {
  const kinds = wanted.filter && TIMELINE_FILTERS[wanted.filter].kinds;
  const lines = kinds === undefined ? all : all.filter(({ kind }) => kinds.test(kind));
  const first = firstOf(lines, wanted);
  const before = Math.max(0, first - PAGE_LINES);
  return {
    lines: lines.slice(first, first + PAGE_LINES),
    newerFrom: first === 0 ? undefined : lines[before]?.seq,
    olderFrom: lines[first + PAGE_LINES]?.seq,
    isNewest: first === 0,
  };
}

function firstOf(
  lines: readonly EntryLine[],
  { from, entry }: { from?: number | undefined; entry?: number | undefined },
): number {
  const wanted = from ?? entry;
  const at =
    wanted === undefined
      ? 0
      : Math.max(
          0,
          lines.findIndex(({ seq }) => seq === wanted),
        );
  return from === undefined ? at - (at % PAGE_LINES) : at;
}

/** The timeline in the order of what happened, newest first, by local day. Corrections show in what they corrected. */
export function timelineDays(state: State, lines: readonly EntryLine[], zone: string): TimelineDay[] {
  const days: { date: string; lines: EntryLine[] }[] = [];
  for (const line of lines) {
    const date = localDate(line.occurredAt, zone);
    const last = days.at(-1);
    if (last?.date === date) last.lines.push(line);
    else days.push({ date, lines: [line] });
  }
  const several = days.length > 1;
  return days.map((day) => ({
    date: several ? dateText(day.lines[0]?.occurredAt ?? state.openedAt?.at ?? '', zone) : undefined,
    lines: day.lines,
  }));
}
