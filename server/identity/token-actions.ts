import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Clock, Instant } from '../core/clock.ts';
import { secret } from '../core/ids.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { Invalid } from '../web/problem.ts';
import type { Viewer } from '../web/viewer.ts';
import { accountById } from './account-store.ts';
import { viewerOf } from './account-viewer.ts';
import { personSubject } from './account.ts';
import type { People } from './people.ts';
import { PERMISSIONS, permissionsOf } from './permissions.ts';
import { tokenHash } from './token-hash.ts';
import { isScope, SCOPES, scopesOf } from './token.ts';
import { insertToken, markTokenUsed, revokeTokenRow, tokenHolder, workingTokens } from './token-store.ts';

const MINUTE = 60;

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
  by: By,
): Promise<{ id: string; token: string }> {
  return inTransaction(people.db, (db) => addToken({ ...people, db }, wanted, by));
}

async function addToken(people: People, wanted: WantedToken, by: By): Promise<{ id: string; token: string }> {
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
  await audit(people, by, {
    kind: 'token-made',
    subject: personSubject(owner),
    details: { tokenId: id, token: name, scopes, expiresAt: expiresAt ?? null },
  });
  return { id, token };
}

/** Ends a token at once. Without an account it may be anybody's: for the command line. */
export async function revokeToken(people: People, id: string, by: By, accountId?: string): Promise<void> {
  await inTransaction(people.db, async (db) => {
    const revoked = await revokeTokenRow(db, id, people.clock.now(), accountId);
    if (revoked === undefined) throw new NotFound('There is no such token, or it was revoked before.');
    const owner = await accountById(db, revoked.accountId);
    const subject = personSubject(owner ?? { id: revoked.accountId, name: 'somebody' });
    const details = { tokenId: id, token: revoked.name };
    await audit({ ...people, db }, by, { kind: 'token-revoked', subject, details });
  });
}

/**
 * Who stands behind an API token: its owner, with the token's scopes. Revoked and expired tokens, and those of
 * disabled accounts, stand for nobody.
 */
export function tokenViewer(db: Db, clock: Clock): (token: string) => Promise<Viewer | undefined> {
  return async (token) => {
    const now = clock.now();
    const row = await tokenHolder(db, tokenHash(token), now);
    const owner = viewerOf(row);
    if (row === undefined || owner === undefined) return undefined;
    // Written at most once a minute: otherwise each read through the API would be a commit.
    if (row.used_at === null || row.used_at <= plusSeconds(now, -MINUTE)) {
      await markTokenUsed(db, row.token_id, now);
    }
    return {
      ...owner,
      type: 'token',
      name: `${owner.name} (${row.token_name})`,
      tokenId: row.token_id,
      scopes: scopesOf(row.scopes),
    };
  };
}

function scopesProblem(scopes: readonly string[]): string | undefined {
  if (scopes.length === 0) return 'Choose at least one thing that this token may be used for.';
  const unknown = scopes.find((scope) => !isScope(scope));
  return unknown && `There is no scope "${unknown}". Scopes are ${SCOPES.join(', ')}.`;
}
