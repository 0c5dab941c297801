import { NotFound, Refused } from '../core/refused.ts';
import { drillRoom } from './room-actions.ts';
import { proposeItem } from '../postmortems/item-actions.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import type { FindingList, Ratings } from './debrief.ts';
import type { DrillKit } from './kit-actions.ts';
import { score, type Profile } from './score.ts';
import { addFinding, findingsOf, forgetRating, lookedBack, notesOf, rate, ratingOf } from './store.ts';
import { trainee } from './trainee.ts';

/** Everything that a debrief is made of. @throws NotFound for a drill that one may not see */
export async function debriefOf(kit: DrillKit, viewer: Viewer, number: number) {
  const room = await drillRoom(kit, viewer, number);
  const { state, scenario, drill } = room;
  const rating = await ratingOf(kit.db, drill.incident_id, viewer.id);
  const runbooks = new Map<string, Runbook>();
  for (const { contentHash } of state.runs) {
    const runbook = await kit.incidents.library.version(contentHash);
    if (runbook !== undefined) runbooks.set(contentHash, runbook);
  }
  const last = state.drill?.ended?.seq ?? state.seq;
  const counted = state.entries.filter(({ seq }) => seq <= last);
  const profile: Profile = score(scenario, counted, { marks: {}, runbooks });
  const notes = await notesOf(kit.db, drill.incident_id);
  return {
    ...room,
    profile,
    ratings: rating && (JSON.parse(rating.ratings) as Ratings),
    isDeleted: typeof rating?.deleted_at === 'string',
    findings: await findingsOf(kit.db, drill.incident_id),
    unanswered: notes.flatMap(({ kind, item }) => (kind === 'unanswered' ? [item] : [])),
  };
}

/** Says how somebody rates themselves. It opens the rest of the debrief, so it cannot be said anew. */
export async function rateSelf(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  ratings: Ratings,
): Promise<void> {
  const { state, drill } = await drillRoom(kit, viewer, number);
  if (state.drill?.ended === undefined)
    throw new Refused('drill-runs', 'The drill still runs. Finish it first, then look back.');
  const now = kit.clock.now();
  await inTransaction(kit.db, async (db) => {
    await rate(db, {
      incident_id: drill.incident_id,
      account_id: viewer.id,
      ratings: JSON.stringify(ratings),
      rated_at: now,
      deleted_at: null,
    });
    await lookedBack(db, drill.incident_id, now);
  });
}

/** Takes away what somebody said of themselves: the result is theirs. */
export async function deleteOwnResult(kit: DrillKit, viewer: Viewer, number: number): Promise<void> {
  const { drill } = await drillRoom(kit, viewer, number);
  if ((await ratingOf(kit.db, drill.incident_id, viewer.id)) === undefined)
    throw new NotFound('There is no result of yours here.');
  await forgetRating(kit.db, drill.incident_id, viewer.id, kit.clock.now());
}

/** Writes a finding of the debrief. What concerns a runbook or a tool becomes an action item at once. */
export async function writeFinding(
  kit: DrillKit & { postmortems: PostmortemKit },
  viewer: Viewer,
  number: number,
  { list, text }: { list: FindingList; text: string },
): Promise<void> {
  const { drill } = await drillRoom(kit, viewer, number);
  const rating = await ratingOf(kit.db, drill.incident_id, viewer.id);
  if (rating === undefined)
    throw new Refused('rate-first', 'Rate yourself first, then write what you found.');
  const item =
    list === 'tool'
      ? await proposeItem(kit.postmortems, trainee(viewer), -number, {
          ...{
            text,
            type: 'respond',
            owner: undefined,
            due: undefined,
            doneWhen: undefined,
            ticket: undefined,
          },
        })
      : undefined;
  await addFinding(kit.db, {
    finding_id: kit.ids.next(),
    incident_id: drill.incident_id,
    list,
    text,
    written_by: viewer.id,
    written_at: kit.clock.now(),
    action_number: item?.number ?? null,
  });
}
