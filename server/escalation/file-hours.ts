/** Hours and zones in the files of schedules and policies. */
import { zone as readZone } from '../core/zone.ts';
import type { Found, YamlReader } from '../core/yaml-reading.ts';
import { EVERY_DAY, type Hours } from './hours.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export function hoursIn(reader: YamlReader, found: Found | undefined): Hours | undefined {
  if (found === undefined) return undefined;
  const fields = reader.fields(found, ['weekdays', 'from', 'to'], 'The hours');
  if (fields === undefined) return undefined;
  const given = fields.field('weekdays');
  const weekdays = reader
    .list(given, 'the weekdays')
    .map((one) => reader.choice(one, 'a weekday', DAYS))
    .flatMap((day) => (day === undefined ? [] : [DAYS.indexOf(day) + 1]));
  return {
    weekdays: given === undefined ? [...EVERY_DAY] : weekdays,
    from: timeIn(reader, fields.field('from')) ?? '00:00',
    to: timeIn(reader, fields.field('to')) ?? '00:00',
  };
}

/** The same as it stands in a file. */
export function hoursOut({ weekdays, from, to }: Hours): object {
  return { weekdays: weekdays.map((day) => DAYS[day - 1]), from, to };
}

export function timeIn(reader: YamlReader, found: Found | undefined): string | undefined {
  const text = reader.text(found, 'a time such as 09:00', 5);
  if (text === undefined || found === undefined || TIME.test(text)) return text;
  reader.fault(found.line, `Write the time "${text}" like 09:00.`);
  return undefined;
}

export function zoneIn(reader: YamlReader, found: Found | undefined): string | undefined {
  const text = reader.text(found, 'the zone', 60);
  if (text === undefined || found === undefined) return undefined;
  const read = readZone(text);
  if ('zone' in read) return read.zone;
  reader.fault(found.line, 'refuse' in read ? read.refuse : read.ask);
  return undefined;
}
