/**
 * The days on which something was promised, for calendars.
 * @see https://www.rfc-editor.org/rfc/rfc5545
 */
import type { Instant } from '../core/clock.ts';
import { plusDays } from '../core/time.ts';
import { isOpenItem, itemKey, type Item } from './item.ts';

export type CalendarAsked = {
  /** As a calendar program shows it. */
  name: string;
  now: Instant;
  /** The whole address of an item. */
  url: (item: Item) => string;
};

/** The days of items that are open. One without a day has no place in a calendar. */
export function itemsCalendar(items: readonly Item[], { name, now, url }: CalendarAsked): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Muster//Action items//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    ...items.filter(isOpenItem).flatMap((item) => eventOf(item, now, url(item))),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventOf(item: Item, now: Instant, url: string): string[] {
  const { due } = item;
  if (due === undefined) return [];
  const said = [
    item.owner === undefined ? 'Nobody owns it yet.' : `Owner: ${item.owner.name}.`,
    ...(item.doneWhen === undefined ? [] : [`Done when: ${item.doneWhen}`]),
  ].join('\n');
  return [
    'BEGIN:VEVENT',
    `UID:${item.id}@muster`,
    `DTSTAMP:${stamp(now)}`,
    `LAST-MODIFIED:${stamp(item.changedAt)}`,
    `SEQUENCE:${String(item.rev)}`,
    `DTSTART;VALUE=DATE:${due.replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${plusDays(due, 1).replaceAll('-', '')}`,
    `SUMMARY:${escaped(`${itemKey(item)} ${item.text}`)}`,
    `DESCRIPTION:${escaped(said)}`,
    `URL:${url}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function stamp(instant: Instant): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r?\n/g, '\\n');
}

/** Lines of at most 75 bytes, the rest on lines that begin with a blank. No character is cut in two. */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (bytes + size > 74) {
      pieces.push(piece);
      piece = '';
      bytes = 0;
    }
    piece += char;
    bytes += size;
  }
  return [...pieces, piece].join('\r\n ');
}
