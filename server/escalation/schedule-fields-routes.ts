/** The forms of a schedule as they are sent, and the layers and moments that they say. */
import { z } from 'zod';
import { instantAtWall, wallOf } from '../core/wall.ts';
import { zone as readZone } from '../core/zone.ts';
import { choice, gathered, line, optionalLine, orChosen, several, wholeNumber } from '../web/fields.ts';
import { Invalid } from '../web/problem.ts';
import { readMoment } from './moment.ts';
import { versionAt, type Layer } from './schedule.ts';
import type { StoredSchedule } from './schedule-store.ts';

const UNITS = ['hours', 'days', 'weeks'] as const;

/** A layer as a form gives it: people in their order, how long, since when, and in which hours. */
const layerFields = {
  layer: optionalLine(60),
  members: several(20),
  length: wholeNumber(1, 366, 'how many', 1),
  unit: choice(UNITS, 'Choose hours, days or weeks.'),
  first_date: line('the day of the first turn, such as 2026-11-02', 10),
  first_time: line('the time at which turns begin, such as 09:00', 5),
  weekdays: several(7),
  hours_from: optionalLine(5),
  hours_to: optionalLine(5),
};

export const NewFields = gathered(
  'member_',
  'members',
  z.strictObject({
    name: line('a name for the schedule', 80),
    zone: line('the zone of its turns', 60),
    ...layerFields,
  }),
);
export const LayerFields = gathered(
  'member_',
  'members',
  z.strictObject({
    ...layerFields,
    place: optionalLine(60),
    begins: choice(['next', 'now'], 'Choose when it begins to hold.'),
    rev: wholeNumber(1, 1_000_000_000, 'which change this one is made upon', 1),
  }),
);
export const CoverFields = z.strictObject({
  person: line('who is on call', 40),
  instead_of: optionalLine(40),
  from: orChosen(line('when it begins, such as 2026-11-03 18:00', 60)),
  to: orChosen(line('when it ends, such as 2026-11-04 09:00', 60)),
  reason: line('why, in a few words', 200),
});
type LayerForm = Omit<z.output<typeof LayerFields>, 'place' | 'begins' | 'rev'>;

export function layerOf(fields: LayerForm, zone: string): Layer {
  const { length, unit, first_date: firstDate, first_time: firstTime, weekdays } = fields;
  // `1=ID` of a form, in the order of its fields; programs send the ids themselves.
  const members = fields.members.map((given) => ({ personId: given.replace(/^\d+=/, '') }));
  if (members.length === 0)
    throw new Invalid([{ field: 'member_1', sentence: 'Choose at least one person who takes turns.' }]);
  checkedWall(firstDate, firstTime, zone);
  const { hours_from: from, hours_to: to } = fields;
  const days = weekdays.map(Number).filter((day) => day >= 1 && day <= 7);
  const hasHours = from !== undefined || to !== undefined || (days.length > 0 && days.length < 7);
  const hours = {
    weekdays: days.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : days,
    from: checkedTime(from ?? '00:00', 'hours_from'),
    to: checkedTime(to ?? '00:00', 'hours_to'),
  };
  return {
    name: fields.layer ?? 'Primary',
    rotation: { zone, firstDate, firstTime, length, unit, members },
    ...(hasHours && { hours }),
  };
}

/** The layers with one of them put in the place of another by its name, added below them, or taken away. */
export function withLayer(
  schedule: StoredSchedule,
  fields: z.output<typeof LayerFields>,
  now: string,
): { layers: readonly Layer[]; changed: Layer | undefined } {
  const layers = versionAt(schedule, now)?.layers ?? [];
  const changed = layerOf(fields, schedule.zone);
  const before = layers.find(({ name }) => name === fields.place);
  if (before === undefined) return { layers: [...layers, changed], changed: undefined };
  return { layers: layers.map((one) => (one === before ? changed : one)), changed: before };
}

function checkedWall(date: string, time: string, zone: string): void {
  checkedTime(time, 'first_time');
  try {
    instantAtWall(wallOf(date, time), zone);
  } catch {
    throw new Invalid([{ field: 'first_date', sentence: 'Write the day like 2026-11-02.' }]);
  }
}

function checkedTime(time: string, field: string): string {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) return time;
  throw new Invalid([{ field, sentence: 'Write the time like 09:00.' }]);
}

export function zoneField(text: string): string {
  const read = readZone(text);
  if ('zone' in read) return read.zone;
  if ('refuse' in read) throw new Invalid([{ field: 'zone', sentence: read.refuse }]);
  throw new Invalid([{ field: 'zone', sentence: read.ask, choices: read.choices }]);
}

/** A moment that lies ahead, in the zone of the schedule. */
export function momentField(text: string, zone: string, field: string): string {
  const read = readMoment(text, zone);
  if ('instant' in read) return read.instant;
  throw new Invalid([{ field, ...read }]);
}
