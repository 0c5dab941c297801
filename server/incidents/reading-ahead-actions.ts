import { latestOpen } from './listing-store.ts';
import type { IncidentKit } from './room-actions.ts';
import { openRuns } from './run.ts';
import { timelineLines } from './timeline-pages.ts';

/** Of more than these, whoever asks waits for what is read then; memory is given to what is asked for. */
const MOST_AHEAD = 10;

/**
 * Reads what the pages of open incidents will ask for first: their states, the runbooks that are followed there, and the
 * lines of their timelines. After a restart in the middle of an incident nobody waits for five thousand entries then.
 * @param pause lets others come in between
 */
export async function readAhead(kit: IncidentKit, pause: () => Promise<void>): Promise<void> {
  for (const row of await latestOpen(kit.db, MOST_AHEAD)) {
    const state = await kit.states.stateAt(kit.db, row);
    await pause();
    for (const { contentHash } of openRuns(state)) await kit.library.version(contentHash);
    await pause();
    timelineLines(state, state.homeZone);
    await pause();
  }
}
