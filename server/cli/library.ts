/** The library of runbooks as a command beside the server sees it. */
import type { Here } from './installation.ts';

/**
 * The id of a runbook, when the library has it. The folder is read first, as a server does at its start.
 * @throws NotFound
 */
export async function shelvedRunbook(
  { config, store, people }: Here,
  id: string | undefined,
): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const { openLibrary } = await import('../runbooks/actions.ts');
  const { makeSearch } = await import('../search/search.ts');
  const search = makeSearch(store.engine);
  const library = openLibrary({ db: store.db, clock: people.clock, search, folder: config.runbooks });
  await library.refresh();
  return (await library.find(id)).row.runbook_id;
}
