import { auditOnceIn } from '../audit/actions.ts';
import { byOf } from '../audit/by.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { NotFound } from '../core/refused.ts';
import type { Telling } from '../live/telling.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import type { SignedInAsk } from '../web/route.ts';
import { asItIsHere } from './copies.ts';
import type { Entry } from './entry.ts';
import { keyOf } from './key.ts';
import { insidersOf } from './seeing.ts';
import { maySee, type Reader } from './seeing-actions.ts';
import type { Told } from './similar.ts';
import type { State } from './state.ts';
import type { StateStore } from './state-store.ts';
import { incidentByNumber } from './store.ts';

/** What the actions of incidents work with. */
export type IncidentKit = {
  db: Db;
  clock: Clock;
  ids: Ids;
  states: StateStore;
  library: Library;
  homeZone: string;
  /** Tells whoever follows along. */
  live: Telling;
  /** Hears of entries within their transaction, before it is written, and may write what follows from them. */
  within?: Within | undefined;
  /** What was promised after others and is open, where this one brings it to mind. */
  broughtBack?: BroughtBack | undefined;
  /** Clears away what the database still holds of what was blanked. */
  scrub(): Promise<void>;
};

export type BroughtBack = (
  db: Db,
  reader: Reader,
  told: Told & { key: string },
) => Promise<readonly { href: string; words: string; text: string }[]>;

/** Entries, with the state before and after them. */
export type Within = (
  db: Db,
  told: { before: State; after: State; entries: readonly Entry[] },
) => Promise<void>;

/** An incident as a page needs it. */
export type Room = { row: IncidentRow; state: State };

/**
 * The incident with that number and its state.
 * @throws NotFound also when the reader may not see it, and in the same words
 */
export async function openRoom(
  kit: Pick<IncidentKit, 'db' | 'states'>,
  reader: Reader,
  number: number,
): Promise<Room> {
  const row = await incidentByNumber(kit.db, number);
  const told = row && (await kit.states.stateAt(kit.db, row));
  const state = row && told && asItIsHere(row, told);
  if (row !== undefined && state !== undefined && (await maySee(kit.db, reader, state)))
    return { row, state };
  const word = number < 0 ? 'drill' : 'incident';
  throw new NotFound(`There is no ${word} ${keyOf(number)}. The list of ${word}s shows all.`);
}

/** One trace of a look is enough for so long: a page is looked at again and again. */
const LOOK_SECONDS = 60 * 60;

/**
 * The incident that a request is about. Somebody who sees a private one only because they may see all leaves a trace in
 * the audit log.
 * @throws NotFound for what they may not see, as for a number that no incident has
 */
export async function enterRoom(
  kit: IncidentKit,
  ask: Pick<SignedInAsk, 'viewer' | 'address' | 'requestId'>,
  number: number,
): Promise<Room> {
  const room = await openRoom(kit, ask.viewer, number);
  const { state } = room;
  if (state.visibility === 'private' && !insidersOf(state).has(ask.viewer.id)) {
    const subject = { type: 'incident', id: state.incidentId, name: state.key } as const;
    const deed = { kind: 'private-incident-opened', subject, details: {} } as const;
    await auditOnceIn(LOOK_SECONDS, kit, byOf(ask), deed);
  }
  return room;
}
