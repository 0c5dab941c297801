import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { ViewerRow } from './account-viewer.ts';
import { scopesOf, scopesText, type Token } from './token.ts';

export async function insertToken(db: Db, token: Token & { tokenHash: string }): Promise<void> {
  await db
    .insertInto('token')
    .values({
      token_id: token.id,
      account_id: token.accountId,
      name: token.name,
      token_hash: token.tokenHash,
      scopes: scopesText(token.scopes),
      created_at: token.createdAt,
      expires_at: token.expiresAt ?? null,
      used_at: null,
      revoked_at: null,
    })
    .execute();
}

/** Tokens that still work, the newest first: of one account, or of everybody. */
export async function workingTokens(db: Db, now: Instant, accountId?: string): Promise<Token[]> {
  let query = db
    .selectFrom('token')
    .selectAll()
    .where('revoked_at', 'is', null)
    .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('token_id', 'desc');
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  return (await query.execute()).map((row) => ({
    id: row.token_id,
    accountId: row.account_id,
    name: row.name,
    scopes: scopesOf(row.scopes),
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    usedAt: row.used_at ?? undefined,
  }));
}

/** Ends a token, of one account when that is given; undefined when there is none that works. */
export async function revokeTokenRow(
  db: Db,
  id: string,
  now: Instant,
  accountId?: string,
): Promise<{ name: string; accountId: string } | undefined> {
  let revoked = db
    .updateTable('token')
    .set({ revoked_at: now })
    .where('token_id', '=', id)
    .where('revoked_at', 'is', null);
  if (accountId !== undefined) revoked = revoked.where('account_id', '=', accountId);
  const row = await revoked.returning(['name', 'account_id']).executeTakeFirst();
  return row && { name: row.name, accountId: row.account_id };
}

export type HolderRow = ViewerRow & {
  token_id: string;
  token_name: string;
  scopes: string;
  used_at: string | null;
};

/** A working token with whom it belongs to, in one query. */
export async function tokenHolder(db: Db, tokenHash: string, now: Instant): Promise<HolderRow | undefined> {
  return db
    .selectFrom('token')
    .innerJoin('account', 'account.account_id', 'token.account_id')
    .select([
      'token.token_id',
      'token.name as token_name',
      'token.scopes',
      'token.used_at',
      'account.account_id',
      'account.name',
      'account.email',
      'account.role',
      'account.home_zone',
      'account.disabled_at',
    ])
    .where('token.token_hash', '=', tokenHash)
    .where('token.revoked_at', 'is', null)
    .where(({ eb, or }) => or([eb('token.expires_at', 'is', null), eb('token.expires_at', '>', now)]))
    .executeTakeFirst();
}

export async function markTokenUsed(db: Db, id: string, now: Instant): Promise<void> {
  await db.updateTable('token').set({ used_at: now }).where('token_id', '=', id).execute();
}
