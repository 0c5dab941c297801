import type { Instant } from '../core/clock.ts';
import { clockText, dateClockText, durationText, sameLocalDay, secondsBetween } from '../core/time.ts';
import { counted } from '../core/text.ts';
import type { IncidentRow } from '../store/schema.ts';
import { href, paths } from '../web/paths.ts';
import type { Call } from './calls-pages.ts';
import { readersBadge } from './seeing.ts';

/** The watch board: in three seconds, is anything on fire, and is it mine? */
export type BoardPage = {
  open: readonly IncidentLine[];
  /** What waits for this reader in the open incidents. */
  calls: readonly Call[];
  /** The last ones that are over, shown when nothing is open. */
  last: readonly IncidentLine[];
  quiet: string;
  mayDeclare: boolean;
  refreshed: string;
};

/** One incident in a list. */
export type IncidentLine = {
  href: string;
  key: string;
  title: string;
  severity: string | undefined;
  status: string;
  /** Who sees it, when not everybody does: "private". */
  readers: string | undefined;
  /** Brought in from another installation. */
  isCopy: boolean;
  commander: string;
  opened: string;
  openedAt: Instant;
  /** For how long it has been open, or how long it took: "14 min". */
  age: string;
  isOver: boolean;
  /** How many alerts fire, in words: "2 alerts fire". */
  firing: string | undefined;
};

export type IncidentListPage = {
  rows: readonly IncidentLine[];
  filter: { status: string; severity: string; label: string };
  /** Labels that some incident has. */
  labels: readonly string[];
  next: string | undefined;
  empty: string | undefined;
  mayDeclare: boolean;
};

export function boardPage(
  open: readonly IncidentRow[],
  last: readonly IncidentRow[],
  now: Instant,
  zone: string,
  mayDeclare: boolean,
  calls: readonly Call[],
): BoardPage {
  return {
    calls,
    open: open.map((row) => incidentLine(row, now, zone)),
    last: last.map((row) => incidentLine(row, now, zone)),
    quiet: quietWords(last[0], now),
    mayDeclare,
    refreshed: clockText(now, zone),
  };
}

function quietWords(last: IncidentRow | undefined, now: Instant): string {
  if (last === undefined)
    return 'Nothing is open, and nothing ever was. Declare an incident when something breaks.';
  const ended = last.resolved_at ?? last.changed_at;
  const days = Math.floor(secondsBetween(ended, now) / 86_400);
  if (days < 1) return 'Nothing is open. The last incident ended less than a day ago.';
  return `Nothing is open. The last incident ended ${days === 1 ? 'a day' : `${String(days)} days`} ago.`;
}

/** Incidents as rows of a list. */
export function incidentLines(rows: readonly IncidentRow[], now: Instant, zone: string): IncidentLine[] {
  return rows.map((row) => incidentLine(row, now, zone));
}

/** An incident as a row of a list, its times in the reader's zone. */
function incidentLine(row: IncidentRow, now: Instant, zone: string): IncidentLine {
  const isOver = row.resolved_at !== null || ['cancelled', 'merged'].includes(row.status);
  const end = row.resolved_at ?? row.changed_at;
  const seconds = Math.max(0, secondsBetween(row.opened_at, isOver ? end : now));
  return {
    href: href(paths.incident, { number: row.number }),
    key: row.key,
    title: row.title,
    severity: row.severity ?? undefined,
    status: row.status,
    readers: readersBadge(row.visibility),
    isCopy: row.origin_key !== null,
    commander: row.commander ?? 'nobody holds command',
    opened: sameLocalDay(row.opened_at, now, zone)
      ? clockText(row.opened_at, zone)
      : dateClockText(row.opened_at, zone),
    openedAt: row.opened_at,
    age: durationText(seconds),
    isOver,
    firing:
      row.firing === 0 ? undefined : `${counted(row.firing, 'alert')} ${row.firing === 1 ? 'fires' : 'fire'}`,
  };
}

export function incidentListPage(
  rows: readonly IncidentRow[],
  filter: IncidentListPage['filter'],
  labels: readonly string[],
  next: string | undefined,
  now: Instant,
  zone: string,
  mayDeclare: boolean,
): IncidentListPage {
  const filtered = Object.values(filter).some((chosen) => chosen !== '');
  return {
    rows: rows.map((row) => incidentLine(row, now, zone)),
    filter,
    labels,
    next,
    empty:
      rows.length > 0
        ? undefined
        : filtered
          ? 'No incident fits this filter.'
          : 'There has been no incident yet.',
    mayDeclare,
  };
}
