/** Two weeks of who is on call, as a picture and as a table. */
import type { Instant } from '../core/clock.ts';
import { clockText, dateText, durationText, plusDays, secondsBetween, localDate } from '../core/time.ts';
import { instantAtWall, wallOf } from '../core/wall.ts';
import { spans, type Schedule, type Span, type Why } from './schedule.ts';

const STRIP_DAYS = 14;
const DAY_WIDTH = 50;
const TOP = 24;
const HEIGHT = 34;

export type StripBar = { x: number; width: number; label: string; title: string; look: 'a' | 'b' | 'gap' };

export type StripPicture = {
  width: number;
  height: number;
  top: number;
  barHeight: number;
  days: readonly { x: number; text: string }[];
  bars: readonly StripBar[];
  description: string;
};

export type ShiftLine = {
  from: string;
  to: string;
  who: string;
  why: string;
  length: string;
  isGap: boolean;
};

type Naming = { person(id: string): string; zone: string };

export function stripOf(
  schedule: Schedule,
  now: Instant,
  naming: Naming,
): { picture: StripPicture; shifts: ShiftLine[] } {
  const { zone } = naming;
  const first = localDate(now, zone);
  const from = instantAtWall(wallOf(first, '00:00'), zone);
  const to = instantAtWall(wallOf(plusDays(first, STRIP_DAYS), '00:00'), zone);
  const found = spans(schedule, from, to);
  const total = secondsBetween(from, to);
  const width = STRIP_DAYS * DAY_WIDTH;
  const at = (instant: Instant): number => Math.round((secondsBetween(from, instant) / total) * width);
  const order = [...new Set(found.flatMap(({ personId }) => personId ?? []))];
  return {
    picture: {
      width,
      height: TOP + HEIGHT + 2,
      top: TOP,
      barHeight: HEIGHT,
      days: Array.from({ length: STRIP_DAYS }, (_, day) => {
        const date = plusDays(first, day);
        return { x: at(instantAtWall(wallOf(date, '00:00'), zone)), text: dayText(date) };
      }),
      bars: found.map((span) => {
        const x = at(span.from);
        const name = nameOf(span, naming);
        return {
          x,
          width: Math.max(1, at(span.to) - x - 1),
          label: shortened(name, at(span.to) - x),
          title: `${name}, ${spanText(span, zone)}`,
          look: span.personId === undefined ? 'gap' : order.indexOf(span.personId) % 2 === 0 ? 'a' : 'b',
        };
      }),
      description: found.map((span) => `${nameOf(span, naming)} ${spanText(span, zone)}`).join('; '),
    },
    shifts: found
      .filter((span) => span.to > now)
      .map((span) => ({
        from: shortTime(span.from, zone),
        to: shortTime(span.to, zone),
        who: nameOf(span, naming),
        why: whyText(span.why, naming),
        length: durationText(secondsBetween(span.from, span.to)),
        isGap: span.personId === undefined,
      })),
  };
}

/** Why somebody is on call, or nobody. */
export function whyText(why: Why, { person, zone }: Naming): string {
  switch (why.kind) {
    case 'override':
      return `${why.override.reason}; override until ${shortTime(why.override.to, zone)}, made by ${why.override.madeBy}`;
    case 'layer':
      return `${why.layer}, a turn of ${durationText(secondsBetween(why.from, why.to))}`;
    case 'left':
      return `it is the turn of ${person(why.personId)} in ${why.layer}, whose account does not work`;
    case 'nobody':
      return 'no layer has anybody then';
  }
}

/** `Monday 2 November, 18:00 CET` */
export function shortTime(instant: Instant, zone: string): string {
  return `${dateText(instant, zone).replace(/ \d{4}$/, '')}, ${clockText(instant, zone)}`;
}

function nameOf({ personId }: Span, { person }: Naming): string {
  return personId === undefined ? 'Nobody' : person(personId);
}

function spanText({ from, to }: Span, zone: string): string {
  return `from ${shortTime(from, zone)} to ${shortTime(to, zone)}`;
}

/** About so many pixels a letter; a name that does not fit is told by its first word, and then by its title alone. */
const LETTER = 7.2;

function shortened(name: string, width: number): string {
  const most = Math.floor((width - 8) / LETTER);
  if (name.length <= most) return name;
  const [first = ''] = name.split(' ');
  if (first.length <= most) return first;
  const initials = name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
  return initials.length <= most ? initials : '';
}

function dayText(date: string): string {
  const day = new Date(Date.parse(`${date}T00:00:00Z`)).toUTCString();
  return `${day.slice(0, 2)} ${String(Number(day.slice(5, 7)))}`;
}
