import type { Clock } from '../core/clock.ts';
import { ulids } from '../core/ids.ts';
import type { Db } from '../store/open.ts';
import { anyAccount } from './account-store.ts';
import { makeSetupLink } from './link-actions.ts';

/**
 * The link with which the first administrator is made, below the root: `/setup?token=…`. It is made anew at each
 * start, so that one which was printed and lost stops working.
 * @returns undefined once there is an account
 */
export async function setupLink(db: Db, clock: Clock): Promise<string | undefined> {
  if (await anyAccount(db)) return undefined;
  return (await makeSetupLink({ db, clock, ids: ulids(clock) })).link;
}
