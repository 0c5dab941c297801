/** A data folder with accounts in it, made without a server, for the programs that start one on it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type Instant } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import { insertAccount } from '../../server/identity/account-store.ts';
import { hashed } from '../../server/identity/passwords.ts';
import { tokenHash } from '../../server/identity/token-hash.ts';
import { insertToken } from '../../server/identity/token-store.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';

/** Somebody who can sign in, and the tokens of their programs: each may ask only so much in a minute. */
export type Member = { id: string; name: string; email: string; password: string; tokens: string[] };

const TOKENS = 6;
const PASSWORD = 'violet anchors under quiet trams';

/** Makes a database with the newest tables and so many responders: in the folder, or at an address of PostgreSQL. */
export async function makeInstallation(
  dataFolder: string,
  count: number,
  database = join(dataFolder, 'muster.db'),
): Promise<Member[]> {
  mkdirSync(dataFolder, { recursive: true });
  const store = await openStore(database);
  const ids = ulids(systemClock);
  const members = Array.from({ length: count }, (_, index) => ({
    id: ids.next(),
    name: `Responder ${String(index + 1)}`,
    email: `responder-${String(index + 1)}@example.org`,
    password: PASSWORD,
    tokens: Array.from(
      { length: TOKENS },
      (_, at) => `mst_${`${String(index)}x${String(at)}`.padStart(43, 'x')}`,
    ),
  }));
  await migrate(store, systemClock.now());
  // One hash for all: each takes a core for a while.
  const password = await hashed(PASSWORD);
  for (const { id, name, email, tokens } of members) {
    const at = systemClock.now();
    await insertAccount(store.db, { id, name, email, role: 'responder', password, at });
    for (const token of tokens) await insertToken(store.db, { ...tokenOf(id, at, token), id: ids.next() });
  }
  await store.close();
  return members;
}

function tokenOf(accountId: string, createdAt: Instant, token: string) {
  const scopes = ['incidents:read', 'incidents:write'];
  const times = { createdAt, expiresAt: undefined, usedAt: undefined };
  return { accountId, name: 'load', scopes, ...times, tokenHash: tokenHash(token) };
}
