import { z } from 'zod';
import { Refused, NotFound } from '../core/refused.ts';
import type { Instant } from '../core/clock.ts';
import { plusSeconds, resolveWall } from '../core/time.ts';
import { calendarText } from '../escalation/calendar.ts';
import { peopleByIds } from '../identity/directory-actions.ts';
import { file, page, seeOther, type Answer } from '../web/answer.ts';
import { flag, gathered, noFields, optionalLine, several } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { numberAsked, realNow } from './frame-routes.ts';
import { agree, callOff, whoCanTakePart, type PlanKit } from './plan-actions.ts';
import { planningPage, planPage } from './plan-pages.ts';
import { placesOf, planOf } from './plan-store.ts';
import { beginAgreed } from './start-actions.ts';
import { TAKES_PART } from './trainee.ts';

const FACILITATES = 'drill.facilitate';

const Planning = gathered(
  'role_',
  'roles',
  z.strictObject({
    roles: several(20),
    observers: several(30),
    agreed: optionalLine(40),
    despite_real: flag,
  }),
);
const Begin = z.strictObject({ despite_real: flag });

/** How a drill for several is agreed, shown to those who take part, and begun. */
export function planRoutes(kit: PlanKit): Route[] {
  const zoneOf = ({ viewer }: SignedInAsk): string => viewer.zone ?? kit.homeZone;
  const planning = async (ask: SignedInAsk): Promise<Answer> => {
    const { offered, place } = await kit.scenarios.find(ask.params.slug ?? '');
    const model = planningPage(offered, place, {
      people: await whoCanTakePart(kit.db),
      leader: ask.viewer.id,
      now: ask.now,
      zone: zoneOf(ask),
      real: await realNow(kit, ask),
    });
    return page('drills/planning', 'A drill for several', model);
  };
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const { plan, places, part } = await agreed(kit, ask);
    const number = plan.number;
    if (plan.began_at !== null)
      return seeOther(href(part === 'facilitator' ? paths.drillConsole : paths.drill, { number }));
    const leader = (await peopleByIds(kit.db, [plan.facilitator_id])).get(plan.facilitator_id);
    const model = planPage(plan, await kit.scenarios.version(plan.content_hash), {
      places,
      reader: ask.viewer.id,
      leader: leader?.name ?? 'Somebody',
      part,
      zone: zoneOf(ask),
      real: await realNow(kit, ask),
    });
    return page('drills/plan', `DRILL: ${model.key} ${model.title}`, model);
  };
  const begin = async (ask: SignedInAsk, number: number): Promise<Answer> => {
    const request = { opId: ask.opId === undefined ? undefined : `${ask.opId}-begin`, body: { number } };
    await beginAgreed(kit, ask.viewer, number, request);
    return seeOther(href(paths.drillConsole, { number }));
  };
  return [
    route('GET', paths.drillPlanning, FACILITATES, noFields, planning),
    route(
      'POST',
      paths.drillPlanning,
      FACILITATES,
      Planning,
      async (ask) => {
        const { fields, opId } = ask;
        const { offered } = await kit.scenarios.find(ask.params.slug ?? '');
        await mustAskFirst(kit, ask, fields.despite_real);
        const at = hourOf(fields.agreed, ask.now, zoneOf(ask));
        const wanted = { roles: rolesOf(fields.roles), observers: fields.observers, at: at ?? ask.now };
        const request = { opId, body: { scenario: offered.hash, ...fields } };
        const number = await agree(kit, ask.viewer, offered, wanted, request);
        return at === undefined ? begin(ask, number) : seeOther(href(paths.drillPlan, { number }));
      },
      { again: planning },
    ),
    route('GET', paths.drillPlan, TAKES_PART, noFields, show),
    route(
      'POST',
      paths.drillBegin,
      FACILITATES,
      Begin,
      async (ask) => {
        const number = numberAsked(ask);
        await mustAskFirst(kit, ask, ask.fields.despite_real);
        return begin(ask, number);
      },
      { again: show },
    ),
    route('POST', paths.drillCallOff, FACILITATES, noFields, async (ask) => {
      const number = numberAsked(ask);
      await callOff(kit, ask.viewer, number);
      return seeOther(
        href(paths.drillPlan, { number }),
        'It is called off, and those who were invited are told.',
      );
    }),
    route('GET', paths.drillCalendar, TAKES_PART, noFields, async (ask) => {
      const { plan } = await agreed(kit, ask);
      const scenario = await kit.scenarios.version(plan.content_hash);
      const key = `DRILL-${String(plan.number)}`;
      const address = ask.absolute(href(paths.drillPlan, { number: plan.number }));
      const event = {
        uid: `${key}@${new URL(address).host}`,
        from: plan.agreed_at,
        to: plusSeconds(plan.agreed_at, Math.ceil((scenario.minutes * 60) / scenario.speed) + 30 * 60),
        summary: `DRILL ${key}: ${scenario.publicTitle ?? 'a drill'}`,
        description: `DRILL: nothing of it is real. ${address}`,
        changedAt: plan.planned_at,
      };
      return file(calendarText(key, [event]), 'text/calendar; charset=utf-8', `${key}.ics`);
    }),
  ];
}

/** What was agreed, for those with whom it was. @throws NotFound for everybody else */
async function agreed(kit: PlanKit, ask: SignedInAsk) {
  const number = numberAsked(ask);
  const plan = await planOf(kit.db, number);
  const places = await placesOf(kit.db, number);
  const isLeader = plan?.facilitator_id === ask.viewer.id;
  if (plan === undefined || (!isLeader && !places.some((place) => place.account_id === ask.viewer.id)))
    throw new NotFound(`There is no drill DRILL-${String(number)}. The page of drills shows yours.`);
  return { plan, places, part: isLeader ? ('facilitator' as const) : ('trainee' as const) };
}

/** @throws Refused while something real is open and nobody said that they know */
async function mustAskFirst(kit: PlanKit, ask: SignedInAsk, isKnown: boolean): Promise<void> {
  const [real] = await realNow(kit, ask);
  if (real === undefined || isKnown) return;
  throw new Refused(
    'something-real',
    `${real.key} is real and open. Look whether it needs these people; then say that you start all the same.`,
    { field: 'despite_real' },
  );
}

function rolesOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}

/** @throws Refused for what is no hour, or lies behind */
function hourOf(typed: string | undefined, now: Instant, zone: string): Instant | undefined {
  if (typed === undefined) return undefined;
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})$/.exec(typed.trim()) ?? [];
  const at =
    date === undefined || time === undefined ? undefined : instantAt(date, time.padStart(5, '0'), zone);
  if (at === undefined)
    throw new Refused('no-hour', 'Write the hour as 2026-11-30 14:00, or leave it empty for now.', {
      field: 'agreed',
    });
  if (at < now)
    throw new Refused('in-the-past', 'That hour lies behind. Leave it empty for now.', { field: 'agreed' });
  return at;
}

function instantAt(date: string, time: string, zone: string): Instant | undefined {
  try {
    const resolved = resolveWall(date, time, zone);
    if ('one' in resolved) return resolved.one;
    return 'overlap' in resolved ? resolved.overlap[0] : resolved.gap.firstValid;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
