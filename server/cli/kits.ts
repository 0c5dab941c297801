/** What the actions of features work with, put together for one command beside the server. */
import { elsewhere } from '../live/telling.ts';
import { makeStateStore } from '../incidents/state-store.ts';
import { openLibrary, type Library } from '../runbooks/actions.ts';
import { makeSearch } from '../search/search.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import type { Here } from './installation.ts';

function libraryOf({ config, store, people }: Here): Library {
  const search = makeSearch(store.engine);
  return openLibrary({ db: store.db, clock: people.clock, search, folder: config.runbooks });
}

/**
 * The id of a runbook, when the library has it. The folder is read first, as a server does at its start.
 * @throws NotFound
 */
export async function shelvedRunbook(here: Here, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const library = libraryOf(here);
  await library.refresh();
  return (await library.find(id)).row.runbook_id;
}

export function postmortemKit(here: Here): PostmortemKit {
  const { config, people, store } = here;
  const incidents = {
    ...people,
    states: makeStateStore(),
    library: libraryOf(here),
    homeZone: config.homeZone,
    live: elsewhere(store),
    scrub: store.scrub,
  };
  const notify = { ...people, hasMail: config.smtpUrl !== undefined };
  return { ...people, incidents, notify, search: makeSearch(store.engine) };
}
