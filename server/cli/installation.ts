/** This installation, opened for one command beside a server that may be running. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { bringUp } from '../admin/bring-up-actions.ts';
import { readConfig, type Config } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { ulids } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import { counted } from '../core/text.ts';
import { dependingOn, replace } from '../escalation/leaving-actions.ts';
import type { People } from '../identity/people.ts';
import { migrationsFor, pendingMigrations } from '../store/migrate.ts';
import { openStore, type Store } from '../store/open.ts';

export type Here = { config: Config; store: Store; people: People };

/** Does something with the database as it is. @throws Refused when there is none, or its tables are older */
export async function withStore<T>(work: (here: Here) => Promise<T>): Promise<T> {
  return opened(readConfig(), work, 'must be there');
}

/** The same, but on an installation that has never run the database is made first: accounts may come before a server. */
export async function withStoreOrNew<T>(work: (here: Here) => Promise<T>): Promise<T> {
  return opened(readConfig(), work, 'may be new');
}

/** The file of the database, or undefined on PostgreSQL. */
function fileOf({ database }: Config): string | undefined {
  return /^postgres(?:ql)?:\/\//.test(database) ? undefined : database;
}

async function opened<T>(
  config: Config,
  work: (here: Here) => Promise<T>,
  wanted: 'must be there' | 'may be new',
): Promise<T> {
  const file = fileOf(config);
  if (file !== undefined && !existsSync(file)) {
    if (wanted === 'must be there') {
      throw new Refused('no-database', `There is no database at ${file}. "muster serve" makes one.`);
    }
    mkdirSync(dirname(file), { recursive: true });
  }
  const store = await openStore(config.database);
  try {
    await mustBeUp(store, wanted);
    const people = {
      db: store.db,
      clock: systemClock,
      ids: ulids(systemClock),
      leaving: { dependingOn, replace },
    };
    return await work({ config, store, people });
  } finally {
    await store.close();
  }
}

/** An older database is left alone: the server beside this command may be as old as its tables. */
async function mustBeUp(store: Store, wanted: 'must be there' | 'may be new'): Promise<void> {
  const pending = await pendingMigrations(store);
  if (pending.length === 0) return;
  if (wanted === 'may be new' && pending.length === migrationsFor(store.engine).length) {
    await bringUp(store, systemClock.now());
    return;
  }
  throw new Refused(
    'migrations-pending',
    `The database waits for ${counted(pending.length, 'migration')}. Stop the server, run "muster migrate", and try again.`,
  );
}
