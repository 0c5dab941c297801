/** A data folder with accounts in it, made without a server, for the programs that start one on it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import { insertAccount } from '../../server/identity/account-store.ts';
import { hashed } from '../../server/identity/passwords.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';

/** Somebody who can sign in. */
export type Member = { id: string; name: string; email: string; password: string };

const PASSWORD = 'violet anchors under quiet trams';

/** Makes a database with the newest tables and so many responders. */
export async function makeInstallation(dataFolder: string, count: number): Promise<Member[]> {
  mkdirSync(dataFolder, { recursive: true });
  const store = await openStore(join(dataFolder, 'muster.db'));
  const ids = ulids(systemClock);
  const members = Array.from({ length: count }, (_, index) => ({
    id: ids.next(),
    name: `Responder ${String(index + 1)}`,
    email: `responder-${String(index + 1)}@example.org`,
    password: PASSWORD,
  }));
  await migrate(store, systemClock.now());
  // One hash for all: each takes a core for a while.
  const password = await hashed(PASSWORD);
  for (const { id, name, email } of members) {
    await insertAccount(store.db, { id, name, email, role: 'responder', password, at: systemClock.now() });
  }
  await store.close();
  return members;
}
