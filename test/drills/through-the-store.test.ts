import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import { askProbe, askGo, endAsked, jump, takeHint } from '../../server/drills/actions.ts';
import { startSolo } from '../../server/drills/start-actions.ts';
import { trainee } from '../../server/drills/trainee.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act } from '../../server/incidents/actions.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import { drillNow } from '../../server/incidents/drill-clock.ts';
import { CAST, enter } from '../support/cast.ts';
import { figure } from '../support/large.ts';
import { Dice, someCommand } from '../support/random-commands.ts';
import { world, type World } from '../support/world.ts';

/** Rows that a drill must never add to: whatever leaves, whatever is counted, whatever is promised to people. */
const OUTSIDE = [
  'message',
  'escalation_run',
  'escalation_level',
  'policy_turn',
  'runbook_version',
  'runbook',
  'postmortem',
  'contact_method',
  'audit',
] as const;

async function outside({ store: { db } }: World): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of OUTSIDE) counts[table] = (await db.selectFrom(table).selectAll().execute()).length;
  const real = await db.selectFrom('incident').selectAll().where('kind', '<>', 'drill').execute();
  return { ...counts, incidents: real.length, seq: real.reduce((sum, { seq }) => sum + seq, 0) };
}

/** Anything that somebody does in a drill; what is refused is no matter. */
async function something(here: World, number: number, dice: Dice): Promise<void> {
  const { drills, incidents } = here.kit;
  const viewer = await viewerById(here.store.db, CAST.tia.id);
  assert.ok(viewer);
  const request = { opId: undefined, body: {} };
  try {
    switch (dice.roll(8)) {
      case 0:
        await askProbe(drills, viewer, number, dice.one(['hit rate', 'orders', 'the weather']), request);
        return;
      case 1:
        await takeHint(drills, viewer, number, request);
        return;
      case 2:
        await jump(drills, viewer, number, request);
        return;
      case 3:
        await askGo(drills, viewer, number, request);
        return;
      default: {
        const { state } = await openRoom(incidents, trainee(viewer), -number);
        const command = someCommand(state, dice, drillNow(state, here.clock.now()));
        await act(incidents, trainee(viewer), -number, [command], request);
      }
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Plays drills for seeds, and tells their records without what chance has made: kinds with their times in the story. */
async function played(seeds: readonly number[]): Promise<{ here: World; records: string[] }> {
  const here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-11-23T09:00:00.000Z');
  await enter(here);
  const viewer = await viewerById(here.store.db, CAST.tia.id);
  assert.ok(viewer);
  const before = await outside(here);
  const records: string[] = [];
  const offered = await here.kit.drills.scenarios.list();
  for (const seed of seeds) {
    const dice = new Dice(seed);
    const scenario = offered[seed % offered.length];
    assert.ok(scenario);
    const request = { opId: `drill ${String(seed)}`, body: seed };
    const number = -(await startSolo(here.kit.drills, viewer, scenario, request)).number;
    for (let turn = 0; turn < 12; turn += 1) {
      await something(here, number, dice);
      here.clock.wind(dice.roll(120));
      await here.tick();
    }
    await endAsked(here.kit.drills, viewer, number, 'finished', { opId: undefined, body: {} }).catch(
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      },
    );
    const { state } = await openRoom(here.kit.incidents, trainee(viewer), -number);
    const ids = (state.drill?.deliveries ?? []).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, `seed ${String(seed)}: nothing comes twice`);
    assert.deepEqual(await outside(here), before, `seed ${String(seed)}: nothing leaves`);
    records.push(state.entries.map(({ kind, occurredAt }) => `${kind} ${occurredAt}`).join('\n'));
  }
  return { here, records };
}

test('drills that are played at random through the store leave nothing behind outside, and tell the same again', async () => {
  const seeds = Array.from({ length: figure(50, 500) }, (_, index) => index + 1);
  const first = await played(seeds);
  await first.here.end();
  const again = await played(seeds.slice(0, 5));
  await again.here.end();
  assert.deepEqual(again.records, first.records.slice(0, 5));
});
