/** The director at work: what is due is written in the transaction in which it was decided. */
import { drillNow } from '../incidents/drill-clock.ts';
import type { Context } from '../incidents/act.ts';
import { contextFor } from '../incidents/context-actions.ts';
import { decide } from '../incidents/decide.ts';
import type { NewEntry } from '../incidents/entry.ts';
import { append, sealed } from '../incidents/remember-actions.ts';
import { openRoom, type Within } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import { after } from '../incidents/trial.ts';
import type { Db } from '../store/open.ts';
import type { DrillRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { delaysOf } from './console-store.ts';
import { due, withDelays, type Play } from './director.ts';
import type { DrillKit } from './kit-actions.ts';
import { drillOf, endDrill, note, notesOf, runningDrills } from './store.ts';

/** Hears of each entry of a drill, and lets happen what follows from it. */
export function directing(kit: () => DrillKit): Within {
  return async (db, { after: state, entries }) => {
    if (state.kind !== 'drill') return;
    const drill = await drillOf(db, state.incidentId);
    if (drill === undefined) return;
    const ended = entries.find(({ kind }) => kind === 'drill-ended');
    if (ended !== undefined)
      await endDrill(db, state.incidentId, kit().clock.now(), state.drill?.ended?.why ?? '');
    await direct(kit(), db, drill, state);
  };
}

/** What time brings in each drill that runs. */
export async function directAll(kit: DrillKit): Promise<void> {
  for (const drill of await runningDrills(kit.db)) {
    await inTransaction(kit.db, async (db) => {
      const { state } = await openRoom({ ...kit.incidents, db }, undefined, -drill.number);
      await direct(kit, db, drill, state);
    });
  }
}

/** Does what is due. Whatever that makes due in turn is heard by the listener above, in the same transaction. */
export async function direct(kit: DrillKit, db: Db, drill: DrillRow, state: State): Promise<void> {
  if (state.drill?.ended !== undefined) return;
  const isFacilitated = drill.kind === 'facilitated';
  const written = await kit.scenarios.version(drill.content_hash, db);
  const scenario = isFacilitated ? withDelays(written, await delaysOf(db, drill.incident_id)) : written;
  const now = drillNow(state, kit.clock.now());
  const skipped = await skippedIn(db, drill.incident_id);
  const next = due(scenario, state, skipped, now, isFacilitated);
  for (const item of next.skipped) await write(kit, db, drill.incident_id, 'skipped', item);
  if (next.plays.length > 0) await perform(kit, db, state, next.plays);
}

async function perform(kit: DrillKit, db: Db, state: State, plays: readonly Play[]): Promise<void> {
  const [first, ...rest] = plays;
  if (first === undefined) return;
  const base = await contextFor({ ...kit.incidents, db }, db, state, first.commands, undefined);
  const told: NewEntry[] = [];
  for (const command of first.commands)
    told.push(...decide(after(state, told), command, playing(base, first)).entries);
  const entries = sealed(kit.incidents, state, { entries: told }, state.incidentId, '');
  // What stays is due again at once: the listener looks anew after these, at what they left.
  if (entries.length > 0) await append(db, kit.incidents, state, entries);
  else await perform(kit, db, state, rest);
}

/** The director itself, or somebody whom it plays. */
export function playing(base: Context, { by }: Pick<Play, 'by'>): Context {
  if (by === undefined) return { ...base, source: 'director' };
  return {
    ...base,
    source: 'director',
    actor: { type: 'external', id: by.id, name: by.name },
    permissions: new Set(['incident.act', 'escalation.answer', 'incident.command']),
  };
}

/** Injects that were settled without being delivered. */
export async function skippedIn(db: Db, incidentId: string): Promise<ReadonlySet<string>> {
  const notes = await notesOf(db, incidentId);
  return new Set(notes.flatMap(({ kind, item }) => (kind === 'skipped' ? [item] : [])));
}

/** Writes a line of the director's log. */
export async function write(
  kit: DrillKit,
  db: Db,
  incidentId: string,
  kind: 'skipped' | 'unanswered' | 'hinted' | 'revealed',
  item: string,
): Promise<void> {
  const row = { note_id: kit.ids.next(), incident_id: incidentId, kind, item, noted_at: kit.clock.now() };
  await note(db, row);
}
