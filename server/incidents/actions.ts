import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import { nextNumber } from '../store/counter.ts';
import { SeqTaken } from '../store/failures.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Kept } from '../web/kept.ts';
import type { Viewer } from '../web/viewer.ts';
import { bySystem, type Context, type Decision } from './act.ts';
import type { Command } from './command.ts';
import { contextFor } from './context-actions.ts';
import { decide } from './decide.ts';
import type { NewEntry } from './entry.ts';
import { append, remember, sealed, type Decided, type Done, type Request } from './remember-actions.ts';
import { numberOfKey } from './key.ts';
import { openRoom, type IncidentKit } from './room-actions.ts';
import { NOTHING_YET, type State } from './state.ts';
import { isOver } from './status-order.ts';
import { after as stateAfter } from './trial.ts';

/** What pages, programs, time and the demo do in incidents. */

export type { Decided, Done, Request } from './remember-actions.ts';
export type { IncidentKit, Room } from './room-actions.ts';

/**
 * Opens an incident by declaring or reporting it.
 * @param commandFor gives the command for the key that the incident will have; it may look into the database
 */
export async function open(
  kit: IncidentKit,
  viewer: Viewer,
  commandFor: (key: string, db: Db) => Command | Promise<Command>,
  request: Request,
): Promise<Done> {
  return remember(kit, viewer, request, async (db) => {
    const number = await nextNumber(db, 'incident');
    const command = await commandFor(`INC-${String(number)}`, db);
    const noticed = skewOf(viewer, request);
    const named = [command, ...noticed];
    const context = withKept(await contextFor(kit, db, NOTHING_YET, named, viewer), request.kept);
    return {
      before: NOTHING_YET,
      decision: decideAll(NOTHING_YET, [command], context, noticed),
      incidentId: kit.ids.next(),
      number,
    };
  });
}

/**
 * One act in an incident, of one command or a few that belong together: load, decide, append, in one transaction.
 * @param also writes what belongs beside the entries, such as the bytes of a file
 */
export async function act(
  kit: IncidentKit,
  viewer: Viewer,
  number: number,
  commands: readonly Command[],
  request: Request,
  also?: Decided['also'],
): Promise<Done> {
  return remember(kit, viewer, request, async (db) => {
    const { row, state } = await openRoom({ ...kit, db }, viewer, number);
    const noticed = skewOf(viewer, request);
    const named = [...commands, ...noticed];
    const context = withKept(await contextFor(kit, db, state, named, viewer), request.kept);
    const decision = decideAll(state, commands, context, noticed);
    const { elsewhere } = decision;
    return {
      before: state,
      decision,
      incidentId: row.incident_id,
      number,
      also: async (db, entries) => {
        await also?.(db, entries);
        if (elsewhere !== undefined) await actElsewhere({ ...kit, db }, viewer, elsewhere, request);
      },
    };
  });
}

/**
 * The other side of an act, in the transaction of the first: both are written, or neither.
 * @throws SeqTaken when what an incident goes on in ended after that was decided: decided again, a rule says so
 */
async function actElsewhere(
  kit: IncidentKit,
  viewer: Viewer,
  { key, command }: NonNullable<Decision['elsewhere']>,
  request: Request,
): Promise<void> {
  const { row, state } = await openRoom(kit, viewer, numberOfKey(key));
  if (command.type === 'receive-merge' && isOver(state.status)) throw new SeqTaken();
  const decision = decide(state, command, await contextFor(kit, kit.db, state, command, viewer));
  const entries = sealed(kit, state, decision, row.incident_id, request.opId ?? '');
  await append(kit.db, kit, state, entries);
}

/** A browser kept the act: all that follows from it happened then. */
function withKept(context: Context, kept: Kept | undefined): Context {
  if (kept === undefined) return context;
  return { ...context, done: { instant: kept.at, precision: 'second', source: 'offline' } };
}

/** From so much on it is told that the clock of a device was off, and its times therefore corrected. */
const TOLD_SKEW_MS = 5_000;

function skewOf(viewer: Viewer, { kept }: Request): Command[] {
  if (kept === undefined || Math.abs(kept.aheadMs) < TOLD_SKEW_MS) return [];
  return [{ type: 'notice-skew', personId: viewer.id, skewMs: kept.aheadMs }];
}

/**
 * Decides commands one after the other, each on what those before it made.
 * @param noticed what the server itself has to say of how they came, where they add anything
 */
function decideAll(
  state: State,
  commands: readonly Command[],
  context: Context,
  noticed: readonly Command[],
): Decision {
  const entries: NewEntry[] = [];
  const said: string[] = [];
  let elsewhere: Decision['elsewhere'];
  for (const command of commands) {
    const decision = decide(stateAfter(state, entries), command, context);
    entries.push(...decision.entries);
    if (decision.said !== undefined) said.push(decision.said);
    elsewhere ??= decision.elsewhere;
  }
  for (const one of entries.length === 0 ? [] : noticed)
    entries.push(...decide(stateAfter(state, entries), one, bySystem(context)).entries);
  return {
    entries,
    ...(said.length > 0 && { said: said.join(' ') }),
    ...(elsewhere !== undefined && { elsewhere }),
  };
}

/** What time itself makes happen in one incident. Nobody asked for it, so there is no request to remember. */
export async function actBySystem(kit: IncidentKit, row: IncidentRow, command: Command): Promise<void> {
  const after = await inTransaction(kit.db, async (db) => {
    const { state } = await openRoom({ ...kit, db }, undefined, numberOfKey(row.key));
    const context = await contextFor(kit, db, state, command, undefined);
    const decision = decide(state, command, context);
    const entries = sealed(kit, state, decision, row.incident_id, '');
    return append(db, kit, state, entries);
  });
  kit.states.keep(after);
}
