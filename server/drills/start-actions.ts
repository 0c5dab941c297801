/** How drills begin. */
import { NotFound, Refused } from '../core/refused.ts';
import { viewerById } from '../identity/sign-in-actions.ts';
import type { Command } from '../incidents/command.ts';
import { contextFor } from '../incidents/context-actions.ts';
import { decide } from '../incidents/decide.ts';
import type { NewEntry } from '../incidents/entry.ts';
import { ROLES, type Role } from '../incidents/entry-fields.ts';
import { foldOn } from '../incidents/fold.ts';
import { remember, type Done, type Request } from '../incidents/remember-actions.ts';
import { NOTHING_YET } from '../incidents/state.ts';
import { after } from '../incidents/trial.ts';
import { nextNumber } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import type { DrillRow } from '../store/schema.ts';
import type { Viewer } from '../web/viewer.ts';
import { direct } from './direct-actions.ts';
import type { DrillKit } from './kit-actions.ts';
import { placesOf, planOf, settlePlan } from './plan-store.ts';
import type { Offered } from './scenario.ts';
import { insertDrill } from './store.ts';
import { trainee } from './trainee.ts';

type Cast = {
  /** Who lets it begin, and sees it. */
  by: Viewer;
  takers: readonly { viewer: Viewer; roles: readonly Role[] }[];
};

/** Starts a drill for one person, who takes every role that it has. */
export async function startSolo(
  kit: DrillKit,
  viewer: Viewer,
  offered: Offered,
  request: Request,
): Promise<Done> {
  return remember(kit.incidents, viewer, request, async (db) => {
    const drill = await nextNumber(db, 'drill');
    const takers = [{ viewer, roles: offered.scenario.roles }];
    return beginning(kit, db, { drill, kind: 'solo', offered }, { by: viewer, takers });
  });
}

/** Lets a drill begin that was agreed. @throws NotFound for whoever does not lead it */
export async function beginAgreed(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  request: Request,
): Promise<Done> {
  return remember(kit.incidents, viewer, request, async (db) => {
    const plan = await planOf(db, number);
    if (plan?.facilitator_id !== viewer.id)
      throw new NotFound(`There is no drill DRILL-${String(number)} to lead.`);
    if (!(await settlePlan(db, number, 'began_at', kit.clock.now())))
      throw new Refused('settled', 'It has begun already, or was called off.');
    const scenario = await kit.scenarios.version(plan.content_hash, db);
    const takers: { viewer: Viewer; roles: Role[] }[] = [];
    for (const place of await placesOf(db, number)) {
      const taker = await viewerById(db, place.account_id);
      const role = ROLES.find((role) => role === place.role);
      if (taker !== undefined && role !== undefined) takers.push({ viewer: taker, roles: [role] });
    }
    const told = {
      drill: number,
      kind: 'facilitated' as const,
      offered: { scenario, hash: plan.content_hash },
    };
    return beginning(kit, db, told, { by: viewer, takers });
  });
}

type Told = {
  drill: number;
  kind: 'solo' | 'facilitated';
  offered: Offered;
  /** The version of a runbook that is gone through without a story. */
  dryRun?: { contentHash: string; isPaused: boolean } | undefined;
};

/** What a drill begins with, for the transaction in which it does. */
export async function beginning(kit: DrillKit, db: Db, told: Told, cast: Cast) {
  const incidentId = kit.ids.next();
  const entries = await opening(kit, db, told, cast);
  return {
    before: NOTHING_YET,
    decision: { entries },
    incidentId,
    number: -told.drill,
    also: async (db: Db, sealed: Parameters<typeof foldOn>[1]) => {
      const row = rowOf(kit, incidentId, told, cast.by);
      await insertDrill(db, row);
      await direct(kit, db, row, foldOn(NOTHING_YET, sealed));
    },
  };
}

function rowOf({ clock }: DrillKit, incidentId: string, told: Told, { id }: Viewer): DrillRow {
  const { scenario, hash } = told.offered;
  return {
    incident_id: incidentId,
    number: told.drill,
    scenario_id: scenario.id,
    content_hash: hash,
    kind: told.kind,
    owner_id: id,
    level: scenario.level,
    runbook_id: scenario.runbook ?? null,
    started_at: clock.now(),
    ended_at: null,
    ended_why: null,
    debriefed_at: null,
    dry_run: told.dryRun === undefined ? 0 : 1,
  };
}

/** Its first entries: it begins by itself, and those who practise are there with their roles. */
async function opening(
  kit: DrillKit,
  db: Db,
  { drill, offered: { scenario, hash }, dryRun }: Told,
  { by, takers }: Cast,
): Promise<NewEntry[]> {
  const key = `DRILL-${String(drill)}`;
  const begin: Command = {
    type: 'report',
    how: 'inject',
    key,
    kind: 'drill',
    title: scenario.publicTitle ?? `Drill ${key}`,
    homeZone: scenario.homeZone,
    visibility: 'private',
    reportedBy: { type: 'person', id: by.id, name: by.name },
    scenario: { id: key, hash, speed: scenario.speed },
  };
  const system = await contextFor({ ...kit.incidents, db }, db, NOTHING_YET, begin, undefined);
  const now = scenario.start;
  const entries = [...decide(NOTHING_YET, begin, { ...system, now, source: 'director' }).entries];
  for (const { viewer, roles } of takers) {
    const commands = [
      ...roles.map((role): Command => ({ type: 'take-role', role })),
      ...(dryRun === undefined ? [] : straightToSteps(scenario.speed, dryRun)),
    ];
    const own = await contextFor({ ...kit.incidents, db }, db, NOTHING_YET, commands, trainee(viewer));
    for (const command of commands)
      entries.push(...decide(after(NOTHING_YET, entries), command, { ...own, now }).entries);
  }
  return entries;
}

/** A dry run has nothing to find out first: it is declared, and its runbook lies open. */
function straightToSteps(speed: number, { contentHash, isPaused }: NonNullable<Told['dryRun']>): Command[] {
  const runbook = { contentHash, why: ['gone through in a dry run'] };
  return [
    { type: 'declare-detected', severity: 'SEV-3', takeCommand: false, runbook },
    ...(isPaused ? [{ type: 'change-drill-clock', state: 'paused', speed } as const] : []),
  ];
}
