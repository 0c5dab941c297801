import { nextNumber } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import { Refused } from '../core/refused.ts';
import { insertContent, isAnyContent, type Content } from './attachment-store.ts';
import { copyRow, type Origin } from './copies.ts';
import type { StoredEntry } from './entry.ts';
import { fold } from './fold.ts';
import { insidersOf } from './seeing.ts';
import { writeSeeing } from './seeing-store.ts';
import { insertCopies, insertIncident, isAnyEntry } from './store.ts';
import { NOTHING_YET, type State } from './state.ts';
import { writeTies } from './ties-store.ts';

export { contentOf } from './attachment-store.ts';
export { incidentById } from './store.ts';

/** What is brought in, checked by whoever read it. */
export type BroughtIn = {
  entries: readonly StoredEntry[];
  evidence: readonly Omit<Content, 'incidentId'>[];
  origin: Origin;
};

/** Ids are given once in the world, so whoever brings them in again would take the place of something else. */
async function mustBeNew(
  db: Db,
  entries: readonly StoredEntry[],
  evidence: BroughtIn['evidence'],
): Promise<void> {
  const isTaken =
    (await isAnyEntry(
      db,
      entries.map(({ id }) => id),
    )) ||
    (await isAnyContent(
      db,
      evidence.map(({ attachmentId }) => attachmentId),
    ));
  if (!isTaken) return;
  throw new Refused(
    'bad-export',
    'It holds entries or files that belong to another incident here. Export it again where it happened. Nothing was brought in.',
    { field: 'file' },
  );
}

/** Writes a copy under a number of ours, in the transaction that is under way. */
export async function insertCopy(db: Db, { entries, evidence, origin }: BroughtIn): Promise<IncidentRow> {
  await mustBeNew(db, entries, evidence);
  const state = fold(entries);
  const row = copyRow(state, { number: await nextNumber(db, 'incident'), origin });
  await insertIncident(db, row);
  await insertCopies(db, entries);
  for (const content of evidence) await insertContent(db, { ...content, incidentId: state.incidentId });
  await writeBesideCopy(db, state);
  return row;
}

/** Its links and questions name incidents and runbooks of the other house, so nothing here is tied by them. */
export async function writeBesideCopy(db: Db, state: State): Promise<void> {
  await writeTies(db, NOTHING_YET, { ...state, links: [] });
  await writeSeeing(db, state.incidentId, { insiders: insidersOf(state), services: new Set(state.services) });
}
