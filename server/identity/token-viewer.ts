import type { Clock } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import type { Viewer } from '../web/viewer.ts';
import { viewerOf } from './account-viewer.ts';
import { tokenHash } from './token-hash.ts';
import { scopesOf } from './token.ts';
import { markTokenUsed, tokenHolder } from './token-store.ts';

const MINUTE = 60;

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
