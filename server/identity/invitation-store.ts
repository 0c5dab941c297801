import type { Selectable } from 'kysely';
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { InvitationRow } from '../store/schema.ts';
import type { Invitation, Invite } from './invitation.ts';
import type { AccountRole } from './permissions.ts';

export type NewInvitation = Invitation & { tokenHash: string; createdBy: string | undefined; at: Instant };

export async function insertInvitation(db: Db, made: NewInvitation): Promise<void> {
  await db
    .insertInto('invitation')
    .values({
      invitation_id: made.id,
      token_hash: made.tokenHash,
      purpose: made.purpose,
      email: made.purpose === 'invite' ? made.email : null,
      name: made.purpose === 'invite' ? made.name : null,
      role: made.purpose === 'invite' ? made.role : null,
      account_id: made.purpose === 'password' ? made.accountId : null,
      created_by: made.createdBy ?? null,
      created_at: made.at,
      expires_at: made.expiresAt,
      used_at: null,
    })
    .execute();
}

/** A link that may still be used. */
export async function openInvitation(
  db: Db,
  tokenHash: string,
  now: Instant,
): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom('invitation')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && invitationOf(row);
}

/** Takes a link for good. Of two people who use it at once, one gets true. */
export async function useInvitation(db: Db, id: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('invitation')
    .set({ used_at: now })
    .where('invitation_id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Invitations that wait to be used, the newest first. */
export async function waitingInvites(db: Db, now: Instant): Promise<Invite[]> {
  const rows = await db
    .selectFrom('invitation')
    .selectAll()
    .where('purpose', '=', 'invite')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('invitation_id', 'desc')
    .execute();
  return rows.map(invitationOf).filter((invitation) => invitation.purpose === 'invite');
}

/** A new link takes the place of the ones before it. */
export async function withdrawSetup(db: Db): Promise<void> {
  await db.deleteFrom('invitation').where('purpose', '=', 'setup').where('used_at', 'is', null).execute();
}

/** Whom the invitation was for that was taken back; undefined when none waited under that id. */
export async function withdrawInvite(
  db: Db,
  id: string,
): Promise<{ name: string | null; email: string | null } | undefined> {
  return db
    .deleteFrom('invitation')
    .where('purpose', '=', 'invite')
    .where('used_at', 'is', null)
    .where('invitation_id', '=', id)
    .returning(['name', 'email'])
    .executeTakeFirst();
}

export async function withdrawInvites(db: Db, comparedEmail: string): Promise<void> {
  await db
    .deleteFrom('invitation')
    .where('purpose', '=', 'invite')
    .where('used_at', 'is', null)
    .where(({ fn }) => fn<string>('lower', ['email']), '=', comparedEmail)
    .execute();
}

export async function withdrawPasswordLinks(db: Db, accountId: string): Promise<void> {
  await db
    .deleteFrom('invitation')
    .where('purpose', '=', 'password')
    .where('used_at', 'is', null)
    .where('account_id', '=', accountId)
    .execute();
}

/** What a row lacks for its purpose, no writer of ours left out. */
function invitationOf(row: Selectable<InvitationRow>): Invitation {
  const { invitation_id: id, expires_at: expiresAt, email, name, role, account_id: accountId } = row;
  if (row.purpose === 'invite' && email !== null && name !== null && role !== null) {
    return { id, expiresAt, purpose: 'invite', email, name, role: role as AccountRole };
  }
  if (row.purpose === 'password' && accountId !== null)
    return { id, expiresAt, purpose: 'password', accountId };
  if (row.purpose === 'setup') return { id, expiresAt, purpose: 'setup' };
  throw new Error(`Invitation ${id} is not whole`);
}
