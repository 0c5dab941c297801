import { managers, peopleByIds } from '../identity/directory-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { Db } from '../store/open.ts';
import type { Viewer } from '../web/viewer.ts';
import { MUSTER, type Context } from './act.ts';
import type { Actor } from './entry-fields.ts';
import type { IncidentKit } from './room-actions.ts';
import type { State } from './state.ts';

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
