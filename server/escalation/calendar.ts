/**
 * Shifts as a calendar that other programs read.
 * @see https://www.rfc-editor.org/rfc/rfc5545 and, for the name and the pace, rfc7986
 */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { spans, versionAt, type Schedule, type Why } from './schedule.ts';

/** One shift of a calendar. */
export type CalendarShift = {
  /** The same for the same shift each time, so that a program changes it in place. */
  uid: string;
  from: Instant;
  to: Instant;
  summary: string;
  description: string;
  /** When what it follows from was last changed. */
  changedAt: Instant;
};

type Asked = {
  schedules: readonly Schedule[];
  /** Only the shifts of this person, where it is one's own calendar. */
  personId: string | undefined;
  from: Instant;
  to: Instant;
  nameOf: (personId: string) => string;
  host: string;
};

/** The shifts of schedules from one instant to another. What nobody has is an entry too, as a gap has to be seen. */
export function calendarShifts({ schedules, personId, from, to, nameOf, host }: Asked): CalendarShift[] {
  const begin = plusSeconds(from, -LONG_SHIFT_SECONDS);
  const found = schedules.flatMap((schedule) =>
    spans(schedule, begin, to)
      .filter((span) => span.to > from && (personId === undefined || span.personId === personId))
      .map((span) => ({
        uid: uidOf(
          schedule.id,
          span.from === begin ? (beginningOf(span.why) ?? begin) : span.from,
          span.personId,
          host,
        ),
        from: span.from,
        to: span.to,
        summary:
          personId === undefined
            ? `${schedule.name}: ${span.personId === undefined ? 'nobody on call' : nameOf(span.personId)}`
            : `On call: ${schedule.name}`,
        description: reasonOf(span.why),
        changedAt: changedAt(schedule, span.from, span.why),
      })),
  );
  return found.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.uid < b.uid ? -1 : 1));
}

/** It is looked back so far for where a shift begins, as its id is made of that. */
const LONG_SHIFT_SECONDS = 40 * 86_400;

function uidOf(scheduleId: string, begins: Instant, personId: string | undefined, host: string): string {
  return `${scheduleId}-${begins.replace(/[-:.]/g, '')}-${personId ?? 'nobody'}@${host}`;
}

/** Where a shift itself begins, also when the calendar begins in the middle of it. */
function beginningOf(why: Why): Instant | undefined {
  if (why.kind === 'override') return why.override.from;
  return why.kind === 'layer' ? why.from : undefined;
}

function reasonOf(why: Why): string {
  switch (why.kind) {
    case 'override':
      return `${why.override.reason}; override made by ${why.override.madeBy}`;
    case 'layer':
      return `By turn in ${why.layer}`;
    case 'left':
      return 'Whoever has this turn has no account that works: somebody has to stand in.';
    case 'nobody':
      return 'A gap: nobody has this time.';
  }
}

function changedAt(schedule: Schedule, at: Instant, why: Why): Instant {
  return why.kind === 'override' ? why.override.madeAt : (versionAt(schedule, at)?.inForceAt ?? at);
}

/** How often a program may look again. */
const PACE = 'PT15M';

export function calendarText(name: string, shifts: readonly CalendarShift[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Muster//On call//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${PACE}`,
    `X-PUBLISHED-TTL:${PACE}`,
    ...shifts.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines({ uid, from, to, summary, description, changedAt }: CalendarShift): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(changedAt)}`,
    `DTSTART:${utc(from)}`,
    `DTEND:${utc(to)}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    // Somebody on call is not busy all week.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** `20261103T090000Z`. */
function utc(instant: Instant): string {
  return `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Text as a value: @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11 */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|[\r\n]/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');
}

const MOST_OCTETS = 73;

/** A line has at most 75 octets, and goes on behind a space; no sign is torn apart. */
function folded(line: string): string {
  let [text, octets] = ['', 0];
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (octets + size > MOST_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += sign;
    octets += size;
  }
  return text;
}
