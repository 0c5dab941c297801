import type { Clock, Instant } from '../core/clock.ts';
import { canonicalJson, sha256Hex } from '../core/canonical.ts';
import type { Ids } from '../core/ids.ts';
import { managers, peopleByIds } from '../identity/directory-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { OtherContent } from '../web/problem.ts';
import type { Viewer } from '../web/viewer.ts';
import { MUSTER, type Context, type Decision } from './act.ts';
import { seal } from './chain.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import type { Entry, NewEntry } from './entry.ts';
import type { Actor } from './entry-fields.ts';
import { foldOn } from './fold.ts';
import { openRoom } from './room-actions.ts';
import { keepSeeing } from './seeing-store.ts';
import { NOTHING_YET, type State } from './state.ts';
import type { StateStore } from './state-store.ts';
import {
  insertEntries,
  insertIncident,
  insertOperation,
  nextNumber,
  operation,
  updateIncident,
} from './store.ts';
import { summaryOf } from './summary.ts';
import { after as stateAfter } from './trial.ts';

/** What the actions of incidents work with. */
export type IncidentKit = {
  db: Db;
  clock: Clock;
  ids: Ids;
  states: StateStore;
  library: Library;
  homeZone: string;
  /** Clears away what the database still holds of what was blanked. */
  scrub(): Promise<void>;
};

/** The request behind an act: its `opId`, and what is compared when the same `opId` comes again. */
export type Request = { opId: string | undefined; body: unknown };

/** What an act did: which entries it made, and what there is to say to the person. */
export type Done = {
  number: number;
  firstSeq: number | undefined;
  lastSeq: number | undefined;
  said: string | undefined;
  /** True when this very request had been answered before. */
  isRepeat: boolean;
};

/**
 * Opens an incident by declaring or reporting it.
 * @param commandFor gives the command for the key that the incident will have
 */
export async function open(
  kit: IncidentKit,
  viewer: Viewer,
  commandFor: (key: string) => Command,
  request: Request,
): Promise<Done> {
  return remember(kit, viewer, request, async (db) => {
    const number = await nextNumber(db, 'incident');
    const command = commandFor(`INC-${String(number)}`);
    const context = await contextFor(kit, db, NOTHING_YET, command, viewer);
    return {
      before: NOTHING_YET,
      decision: decide(NOTHING_YET, command, context),
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
    const context = await contextFor(kit, db, state, commands, viewer);
    return {
      before: state,
      decision: decideAll(state, commands, context),
      incidentId: row.incident_id,
      number,
      also,
    };
  });
}

/** Decides commands one after the other, each on what those before it made. */
function decideAll(state: State, commands: readonly Command[], context: Context): Decision {
  const entries: NewEntry[] = [];
  const said: string[] = [];
  for (const command of commands) {
    const decision = decide(stateAfter(state, entries), command, context);
    entries.push(...decision.entries);
    if (decision.said !== undefined) said.push(decision.said);
  }
  return said.length === 0 ? { entries } : { entries, said: said.join(' ') };
}

/** What time itself makes happen in one incident. Nobody asked for it, so there is no request to remember. */
export async function actBySystem(kit: IncidentKit, row: IncidentRow, command: Command): Promise<void> {
  const after = await inTransaction(kit.db, async (db) => {
    const { state } = await openRoom({ ...kit, db }, undefined, row.number);
    const context = await contextFor(kit, db, state, command, undefined);
    const decision = decide(state, command, context);
    const entries = sealed(kit, state, decision, row.incident_id, '');
    return append(db, kit, state, entries);
  });
  kit.states.keep(after);
}

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
  const { done, after } = await inTransaction(kit.db, async (db) => {
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
  if (after !== undefined) kit.states.keep(after);
  return done;
}

function sealed(
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
async function append(db: Db, kit: IncidentKit, before: State, entries: readonly Entry[]): Promise<State> {
  if (entries.length === 0) return before;
  const after = foldOn(before, entries);
  const row = summaryRow(after, kit.clock.now());
  if (before.seq === 0) await insertIncident(db, row);
  else await updateIncident(db, row);
  await insertEntries(db, entries);
  await keepSeeing(db, before, after);
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

/** Everything a decision may look at besides the state: who acts, which people and runbooks the command names. */
export async function contextFor(
  kit: IncidentKit,
  db: Db,
  state: State,
  command: unknown,
  viewer: Viewer | undefined,
): Promise<Context> {
  const people = await peopleByIds(db, wordsIn(command).filter(isId));
  const runbooks = await runbooksFor(db, kit.library, state, command);
  return {
    now: kit.clock.now(),
    actor: viewer === undefined ? MUSTER : actorOf(viewer),
    permissions: viewer?.permissions ?? new Set(),
    ids: kit.ids,
    runbook: (hash) => runbooks.get(hash),
    people: (id) => people.get(id),
    zone: viewer?.zone ?? state.homeZone,
    ...(viewer === undefined && { source: 'clockwork' as const, managers: await managers(db) }),
  };
}

function actorOf(viewer: Viewer): Actor {
  return { type: viewer.type, id: viewer.id, name: viewer.name };
}

async function runbooksFor(
  db: Db,
  library: Library,
  state: State,
  command: unknown,
): Promise<Map<string, Runbook>> {
  const hashes = new Set([...state.runs.map((run) => run.contentHash), ...wordsIn(command).filter(isHash)]);
  const found = new Map<string, Runbook>();
  for (const hash of hashes) {
    const runbook = await library.version(hash, db);
    if (runbook !== undefined) found.set(hash, runbook);
  }
  return found;
}

/** Every text inside a command: ids of people and hashes of runbooks are among them. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(wordsIn);
}

const isId = (word: string): boolean => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(word);
const isHash = (word: string): boolean => /^[0-9a-f]{64}$/.test(word);

/** The row of an incident in lists and search, made of nothing but its entries. */
export function summaryRow(state: State, now: Instant): IncidentRow {
  const summary = summaryOf(state);
  return {
    incident_id: state.incidentId,
    number: summary.number,
    key: summary.key,
    kind: summary.kind,
    title: summary.title,
    status: summary.status,
    severity: summary.severity ?? null,
    service_id: summary.service ?? null,
    commander: summary.commanderName ?? null,
    visibility: summary.visibility,
    opened_at: summary.openedAt ?? now,
    resolved_at: summary.resolvedAt ?? null,
    changed_at: now,
    seq: summary.seq,
    head_hash: summary.headHash,
    next_due_at: summary.nextDueAt ?? null,
  };
}
