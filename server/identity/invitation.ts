import type { Instant } from '../core/clock.ts';
import { href, paths } from '../web/paths.ts';
import type { AccountRole } from './permissions.ts';

/** A link that lets somebody in once. Only the hash of its token is kept. */
export type Invitation = { id: string; expiresAt: Instant } & (
  | { purpose: 'setup' }
  | { purpose: 'invite'; email: string; name: string; role: AccountRole }
  | { purpose: 'password'; accountId: string }
);

/** One for somebody new. */
export type Invite = Extract<Invitation, { purpose: 'invite' }>;

const DAY_SECONDS = 86_400;

/** How long a link may be used. */
export const LINK_SECONDS: Record<Invitation['purpose'], number> = {
  setup: 7 * DAY_SECONDS,
  invite: 7 * DAY_SECONDS,
  password: DAY_SECONDS,
};

/** The address of a link, below the root. */
export function linkOf(purpose: Invitation['purpose'], token: string): string {
  return purpose === 'setup' ? `${paths.setup}?token=${token}` : href(paths.invitation, { token });
}
