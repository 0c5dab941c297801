import { canonicalJson, sha256Hex } from '../core/canonical.ts';
import { NotFound, Refused } from '../core/refused.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { Invalid, OtherContent } from '../web/problem.ts';
import type { Kept } from '../web/kept.ts';
import type { Viewer } from '../web/viewer.ts';
import type { Decision } from './act.ts';
import { seal } from './chain.ts';
import type { Entry } from './entry.ts';
import { foldOn } from './fold.ts';
import type { IncidentKit } from './room-actions.ts';
import { keepSeeing } from './seeing-store.ts';
import type { State } from './state.ts';
import { insertEntries, insertIncident, insertOperation, operation, updateIncident } from './store.ts';
import { summaryRow } from './summary.ts';
import { writeQuestions } from './question-store.ts';
import { writeUses } from './runbook-use-store.ts';
import { writeTies } from './ties-store.ts';

/** The request behind an act: its `opId`, and what is compared when the same `opId` comes again. */
export type Request = {
  opId: string | undefined;
  body: unknown;
  /** Said by a browser that kept the request for a while. */
  kept?: Kept | undefined;
};

/** What an act did: which entries it made, and what there is to say to the person. */
export type Done = {
  number: number;
  firstSeq: number | undefined;
  lastSeq: number | undefined;
  said: string | undefined;
  /** True when this very request had been answered before. */
  isRepeat: boolean;
};

/** What was decided, and on what. */
export type Decided = {
  before: State;
  decision: Decision;
  incidentId: string;
  number: number;
  /** What is written beside the entries, in their transaction. */
  also?: ((db: Db, entries: readonly Entry[]) => Promise<void>) | undefined;
};

/**
 * Runs what decides in a transaction and writes its entries, the summary and the row of the request with them. A
 * request that was answered before is answered from its row, before anything is decided.
 */
export async function remember(
  kit: IncidentKit,
  viewer: Viewer,
  request: Request,
  deciding: (db: Db) => Promise<Decided>,
): Promise<Done> {
  try {
    const { done, after } = await rememberOnce(kit, viewer, request, deciding);
    if (after !== undefined) kit.states.keep(after);
    return done;
  } catch (error) {
    // The very same request may have been written after its answer was looked for: then it is the change which that
    // made that speaks against this one.
    const earlier = isSaidNo(error) ? await earlierAnswer(kit.db, senderOf(viewer), request) : undefined;
    if (earlier === undefined) throw error;
    return earlier;
  }
}

async function rememberOnce(
  kit: IncidentKit,
  viewer: Viewer,
  request: Request,
  deciding: (db: Db) => Promise<Decided>,
): Promise<{ done: Done; after: State | undefined }> {
  return inTransaction(kit.db, async (db) => {
    const earlier = await earlierAnswer(db, senderOf(viewer), request);
    if (earlier !== undefined) return { done: earlier, after: undefined };
    const { before, decision, incidentId, number, also } = await deciding(db);
    const entries = sealed(kit, before, decision, incidentId, request.opId ?? '');
    const after = await append(db, kit, before, entries);
    await also?.(db, entries);
    const done: Done = {
      number,
      firstSeq: entries[0]?.seq,
      lastSeq: entries.at(-1)?.seq,
      said: decision.said,
      isRepeat: false,
    };
    await keepAnswer(db, kit, senderOf(viewer), request, incidentId, done);
    return { done, after };
  });
}

/** A rule said no, or there was nothing to see; anything else has nothing to do with who came first. */
function isSaidNo(error: unknown): boolean {
  return error instanceof Refused || error instanceof NotFound || error instanceof Invalid;
}

/** Entries as they will stand in the chain. */
export function sealed(
  kit: IncidentKit,
  before: State,
  decision: Decision,
  incidentId: string,
  opId: string,
): Entry[] {
  const entries: Entry[] = [];
  let head = before.seq === 0 ? undefined : { seq: before.seq, hash: before.headHash };
  for (const told of decision.entries) {
    const entry = seal(head, told, { id: kit.ids.next(), incidentId, recordedAt: kit.clock.now(), opId });
    entries.push(entry);
    head = { seq: entry.seq, hash: entry.hash };
  }
  return entries;
}

/** Writes entries and the summary that follows from them; gives the state after. */
export async function append(
  db: Db,
  kit: IncidentKit,
  before: State,
  entries: readonly Entry[],
): Promise<State> {
  if (entries.length === 0) return before;
  const after = foldOn(before, entries);
  const row = summaryRow(after, kit.clock.now());
  if (before.seq === 0) await insertIncident(db, row);
  else await updateIncident(db, row);
  await writeTies(db, before, after);
  await writeQuestions(db, before, after);
  await writeUses(db, before, after);
  await insertEntries(db, entries);
  await keepSeeing(db, before, after);
  await kit.within?.(db, { before, after, entries });
  await kit.live.tell(db, { incidentId: after.incidentId, seq: after.seq });
  return after;
}

async function earlierAnswer(db: Db, actorId: string, request: Request): Promise<Done | undefined> {
  if (request.opId === undefined) return undefined;
  const row = await operation(db, actorId, request.opId);
  if (row === undefined) return undefined;
  if (row.body_hash === bodyDigest(request)) return { ...(JSON.parse(row.answer) as Done), isRepeat: true };
  throw new OtherContent();
}

/** Each token has a set of keys of its own: two programs of one person may well count alike. */
function senderOf(viewer: Viewer): string {
  return viewer.tokenId ?? viewer.id;
}

async function keepAnswer(
  db: Db,
  kit: IncidentKit,
  actorId: string,
  request: Request,
  incidentId: string,
  done: Done,
): Promise<void> {
  if (request.opId === undefined) return;
  await insertOperation(db, {
    actor_id: actorId,
    op_id: request.opId,
    // An act that adds nothing to an incident is remembered all the same; one that opened none has no row to name.
    incident_id: done.firstSeq === undefined ? null : incidentId,
    body_hash: bodyDigest(request),
    first_seq: done.firstSeq ?? null,
    last_seq: done.lastSeq ?? null,
    answer: JSON.stringify(done),
    created_at: kit.clock.now(),
  });
}

function bodyDigest(request: Request): string {
  return sha256Hex(canonicalJson({ body: request.body }));
}
