/** Opens an incident of the past from what a report tells. */
import { nextNumber } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import type { Viewer } from '../web/viewer.ts';
import type { Command } from './command.ts';
import { contextFor } from './context-actions.ts';
import { decide } from './decide.ts';
import { append, sealed } from './remember-actions.ts';
import type { IncidentKit } from './room-actions.ts';
import { NOTHING_YET, type State } from './state.ts';

/**
 * Writes it in the transaction that is under way; the caller keeps the state when that has ended.
 * @param viewer undefined is the server, as the command line acts
 */
export async function openTold(
  kit: IncidentKit,
  db: Db,
  viewer: Viewer | undefined,
  told: Omit<Command<'open-told'>, 'type' | 'key'>,
): Promise<State> {
  const number = await nextNumber(db, 'incident');
  const command: Command<'open-told'> = { ...told, type: 'open-told', key: `INC-${String(number)}` };
  const context = await contextFor(kit, db, NOTHING_YET, command, viewer);
  const decision = decide(NOTHING_YET, command, context);
  return append(db, kit, NOTHING_YET, sealed(kit, NOTHING_YET, decision, kit.ids.next(), ''));
}
