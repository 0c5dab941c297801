import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { pagedSince } from '../notify/message-actions.ts';
import { whyNot } from '../identity/permissions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { noFields, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { answerers, readingOf } from './reading-routes.ts';
import { nextTurnStart } from './rotation.ts';
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
import {
  CoverFields,
  LayerFields,
  layerOf,
  momentField,
  NewFields,
  withLayer,
  zoneField,
} from './schedule-fields-routes.ts';
import { LOAD_DAYS, schedulePage, schedulesPage } from './schedule-pages.ts';
import { shownSwaps } from './swap-actions.ts';
import { swapRoutes } from './swap-routes.ts';
import type { StoredSchedule } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

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

async function mustBeAnswerer(kit: EscalationKit, id: string): Promise<void> {
  if ((await answerers(kit)).some(({ value }) => value === id)) return;
  throw new Refused('no-such-person', 'Choose a person from the list: this one cannot be asked.', {
    field: 'person',
  });
}
