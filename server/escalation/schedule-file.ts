/** A schedule as a file: its turns, without overrides, which are of the day. */
import { stringify } from 'yaml';
import type { Instant } from '../core/clock.ts';
import { slugOf } from '../core/slug.ts';
import { instantAtWall, wallOf } from '../core/wall.ts';
import type { Found, YamlReader } from '../core/yaml-reading.ts';
import { hoursIn, hoursOut, timeIn, zoneIn } from './file-hours.ts';
import { idNamed, nameOfId, type Names } from './file-names.ts';
import type { Member } from './rotation.ts';
import type { Layer, Schedule } from './schedule.ts';

export type FiledSchedule = {
  kind: 'schedule';
  slug: string;
  name: string;
  zone: string;
  layers: readonly Layer[];
  line: number;
};

const UNITS = ['hours', 'days', 'weeks'] as const;

/** The layers that were decided last, whether they hold yet or not. */
export function newestLayers({ versions }: Pick<Schedule, 'versions'>): readonly Layer[] {
  return versions.toSorted((a, b) => a.number - b.number).at(-1)?.layers ?? [];
}

export function scheduleText(schedule: Schedule & { slug: string }, names: Names): string {
  const { slug, name, zone } = schedule;
  const layers = newestLayers(schedule).map((layer) => layerOut(layer, zone, names));
  return stringify({ kind: 'schedule', slug, name, zone, layers }, { lineWidth: 0 });
}

function layerOut({ name, rotation, hours, validFrom, validTo }: Layer, zone: string, names: Names): object {
  const { firstDate, firstTime, length, unit, members } = rotation;
  return {
    name,
    ...(rotation.zone !== zone && { zone: rotation.zone }),
    first_day: firstDate,
    first_time: firstTime,
    length,
    unit,
    members: members.map(({ personId, from, to }) => {
      const person = nameOfId(names, 'person', personId);
      if (from === undefined && to === undefined) return person;
      return { person, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    }),
    ...(hours !== undefined && { hours: hoursOut(hours) }),
    ...(validFrom !== undefined && { valid_from: validFrom }),
    ...(validTo !== undefined && { valid_to: validTo }),
  };
}

/** Undefined when it cannot be read at all; what is wrong stands in the faults of the reader. */
export function scheduleIn(reader: YamlReader, found: Found, names: Names): FiledSchedule | undefined {
  const fields = reader.fields(found, ['kind', 'slug', 'name', 'zone', 'layers'], 'A schedule');
  if (fields === undefined) return undefined;
  const name = reader.text(fields.field('name', 'needed'), 'the name of the schedule');
  const zone = zoneIn(reader, fields.field('zone', 'needed')) ?? 'UTC';
  const slug = reader.text(fields.field('slug'), 'the name in addresses', 60) ?? slugOf(name ?? '');
  if (slug !== '' && slug !== slugOf(slug))
    reader.fault(
      fields.field('slug')?.line ?? found.line,
      `Write the name in addresses like ${slugOf(slug)}.`,
    );
  const given = fields.field('layers', 'needed');
  const layers = reader.list(given, 'the layers');
  if (given !== undefined && layers.length === 0)
    reader.fault(given.line, 'Add a layer: without one nobody is ever on call.');
  return {
    kind: 'schedule',
    slug,
    name: name ?? '',
    zone,
    layers: layers.flatMap((layer) => layerIn(reader, layer, zone, names) ?? []),
    line: found.line,
  };
}

const LAYER = [
  'name',
  'zone',
  'first_day',
  'first_time',
  'length',
  'unit',
  'members',
  'hours',
  'valid_from',
  'valid_to',
];

function layerIn(reader: YamlReader, found: Found, usual: string, names: Names): Layer | undefined {
  const fields = reader.fields(found, LAYER, 'A layer');
  if (fields === undefined) return undefined;
  const zone = zoneIn(reader, fields.field('zone')) ?? usual;
  const given = fields.field('members', 'needed');
  const members = reader.list(given, 'the members');
  if (given !== undefined && members.length === 0)
    reader.fault(given.line, 'Name at least one person who takes turns.');
  const hours = hoursIn(reader, fields.field('hours'));
  const [validFrom, validTo] = ['valid_from', 'valid_to'].map((name) =>
    instantIn(reader, fields.field(name)),
  );
  return {
    name: reader.text(fields.field('name'), 'the name of the layer', 60) ?? 'Primary',
    rotation: {
      zone,
      firstDate: dayIn(reader, fields.field('first_day', 'needed')) ?? '2000-01-03',
      firstTime: timeIn(reader, fields.field('first_time')) ?? '09:00',
      length: reader.number(fields.field('length'), 'how many', [1, 366]) ?? 1,
      unit: reader.choice(fields.field('unit'), 'the unit', UNITS) ?? 'weeks',
      members: members.flatMap((member) => memberIn(reader, member, names) ?? []),
    },
    ...(hours !== undefined && { hours }),
    ...(validFrom !== undefined && { validFrom }),
    ...(validTo !== undefined && { validTo }),
  };
}

function memberIn(reader: YamlReader, found: Found, names: Names): Member | undefined {
  if (reader.isText(found)) {
    const personId = idNamed(reader, names, 'person', found);
    return personId === undefined ? undefined : { personId };
  }
  const fields = reader.fields(found, ['person', 'from', 'to'], 'A member');
  const personId = idNamed(reader, names, 'person', fields?.field('person', 'needed'));
  const [from, to] = ['from', 'to'].map((name) => dayIn(reader, fields?.field(name)));
  if (personId === undefined) return undefined;
  return { personId, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function dayIn(reader: YamlReader, found: Found | undefined): string | undefined {
  const text = reader.text(found, 'a day such as 2026-11-02', 10);
  if (text === undefined || found === undefined) return undefined;
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text) && instantAtWall(wallOf(text, '12:00'), 'UTC').startsWith(text))
      return text;
  } catch {
    // It is told below, as what merely looks wrong is.
  }
  reader.fault(found.line, `Write the day "${text}" like 2026-11-02.`);
  return undefined;
}

function instantIn(reader: YamlReader, found: Found | undefined): Instant | undefined {
  const text = reader.text(found, 'an instant such as 2026-11-02T09:00:00.000Z', 30);
  if (text === undefined || found === undefined) return undefined;
  const ms = Date.parse(text);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(ms)) return new Date(ms).toISOString();
  reader.fault(found.line, `Write the instant "${text}" like 2026-11-02T09:00:00.000Z.`);
  return undefined;
}
