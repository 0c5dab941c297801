import { NotFound, Refused } from '../core/refused.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { drillRoom, type DrillRoom } from './room-actions.ts';
import { proposeItem } from '../postmortems/item-actions.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { pastOf } from './author-actions.ts';
import { compared, type Compared } from './comparison.ts';
import { marksOf } from './console-store.ts';
import type { FindingList, Rated, Ratings } from './debrief.ts';
import type { DrillKit } from './kit-actions.ts';
import { pastOfRecord } from './past-record.ts';
import { OBSERVER } from './plan.ts';
import { readersBefore } from './reading-store.ts';
import { MARKS, score, type Profile } from './score.ts';
import {
  addFinding,
  findingsOf,
  forgetRating,
  lookedBack,
  notesOf,
  rate,
  ratingOf,
  ratingsOf,
} from './store.ts';
import { trainee } from './trainee.ts';

/** What the record says of a drill, beside what its facilitator says. */
export async function profileOf(kit: DrillKit, { state, scenario, drill }: DrillRoom): Promise<Profile> {
  const runbooks = new Map<string, Runbook>();
  for (const { contentHash } of state.runs) {
    const runbook = await kit.incidents.library.version(contentHash);
    if (runbook !== undefined) runbooks.set(contentHash, runbook);
  }
  const last = state.drill?.ended?.seq ?? state.seq;
  const counted = state.entries.filter(({ seq }) => seq <= last);
  const rows = await marksOf(kit.db, drill.incident_id);
  const marks = rows.flatMap(({ objective, mark: given }) => {
    const mark = MARKS.find((one) => one === given);
    return mark === undefined ? [] : [[objective, mark] as const];
  });
  return score(scenario, counted, { marks: Object.fromEntries(marks), runbooks });
}

/** Everything that a debrief is made of. @throws NotFound for a drill that one may not see */
export async function debriefOf(kit: DrillKit, viewer: Viewer, number: number) {
  const room = await drillRoom(kit, viewer, number);
  const { drill, part, places } = room;
  const rated = await ratingsOf(kit.db, drill.incident_id);
  const own = rated.find((rating) => rating.account_id === viewer.id);
  const notes = await notesOf(kit.db, drill.incident_id);
  const trainees = places.filter(({ role }) => role !== OBSERVER);
  const readers = await readersBefore(kit.db, drill.scenario_id, drill.started_at);
  return {
    ...room,
    profile: await profileOf(kit, room),
    // Only those who practised rate themselves before they see anything.
    mayRead: own !== undefined || part === 'facilitator' || part === 'observer',
    ratings: own && (JSON.parse(own.ratings) as Ratings),
    isDeleted: typeof own?.deleted_at === 'string',
    hadRead: part !== 'facilitator' && part !== 'observer' && readers.has(viewer.id),
    real: await besideReal(kit, viewer, room),
    people: trainees.map(({ account_id: id, name, role }): Rated => {
      const row = rated.find((rating) => rating.account_id === id);
      const hadRead = readers.has(id);
      if (row === undefined) return { name, role, ratings: undefined, words: 'not yet', hadRead };
      const isDeleted = row.deleted_at !== null;
      const ratings = isDeleted ? undefined : (JSON.parse(row.ratings) as Ratings);
      return { name, role, ratings, words: isDeleted ? 'deleted by them' : '', hadRead };
    }),
    findings: await findingsOf(kit.db, drill.incident_id),
    unanswered: notes.flatMap(({ kind, item }) => (kind === 'unanswered' ? [item] : [])),
  };
}

/** The times of a drill beside those of the incident on which it is based, where the reader may see that. */
async function besideReal(
  kit: DrillKit,
  viewer: Viewer,
  { scenario, state }: DrillRoom,
): Promise<(Compared & { key: string; number: number }) | undefined> {
  const [, digits] = /^INC-([1-9]\d{0,8})$/.exec(scenario.basedOn ?? '') ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  try {
    const { state: real } = await openRoom(kit.incidents, viewer, number);
    // What is read afterwards has no part in it.
    const own = { ...pastOfRecord(state), begins: scenario.start };
    return { ...compared(own, await pastOf(kit, viewer, real)), key: real.key, number };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** Says how somebody rates themselves. It opens the rest of the debrief, so it cannot be said anew. */
export async function rateSelf(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  ratings: Ratings,
): Promise<void> {
  const { state, drill, part } = await drillRoom(kit, viewer, number);
  if (drill.dry_run === 1)
    throw new Refused('no-objectives', 'A dry run has no objectives, so there is nothing to rate.');
  if (part === 'facilitator' || part === 'observer')
    throw new Refused('not-practised', 'Those who practised rate themselves. You may read on.');
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
  const { drill, part, state } = await drillRoom(kit, viewer, number);
  const rating = await ratingOf(kit.db, drill.incident_id, viewer.id);
  const isPractising = (part === 'solo' || part === 'trainee') && drill.dry_run === 0;
  if (isPractising ? rating === undefined : state.drill?.ended === undefined)
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
