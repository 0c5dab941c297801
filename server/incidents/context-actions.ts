import { findService } from '../catalog/actions.ts';
import { policyChain } from '../escalation/policy-actions.ts';
import { managers, peopleByIds } from '../identity/directory-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { Db } from '../store/open.ts';
import type { Viewer } from '../web/viewer.ts';
import { NotFound } from '../core/refused.ts';
import { MUSTER, type Context, type OtherIncident } from './act.ts';
import type { Command } from './command.ts';
import type { Actor } from './entry-fields.ts';
import { drillNow } from './drill-clock.ts';
import { numberNamed } from './key.ts';
import { peopleOfDrill } from './played.ts';
import { openRoom, type IncidentKit } from './room-actions.ts';
import { openTitle } from './seeing.ts';
import type { Reader } from './seeing-actions.ts';
import { severityTable } from './severities-store.ts';
import type { State } from './state.ts';

/** Everything a decision may look at besides the state: who acts, which people and runbooks the command names. */
export async function contextFor(
  kit: IncidentKit,
  db: Db,
  state: State,
  command: Command | readonly Command[],
  viewer: Viewer | undefined,
): Promise<Context> {
  const people = await peopleFor(db, state, command);
  const services = await servicesFor(db, command);
  const incidents = await incidentsFor({ ...kit, db }, command, viewer);
  const runbooks = await runbooksFor(db, kit.library, state, command);
  return {
    now: drillNow(state, kit.clock.now()),
    actor: viewer === undefined ? MUSTER : actorOf(viewer),
    permissions: viewer?.permissions ?? new Set(),
    ids: kit.ids,
    runbook: (hash) => runbooks.get(hash),
    people: (id) => people.get(id),
    incidents: (key) => incidents.get(key),
    services: (slug) => services.get(slug),
    policies: await policiesFor(db, command),
    severities: await severityTable(db),
    zone: viewer?.zone ?? state.homeZone,
    ...(viewer === undefined && {
      source: 'clockwork' as const,
      managers: state.kind === 'drill' ? [] : await managers(db),
    }),
  };
}

/** The people whom a command names. In a drill there are those who take part and those who are played, and nobody else. */
async function peopleFor(
  db: Db,
  state: State,
  command: Command | readonly Command[],
): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  if (state.kind === 'drill') return new Map(peopleOfDrill(state).map((person) => [person.id, person]));
  return peopleByIds(db, wordsIn(command).filter(isId));
}

function actorOf(viewer: Viewer): Actor {
  return { type: viewer.type, id: viewer.id, name: viewer.name };
}

/** The services that a command adds, by slug. */
async function servicesFor(db: Db, command: Command | readonly Command[]): Promise<Map<string, string>> {
  const slugs = [command].flat().flatMap((one) => (one.type === 'change-services' ? one.added : []));
  const found = new Map<string, string>();
  for (const slug of new Set(slugs)) {
    const service = await findService(db, slug);
    if (service?.slug === slug) found.set(slug, service.name);
  }
  return found;
}

/** The policies that a command begins, by id. */
async function policiesFor(
  db: Db,
  command: Command | readonly Command[],
): Promise<(id: string) => string | undefined> {
  const ids = [command]
    .flat()
    .flatMap((one) => (one.type === 'request-escalation' ? (one.policyId ?? []) : []));
  const chains = await Promise.all(ids.map((id) => policyChain(db, id)));
  const names = new Map(
    chains.flatMap(([policy]) => (policy === undefined ? [] : [[policy.id, policy.name]])),
  );
  return (id) => names.get(id);
}

/** The incidents that a command names as its other end, and those that these were merged into, by key. */
async function incidentsFor(
  kit: IncidentKit,
  command: Command | readonly Command[],
  reader: Reader,
): Promise<Map<string, OtherIncident>> {
  const found = new Map<string, OtherIncident>();
  const wanted = [command].flat().flatMap(otherEnd);
  for (let number = wanted.pop(); number !== undefined; number = wanted.pop()) {
    const state = await stateOf(kit, reader, number);
    if (state === undefined || found.has(state.key)) continue;
    const mergedInto = state.mergedInto?.key;
    const { key, status } = state;
    found.set(key, { key, title: openTitle(state), status, mergedInto });
    if (mergedInto !== undefined) wanted.push(...numberIn(mergedInto));
  }
  return found;
}

async function stateOf(kit: IncidentKit, reader: Reader, number: number): Promise<State | undefined> {
  try {
    return (await openRoom(kit, reader, number)).state;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function otherEnd(command: Command): number[] {
  if (command.type === 'change-link') return numberIn(command.target);
  return command.type === 'merge' ? numberIn(command.into) : [];
}

/** The number of an incident that a word may name: `INC-7`, `inc-7`, `7`. */
function numberIn(word: string): number[] {
  return [numberNamed(word.trim()) ?? []].flat();
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
