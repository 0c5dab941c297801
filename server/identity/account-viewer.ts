import type { Viewer } from '../web/viewer.ts';
import { isAccountRole, permissionsOf } from './permissions.ts';

/** What a row of the account table tells about whoever asks. */
export type ViewerRow = {
  account_id: string;
  name: string;
  email: string;
  role: string;
  home_zone: string | null;
  disabled_at: string | null;
};

/** Whoever asks, or undefined once they may no longer sign in. */
export function viewerOf(row: ViewerRow | undefined): Viewer | undefined {
  if (row?.disabled_at !== null || !isAccountRole(row.role)) return undefined;
  return {
    id: row.account_id,
    name: row.name,
    type: 'person',
    email: row.email,
    role: row.role,
    permissions: permissionsOf(row.role),
    zone: row.home_zone ?? undefined,
    scopes: undefined,
  };
}
