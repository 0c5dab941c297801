import { latestOpen } from './listing-store.ts';
import type { IncidentKit } from './room-actions.ts';
import { openRuns } from './run.ts';
import type { State } from './state.ts';

/** Of more than these, whoever asks waits for what is read then; memory is given to what is asked for. */
const MOST_AHEAD = 10;

/**
 * Reads what the pages of open incidents will ask for first: their states and the runbooks that are followed there. After
 * a restart in the middle of an incident nobody waits for five thousand entries then.
 * @param prepare makes what is kept with a state beside it
 * @param pause lets others come in between
 */
export async function readAhead(
  kit: IncidentKit,
  prepare: (state: State) => void,
  pause: () => Promise<void>,
): Promise<void> {
  for (const row of await latestOpen(kit.db, MOST_AHEAD)) {
    const state = await kit.states.stateAt(kit.db, row);
    await pause();
    for (const { contentHash } of openRuns(state)) await kit.library.version(contentHash);
    await pause();
    prepare(state);
    await pause();
  }
}
