import type { Instant } from '../core/clock.ts';
import { href, paths } from '../web/paths.ts';
import { stripOf, type Strip } from './room-pages.ts';
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
  days: readonly TimelineDay[];
  filters: readonly { label: string; href: string; isHere: boolean }[];
  newer: string | undefined;
  older: string | undefined;
  /** Whether the newest entries are on this part; what comes in later belongs above them. */
  isNewest: boolean;
  mayAct: boolean;
};

type Reading = { now: Instant; zone: string; mayAct: boolean };
type Wanted = {
  filter: TimelineFilter | undefined;
  /** The entry with which the part begins. */
  from: number | undefined;
  /** An entry that it has to hold. */
  entry: number | undefined;
};

export function timelinePage(state: State, { now, zone, mayAct }: Reading, wanted: Wanted): TimelinePage {
  const number = numberOf(state);
  const part = timelinePart(timelineLines(state, zone), wanted);
  const partAt = (from: number | undefined): string | undefined =>
    from === undefined ? undefined : addressOf(number, { show: wanted.filter, from: String(from) });
  return {
    strip: stripOf(state, 'Timeline', now, zone),
    base: href(paths.incident, { number }),
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
  };
}

function addressOf(number: number, values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const query = new URLSearchParams(given).toString();
  return href(paths.incidentTimeline, { number }) + (query === '' ? '' : `?${query}`);
}
