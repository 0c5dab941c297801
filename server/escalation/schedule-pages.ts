/** The pages of schedules. */
import type { Instant } from '../core/clock.ts';
import { counted, sentenceList } from '../core/text.ts';
import { dateText, localDate, plusDays } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { atNight, loads, type Load } from './coverage.ts';
import { onCallView, type OnCallView, type Reading } from './escalation-pages.ts';
import type { Layer } from './schedule.ts';
import { versionAt } from './schedule.ts';
import type { StoredSchedule } from './schedule-store.ts';
import { shortTime } from './strip.ts';
import type { Swap } from './swap.ts';
import { swapsView, type SwapsView } from './swap-pages.ts';

export type Option = { value: string; label: string };

export type SchedulesPage = {
  schedules: readonly { name: string; href: string; now: string; gaps: string }[];
  people: readonly Option[];
  first: { date: string; zone: string };
};

export type SchedulePage = OnCallView & {
  slug: string;
  zone: string;
  rev: number;
  base: string;
  layers: readonly { name: string; words: string }[];
  coming: readonly string[];
  overrides: readonly { id: string; words: string; end: string }[];
  loads: readonly { name: string; share: string }[];
  people: readonly Option[];
  everybody: readonly Option[];
  mayCover: boolean;
  mayEdit: boolean;
  first: { date: string };
  reader: string;
  swaps: SwapsView;
};

export function schedulesPage(
  schedules: readonly StoredSchedule[],
  people: readonly Option[],
  reading: Reading,
  homeZone: string,
): SchedulesPage {
  return {
    schedules: schedules.map((schedule) => {
      const view = onCallView(schedule, reading);
      return { name: view.name, href: view.href, now: view.now, gaps: view.gaps };
    }),
    people: [{ value: '', label: 'Nobody' }, ...people],
    first: { date: thisMonday(reading), zone: homeZone },
  };
}

/** For so many days the load is added up, ahead and back. */
export const LOAD_DAYS = 90;

function pagesAtNight(
  paged: readonly { personId: string; at: Instant }[],
  personId: string,
  zone: string,
): number {
  const theirs = paged.filter((one) => one.personId === personId).map(({ at }) => at);
  return atNight(theirs, zone);
}

function shareText({ seconds, shifts, nights, weekendDays }: Load, paged: number): string {
  const ahead = [
    counted(shifts, 'turn'),
    counted(nights, 'night'),
    counted(weekendDays, 'day of a weekend', 'days of weekends'),
  ];
  const hours = String(Math.round(seconds / 3600));
  const days = String(LOAD_DAYS);
  return `${hours} h in the next ${days} days: ${sentenceList(ahead)}. Asked ${counted(paged, 'time')} at night in the last ${days} days.`;
}

export function schedulePage(
  schedule: StoredSchedule,
  people: readonly Option[],
  reading: Reading & { id: string; mayCover: boolean; mayEdit: boolean },
  swaps: readonly Swap[],
  paged: readonly { personId: string; at: Instant }[],
): SchedulePage {
  const { now, person } = reading;
  const { zone } = schedule;
  const layers = versionAt(schedule, now)?.layers ?? [];
  const base = href(paths.schedule, { slug: schedule.slug });
  return {
    ...onCallView(schedule, { ...reading, zone }),
    slug: schedule.slug,
    zone,
    rev: schedule.rev,
    base,
    layers: layers.map((layer) => ({ name: layer.name, words: layerText(layer, person) })),
    coming: schedule.versions
      .filter(({ inForceAt }) => inForceAt > now)
      .map((version) => {
        const words = version.layers.map((layer) => `${layer.name}: ${layerText(layer, person)}`).join(' ');
        return `From ${shortTime(version.inForceAt, zone)}: ${words}`;
      }),
    overrides: schedule.overrides
      .filter(({ to }) => to > now)
      .map((override) => ({
        id: override.id,
        words: `${person(override.personId)} from ${shortTime(override.from, zone)} to ${shortTime(override.to, zone)}: ${override.reason} (made by ${override.madeBy})`,
        end: href(paths.scheduleOverrideEnd, { slug: schedule.slug, id: override.id }),
      })),
    loads: loads(schedule, now, LOAD_DAYS).map((load) => ({
      name: person(load.personId),
      share: shareText(load, pagesAtNight(paged, load.personId, zone)),
    })),
    people,
    everybody: [{ value: '', label: 'Nobody' }, ...people],
    mayCover: reading.mayCover,
    mayEdit: reading.mayEdit,
    first: { date: thisMonday({ now, zone }) },
    reader: reading.id,
    swaps: swapsView(schedule, swaps, { ...reading, zone }),
  };
}

const UNIT_WORDS = { hours: 'hour', days: 'day', weeks: 'week' } as const;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A layer in words: who, for how long, from when, and in which hours. */
function layerText({ rotation, hours }: Layer, person: (id: string) => string): string {
  const { members, length, unit, firstDate, firstTime, zone } = rotation;
  const who = members.map(({ personId }) => person(personId)).join(', then ');
  const turn = length === 1 ? `a ${UNIT_WORDS[unit]}` : `${String(length)} ${unit}`;
  const when =
    hours === undefined
      ? ''
      : `, from ${hours.from} to ${hours.to} on ${hours.weekdays.length === 7 ? 'every day' : hours.weekdays.map((day) => DAYS[day - 1] ?? '').join(', ')}`;
  return `${who}, ${turn} each, since ${firstDate} ${firstTime} ${zone}${when}.`;
}

/** Where turns usually begin: the Monday of this week, so that somebody is on call at once. */
function thisMonday({ now, zone }: Pick<Reading, 'now' | 'zone'>): string {
  const today = localDate(now, zone);
  const weekday = DAYS.indexOf(dateText(now, zone).split(' ')[0] ?? '');
  return plusDays(today, -Math.max(0, weekday));
}
