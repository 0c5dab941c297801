import { Refused } from '../core/refused.ts';
import type { Viewer } from '../web/viewer.ts';
import type { Room, IncidentKit } from './room-actions.ts';
import { advanceMark, readMark } from './read-mark-store.ts';
import type { ReadMark } from './read-mark.ts';

export { readMark } from './read-mark-store.ts';

/**
 * Remembers that somebody has read up to an entry. That is no part of the story, so it makes no entry.
 * @returns the mark as it stands, which is further on when they had read further before
 * @throws Refused for an entry that is not there
 */
export async function markRead(
  { db, clock }: Pick<IncidentKit, 'db' | 'clock'>,
  viewer: Pick<Viewer, 'id'>,
  { state }: Room,
  seq: number,
): Promise<ReadMark> {
  if (seq > state.seq) {
    throw new Refused(
      'no-such-entry',
      `${state.key} has ${String(state.seq)} entries, so nobody can have read number ${String(seq)}.`,
      { field: 'seq' },
    );
  }
  const mark = { seq, at: clock.now() };
  await advanceMark(db, state.incidentId, viewer.id, mark);
  return (await readMark(db, state.incidentId, viewer.id)) ?? mark;
}
