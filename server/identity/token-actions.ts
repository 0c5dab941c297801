import type { Instant } from '../core/clock.ts';
import { secret } from '../core/ids.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { Invalid } from '../web/problem.ts';
import { accountById } from './account-store.ts';
import type { People } from './people.ts';
import { PERMISSIONS, permissionsOf } from './permissions.ts';
import { tokenHash } from './token-hash.ts';
import { isScope, SCOPES } from './token.ts';
import { insertToken, revokeTokenRow, workingTokens } from './token-store.ts';

export type WantedToken = {
  accountId: string;
  name: string;
  scopes: readonly string[];
  expiresAt: Instant | undefined;
};

/** Makes an API token. `token` is told this once: what is stored is its hash. */
export async function createToken(
  people: People,
  wanted: WantedToken,
): Promise<{ id: string; token: string }> {
  const { db, clock, ids } = people;
  const owner = await accountById(db, wanted.accountId);
  if (owner === undefined) throw new NotFound('There is no such person. The list shows everybody.');
  if (!permissionsOf(owner.role).has('token.own')) {
    const roles = PERMISSIONS['token.own'].join(', ');
    throw new Refused(
      'token-role',
      `${owner.name} is ${owner.role}. Tokens belong to these roles: ${roles}.`,
    );
  }
  const now = clock.now();
  const problem = scopesProblem(wanted.scopes);
  if (problem !== undefined) throw new Invalid([{ field: 'scopes', sentence: problem }]);
  if ((await workingTokens(db, now, owner.id)).some(({ name }) => name === wanted.name)) {
    throw new Refused(
      'token-name',
      `There is a token named "${wanted.name}" already. Choose another name, or revoke that one first.`,
      { field: 'token_name' },
    );
  }
  const token = `mst_${secret()}`;
  const id = ids.next();
  const { name, scopes, expiresAt } = wanted;
  await insertToken(db, {
    id,
    accountId: owner.id,
    name,
    scopes,
    createdAt: now,
    expiresAt,
    usedAt: undefined,
    tokenHash: tokenHash(token),
  });
  return { id, token };
}

/** Ends a token at once. Without an account it may be anybody's: for the command line. */
export async function revokeToken(people: People, id: string, accountId?: string): Promise<void> {
  if (await revokeTokenRow(people.db, id, people.clock.now(), accountId)) return;
  throw new NotFound('There is no such token, or it was revoked before.');
}

function scopesProblem(scopes: readonly string[]): string | undefined {
  if (scopes.length === 0) return 'Choose at least one thing that this token may be used for.';
  const unknown = scopes.find((scope) => !isScope(scope));
  return unknown && `There is no scope "${unknown}". Scopes are ${SCOPES.join(', ')}.`;
}
