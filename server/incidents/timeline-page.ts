import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { clockText, dateClockText, sameLocalDay } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { bandPage, type BandPage } from './band-page.ts';
import type { ReadMark } from './read-mark.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import {
  TIMELINE_FILTERS,
  timelineDays,
  timelineLines,
  timelinePart,
  type TimelineDay,
  type TimelineFilter,
} from './timeline-pages.ts';

/** The timeline as its page shows it: one part of it, and the ways to the others. */
export type TimelinePage = {
  strip: Strip;
  base: string;
  /** The same time as a picture, when there is enough to show. */
  band: BandPage | undefined;
  days: readonly TimelineDay[];
  filters: readonly { label: string; href: string; isHere: boolean }[];
  newer: string | undefined;
  older: string | undefined;
  /** Whether the newest entries are on this part; what comes in later belongs above them. */
  isNewest: boolean;
  mayAct: boolean;
  /** How far this reader has read. */
  reading: ReadingPlace;
};

export type ReadingPlace = {
  words: string;
  /** The first entry that is new to them. */
  firstUnread: string | undefined;
  /** The last entry there is, for "read up to here"; none when they have read it. */
  upTo: number | undefined;
};

type Reading = { now: Instant; zone: string; mayAct: boolean; mark: ReadMark | undefined };
type Wanted = {
  filter: TimelineFilter | undefined;
  /** The entry with which the part begins. */
  from: number | undefined;
  /** An entry that it has to hold. */
  entry: number | undefined;
};

export function timelinePage(state: State, reading: Reading, wanted: Wanted): TimelinePage {
  const { now, zone, mayAct } = reading;
  const number = numberOf(state);
  const part = timelinePart(timelineLines(state, zone), wanted);
  const partAt = (from: number | undefined): string | undefined =>
    from === undefined ? undefined : addressOf(number, { show: wanted.filter, from: String(from) });
  const here = new Set(part.lines.map(({ seq }) => seq));
  // From this page: to an entry on it, or to the part that holds it.
  const entryFrom = (seq: number): string =>
    (here.has(seq) ? '' : `?entry=${String(seq)}`) + `#e${String(seq)}`;
  return {
    strip: stripOf(state, 'Timeline', now, zone),
    base: href(paths.incident, { number }),
    band: bandPage(state, { now, zone }, entryFrom),
    days: timelineDays(state, part.lines, zone),
    filters: [
      { label: 'All', href: addressOf(number, {}), isHere: wanted.filter === undefined },
      ...Object.entries(TIMELINE_FILTERS).map(([show, { label }]) => ({
        label,
        href: addressOf(number, { show }),
        isHere: wanted.filter === show,
      })),
    ],
    newer: partAt(part.newerFrom),
    older: partAt(part.olderFrom),
    isNewest: part.isNewest,
    mayAct,
    reading: readingPlace(state, reading, part.isNewest && wanted.filter === undefined),
  };
}

/** @param isWhole whether everything that is new stands on this part, so that it can be said to be read */
function readingPlace(state: State, { mark, now, zone }: Reading, isWhole: boolean): ReadingPlace {
  const upTo = isWhole ? state.seq : undefined;
  if (mark === undefined)
    return { words: 'You have not marked how far you read.', firstUnread: undefined, upTo };
  const at = sameLocalDay(mark.at, now, zone) ? clockText(mark.at, zone) : dateClockText(mark.at, zone);
  const told = `You read up to #${String(mark.seq)} at ${at}.`;
  const unread = state.seq - mark.seq;
  if (unread <= 0) return { words: `${told} Nothing is new.`, firstUnread: undefined, upTo: undefined };
  const first = String(mark.seq + 1);
  const firstUnread = `${addressOf(numberOf(state), { entry: first })}#e${first}`;
  const isAre = unread === 1 ? 'is' : 'are';
  const words = `${told} ${counted(unread, 'entry', 'entries')} ${isAre} new to you.`;
  return { words, firstUnread, upTo };
}

function addressOf(number: number, values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const query = new URLSearchParams(given).toString();
  return href(paths.incidentTimeline, { number }) + (query === '' ? '' : `?${query}`);
}
