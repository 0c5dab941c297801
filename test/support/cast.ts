import assert from 'node:assert/strict';
import { insertAccount } from '../../server/identity/account-store.ts';
import { hashed } from '../../server/identity/passwords.ts';
import type { AccountRole } from '../../server/identity/permissions.ts';
import { sendForm } from './forms.ts';
import type { Browser, World } from './world.ts';

/** The people of the tests, one for each account role. All have the same password. */
export const CAST = {
  ada: { id: '0000000000000000000000ADA0', name: 'Ada Novak', email: 'ada@example.org', role: 'admin' },
  max: { id: '0000000000000000000000MAX0', name: 'Max Orwell', email: 'max@example.org', role: 'manager' },
  ana: { id: '0000000000000000000000ANA0', name: 'Ana Ruiz', email: 'ana@example.org', role: 'responder' },
  ben: { id: '0000000000000000000000BEN0', name: 'Ben Okafor', email: 'ben@example.org', role: 'responder' },
  tia: { id: '0000000000000000000000T1A0', name: 'Tia Lund', email: 'tia@example.org', role: 'trainee' },
  vic: { id: '0000000000000000000000V1C0', name: 'Vic Sorel', email: 'vic@example.org', role: 'viewer' },
} as const satisfies Record<string, { id: string; name: string; email: string; role: AccountRole }>;

export type Member = keyof typeof CAST;

export const PASSWORD = 'violet anchors under quiet trams';

// Hashing takes a core for a while, so the whole process shares one hash.
let hash: Promise<string> | undefined;

/** Gives the cast their accounts. */
export async function enter(world: World, ...members: readonly Member[]): Promise<void> {
  hash ??= hashed(PASSWORD);
  const password = await hash;
  const at = world.clock.now();
  for (const member of members.length === 0 ? (Object.keys(CAST) as Member[]) : members) {
    await insertAccount(world.store.db, { ...CAST[member], password, at });
  }
}

/** A browser in which somebody of the cast has signed in. */
export async function signedIn(world: World, member: Member): Promise<Browser> {
  const browser = world.browser();
  const answer = await sendForm(browser, '/login', '/login', {
    email: CAST[member].email,
    password: PASSWORD,
  });
  assert.equal(answer.status, 303, `${CAST[member].name} signs in`);
  return browser;
}
