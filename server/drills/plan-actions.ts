/** Agreeing on a drill for several, and calling it off. */
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { dateClockText } from '../core/time.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { permissionsOf, isAccountRole } from '../identity/permissions.ts';
import { remember, type Request } from '../incidents/remember-actions.ts';
import { NOTHING_YET } from '../incidents/state.ts';
import type { NotifyKit } from '../notify/deliver-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { nextNumber } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import type { DrillPersonRow, DrillPlanRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { href, paths } from '../web/paths.ts';
import type { Viewer } from '../web/viewer.ts';
import type { DrillKit } from './kit-actions.ts';
import { OBSERVER, seatsOf, type Seat } from './plan.ts';
import { insertPlan, placesOf, planOf, settlePlan } from './plan-store.ts';
import type { Offered, Scenario } from './scenario.ts';
import { TAKES_PART } from './trainee.ts';

export type PlanKit = DrillKit & { notify: NotifyKit; homeZone: string };

/** Who can be asked to take part: everybody who may. */
export async function whoCanTakePart(db: Db): Promise<{ id: string; name: string }[]> {
  const people = await activePeople(db);
  return people.filter(({ role }) => isAccountRole(role) && permissionsOf(role).has(TAKES_PART));
}

export type Wanted = {
  roles: Readonly<Record<string, string>>;
  observers: readonly string[];
  /** When it is to begin; the facilitator lets it begin by hand. */
  at: Instant;
};

/** Agrees on a drill, and invites those who take part, nobody else. @returns its number */
export async function agree(
  kit: PlanKit,
  viewer: Viewer,
  { scenario, hash }: Offered,
  wanted: Wanted,
  request: Request,
): Promise<number> {
  const { number } = await remember(kit.incidents, viewer, request, async (db) => {
    const chosen = { ...wanted, facilitator: viewer.id };
    const seats = seatsOf(scenario, chosen, await whoCanTakePart(db));
    const number = await nextNumber(db, 'drill');
    const plan: DrillPlanRow = {
      number,
      content_hash: hash,
      facilitator_id: viewer.id,
      agreed_at: wanted.at,
      planned_at: kit.clock.now(),
      began_at: null,
      called_off_at: null,
      real_number: null,
    };
    await insertPlan(
      db,
      plan,
      seats.map((seat) => placeOf(number, seat)),
    );
    await invite(kit, db, viewer, scenario, plan, seats);
    return { before: NOTHING_YET, decision: { entries: [] }, incidentId: '', number };
  });
  return number;
}

function placeOf(number: number, { id, name, role }: Seat): DrillPersonRow {
  return { number, account_id: id, name, role, page: null, page_at: null };
}

async function invite(
  kit: PlanKit,
  db: Db,
  { name }: Viewer,
  scenario: Scenario,
  { number, agreed_at: at }: DrillPlanRow,
  seats: readonly Seat[],
): Promise<void> {
  const when = dateClockText(at, kit.homeZone);
  for (const { id, role } of seats) {
    const part = role === OBSERVER ? 'watch' : `practise as ${role}`;
    await tellPeople(kit.notify, db, {
      key: `drill-${String(number)}-${at}`,
      people: [id],
      content: {
        kind: 'notice',
        subjectKey: `DRILL-${String(number)}`,
        title: scenario.publicTitle ?? `Drill DRILL-${String(number)}`,
        path: href(paths.drillPlan, { number }),
        words: `DRILL: ${name} invites you to ${part} on ${when}. The page has the briefing, and the hour for your calendar`,
      },
    });
  }
}

/** Calls off what has not begun, and tells those who were invited. @throws NotFound for whoever does not lead it */
export async function callOff(kit: PlanKit, viewer: Viewer, number: number): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const plan = await planOf(db, number);
    if (plan?.facilitator_id !== viewer.id)
      throw new NotFound(`There is no drill DRILL-${String(number)} to lead.`);
    if (!(await settlePlan(db, number, 'called_off_at', kit.clock.now())))
      throw new Refused('settled', 'It has begun already, or was called off.');
    const places = await placesOf(db, number);
    await tellPeople(kit.notify, db, {
      key: `drill-${String(number)}-off`,
      people: places.map(({ account_id: id }) => id),
      content: {
        kind: 'notice',
        subjectKey: `DRILL-${String(number)}`,
        title: 'Called off',
        path: href(paths.drillPlan, { number }),
        words: `DRILL: ${viewer.name} called it off`,
      },
    });
  });
}
