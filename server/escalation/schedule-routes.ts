import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { instantAtWall, wallOf } from '../core/wall.ts';
import { zone as readZone } from '../core/zone.ts';
import { pagedSince } from '../notify/message-actions.ts';
import { whyNot } from '../identity/permissions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import {
  choice,
  gathered,
  line,
  noFields,
  optionalLine,
  orChosen,
  several,
  wholeNumber,
} from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { readMoment } from './moment.ts';
import { answerers, readingOf } from './reading-routes.ts';
import { nextTurnStart } from './rotation.ts';
import type { Layer } from './schedule.ts';
import { versionAt } from './schedule.ts';
import {
  changeLayers,
  coverShift,
  createSchedule,
  endCover,
  findSchedule,
  isOwnCover,
  listSchedules,
  takePager,
} from './schedule-actions.ts';
import { LOAD_DAYS, schedulePage, schedulesPage } from './schedule-pages.ts';
import { shownSwaps } from './swap-actions.ts';
import { swapRoutes } from './swap-routes.ts';
import type { StoredSchedule } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

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
const PagerFields = z.strictObject({ minutes: wholeNumber(5, 1440, 'for how many minutes', 60) });

/** Schedules: made, changed, covered for. */
export function scheduleRoutes(kit: EscalationKit): Route[] {
  const list = async (ask: SignedInAsk): Promise<Answer> => {
    const model = schedulesPage(
      await listSchedules(kit.db),
      await answerers(kit),
      await readingOf(kit, ask),
      kit.homeZone,
    );
    return page('escalation/schedules', 'Schedules', model);
  };
  const showOne = async (ask: SignedInAsk, slug: string): Promise<Answer> => {
    const schedule = await findSchedule(kit.db, slug);
    const reading = {
      ...(await readingOf(kit, ask)),
      id: ask.viewer.id,
      mayCover: may(ask.viewer, 'schedule.override-own'),
      mayEdit: may(ask.viewer, 'schedule.edit'),
    };
    const swaps = await shownSwaps(kit.db, schedule.id, ask.now);
    const paged = await pagedSince(kit.db, plusSeconds(ask.now, -LOAD_DAYS * 86_400));
    const model = schedulePage(schedule, await answerers(kit), reading, swaps, paged);
    return page('escalation/schedule', schedule.name, model);
  };
  const show = (ask: SignedInAsk): Promise<Answer> => showOne(ask, ask.params.slug ?? '');
  const back = (slug: string, notice: string): Answer => seeOther(href(paths.schedule, { slug }), notice);
  return [
    route('GET', paths.schedules, 'oncall.read', noFields, list),
    route(
      'POST',
      paths.schedules,
      'schedule.edit',
      NewFields,
      async (ask) => {
        const { slug, name } = await made(kit, ask);
        return back(slug, `${name} is there.`);
      },
      { again: list },
    ),
    route('GET', paths.schedule, 'oncall.read', noFields, show),
    route(
      'POST',
      paths.scheduleLayers,
      'schedule.edit',
      LayerFields,
      async (ask) => {
        const { slug } = await layered(kit, ask);
        return back(slug, 'The turns are changed. What was before stays as it was.');
      },
      { again: show },
    ),
    route(
      'POST',
      paths.scheduleOverrides,
      'schedule.override-own',
      CoverFields,
      async (ask) => {
        const { slug } = await covered(kit, ask);
        return back(slug, 'The shift is covered.');
      },
      { again: show },
    ),
    route(
      'POST',
      paths.schedulePager,
      'schedule.override-own',
      PagerFields,
      async (ask) => {
        const { minutes } = ask.fields;
        const schedule = await takePager(kit, ask.params.slug ?? '', ask.viewer, minutes, byOf(ask));
        return back(schedule.slug, `You have the pager for ${String(minutes)} min.`);
      },
      { again: show },
    ),
    ...swapRoutes(kit, showOne),
    route('POST', paths.scheduleOverrideEnd, 'schedule.override-own', noFields, async (ask) => {
      const { slug } = await coverEnded(kit, ask);
      return back(slug, 'The override is over.');
    }),
  ];
}

/** A schedule as its fields say, for people and programs. */
export async function made(
  kit: EscalationKit,
  ask: SignedInAsk<z.output<typeof NewFields>>,
): Promise<{ slug: string; name: string }> {
  const zone = zoneField(ask.fields.zone);
  const { name } = ask.fields;
  const layers = [layerOf(ask.fields, zone)];
  return createSchedule(kit, { name, zone, layers }, byOf(ask));
}

/** A layer put in the place of another, from its next turn on or at once. */
export async function layered(
  kit: EscalationKit,
  ask: SignedInAsk<z.output<typeof LayerFields>>,
): Promise<StoredSchedule> {
  const schedule = await findSchedule(kit.db, ask.params.slug ?? '');
  const { layers, changed } = withLayer(schedule, ask.fields, ask.now);
  const isNow = ask.fields.begins === 'now' || changed === undefined;
  const inForceAt = isNow ? ask.now : nextTurnStart(changed.rotation, ask.now);
  return changeLayers(kit, schedule.slug, { layers, inForceAt, rev: ask.fields.rev }, byOf(ask));
}

/** @throws Refused for the shifts of others, unless somebody may edit schedules */
export async function covered(
  kit: EscalationKit,
  ask: SignedInAsk<z.output<typeof CoverFields>>,
): Promise<StoredSchedule> {
  const schedule = await findSchedule(kit.db, ask.params.slug ?? '');
  const { person, instead_of: insteadOf, reason } = ask.fields;
  await mustBeAnswerer(kit, person);
  const from = momentField(ask.fields.from, schedule.zone, 'from');
  const to = momentField(ask.fields.to, schedule.zone, 'to');
  const wanted = { personId: person, insteadOf, from, to, reason };
  if (!may(ask.viewer, 'schedule.edit') && !isOwnCover(schedule, wanted, ask.viewer.id))
    throw new Refused('not-yours', `Cover your own shifts, or take one yourself. ${whyNot('schedule.edit')}`);
  return coverShift(kit, schedule.slug, wanted, byOf(ask));
}

/** @throws Refused for what is of others, unless somebody may edit schedules */
export async function coverEnded(kit: EscalationKit, ask: SignedInAsk): Promise<StoredSchedule> {
  const { slug = '', id = '' } = ask.params;
  const schedule = await findSchedule(kit.db, slug);
  const override = schedule.overrides.find((one) => one.id === id);
  const isOwn = override?.personId === ask.viewer.id || override?.madeBy === ask.viewer.name;
  if (!isOwn && !may(ask.viewer, 'schedule.edit'))
    throw new Refused(
      'not-yours',
      `End overrides that you made or that are yours. ${whyNot('schedule.edit')}`,
    );
  return endCover(kit, slug, id, byOf(ask));
}

type LayerForm = Omit<z.output<typeof LayerFields>, 'place' | 'begins' | 'rev'>;

function layerOf(fields: LayerForm, zone: string): Layer {
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
function withLayer(
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

function zoneField(text: string): string {
  const read = readZone(text);
  if ('zone' in read) return read.zone;
  if ('refuse' in read) throw new Invalid([{ field: 'zone', sentence: read.refuse }]);
  throw new Invalid([{ field: 'zone', sentence: read.ask, choices: read.choices }]);
}

/** A moment that lies ahead, in the zone of the schedule. */
function momentField(text: string, zone: string, field: string): string {
  const read = readMoment(text, zone);
  if ('instant' in read) return read.instant;
  throw new Invalid([{ field, ...read }]);
}

async function mustBeAnswerer(kit: EscalationKit, id: string): Promise<void> {
  if ((await answerers(kit)).some(({ value }) => value === id)) return;
  throw new Refused('no-such-person', 'Choose a person from the list: this one cannot be asked.', {
    field: 'person',
  });
}
