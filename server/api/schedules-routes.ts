import { z } from 'zod';
import { findSchedule, listSchedules } from '../escalation/schedule-actions.ts';
import { CoverFields, LayerFields, NewFields } from '../escalation/schedule-fields-routes.ts';
import { coverEnded, covered, layered, made } from '../escalation/schedule-routes.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { json, type Answer } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { pageOf } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { Schedule, scheduleJson } from './schedule-json.ts';
import { listOf } from './shape.ts';

/** Schedules: read, made, their turns changed, and shifts covered. */
export function schedulesApi(kit: EscalationKit): Route[] {
  const shown = async (ask: Pick<SignedInAsk, 'now'>, slug: string) =>
    scheduleJson(await findSchedule(kit.db, slug), ask.now);
  const changed = async (ask: SignedInAsk, work: Promise<{ slug: string }>): Promise<Answer> =>
    json(await shown(ask, (await work).slug), 201);
  const writing = { scope: 'escalation:*', answers: Schedule };
  return [
    route(
      'GET',
      paths.apiSchedules,
      'oncall.read',
      z.strictObject(listFields),
      async (ask) => {
        const { items, next } = pageOf(await listSchedules(kit.db), ({ slug }) => slug, ask.fields);
        const data = items.map((schedule) => scheduleJson(schedule, ask.now));
        return listAnswer(ask, paths.apiSchedules, { limit: ask.fields.limit }, data, next);
      },
      { summary: 'List the schedules', scope: 'incidents:read', answers: listOf(Schedule) },
    ),
    route(
      'GET',
      paths.apiSchedule,
      'oncall.read',
      noFields,
      async (ask) => json(await shown(ask, ask.params.slug ?? '')),
      { summary: 'Read a schedule', scope: 'incidents:read', answers: Schedule },
    ),
    route(
      'POST',
      paths.apiSchedules,
      'schedule.edit',
      NewFields,
      async (ask) => {
        const { slug } = await made(kit, ask);
        const headers = { Location: ask.absolute(href(paths.apiSchedule, { slug })) };
        return json(await shown(ask, slug), 201, headers);
      },
      { summary: 'Make a schedule with its first layer', ...writing },
    ),
    route(
      'POST',
      paths.apiScheduleLayers,
      'schedule.edit',
      LayerFields,
      (ask) => changed(ask, layered(kit, ask)),
      { summary: 'Add a layer, or put one in the place of another', ...writing },
    ),
    route(
      'POST',
      paths.apiScheduleOverrides,
      'schedule.override-own',
      CoverFields,
      (ask) => changed(ask, covered(kit, ask)),
      { summary: 'Let somebody be on call instead of somebody', ...writing },
    ),
    route(
      'POST',
      paths.apiScheduleOverrideEnd,
      'schedule.override-own',
      noFields,
      (ask) => changed(ask, coverEnded(kit, ask)),
      { summary: 'End an override, or take it back before it begins', ...writing },
    ),
  ];
}
