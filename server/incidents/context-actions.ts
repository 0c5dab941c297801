import { findService } from '../catalog/actions.ts';
import { managers, peopleByIds } from '../identity/directory-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { Db } from '../store/open.ts';
import type { Viewer } from '../web/viewer.ts';
import { MUSTER, type Context } from './act.ts';
import type { Command } from './command.ts';
import type { Actor } from './entry-fields.ts';
import type { IncidentKit } from './room-actions.ts';
import type { State } from './state.ts';
import { incidentsByNumbers } from './ties-store.ts';

/** Everything a decision may look at besides the state: who acts, which people and runbooks the command names. */
export async function contextFor(
  kit: IncidentKit,
  db: Db,
  state: State,
  command: Command | readonly Command[],
  viewer: Viewer | undefined,
): Promise<Context> {
  const people = await peopleByIds(db, wordsIn(command).filter(isId));
  const services = await servicesFor(db, command);
  const incidents = await incidentsByNumbers(db, viewer, wordsIn(command).flatMap(numberIn));
  const runbooks = await runbooksFor(db, kit.library, state, command);
  return {
    now: kit.clock.now(),
    actor: viewer === undefined ? MUSTER : actorOf(viewer),
    permissions: viewer?.permissions ?? new Set(),
    ids: kit.ids,
    runbook: (hash) => runbooks.get(hash),
    people: (id) => people.get(id),
    incidents: (key) => incidents.get(key),
    services: (slug) => services.get(slug),
    zone: viewer?.zone ?? state.homeZone,
    ...(viewer === undefined && { source: 'clockwork' as const, managers: await managers(db) }),
  };
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

/** The number of an incident that a word may name: `INC-7`, `inc-7`, `7`. */
function numberIn(word: string): number[] {
  const [, number] = /^(?:INC-)?([1-9]\d{0,8})$/i.exec(word.trim()) ?? [];
  return number === undefined ? [] : [Number(number)];
}

const isId = (word: string): boolean => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(word);
const isHash = (word: string): boolean => /^[0-9a-f]{64}$/.test(word);
