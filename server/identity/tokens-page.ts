import type { Instant } from '../core/clock.ts';
import { dateClockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { Account } from './account.ts';
import type { Token } from './token.ts';

/** Every token that works, whoever owns it. */
export type TokensPage = {
  tokens: readonly {
    name: string;
    owner: string;
    ownerHref: string;
    scopes: string;
    made: Moment;
    used: Moment | undefined;
    expires: Moment | undefined;
    /** Why it does nothing at the moment, such as an owner who is shut out. */
    rests: string | undefined;
    revoke: string;
  }[];
};

type Moment = { at: Instant; text: string };

export function tokensPage(tokens: readonly Token[], accounts: readonly Account[], zone: string): TokensPage {
  const owners = new Map(accounts.map((account) => [account.id, account]));
  const moment = (at: Instant): Moment => ({ at, text: dateClockText(at, zone) });
  return {
    tokens: tokens.map((token) => {
      const owner = owners.get(token.accountId);
      return {
        name: token.name,
        owner: owner?.name ?? 'somebody',
        ownerHref: href(paths.person, { id: token.accountId }),
        scopes: token.scopes.join(', '),
        made: moment(token.createdAt),
        used: token.usedAt === undefined ? undefined : moment(token.usedAt),
        expires: token.expiresAt === undefined ? undefined : moment(token.expiresAt),
        rests: owner?.disabledAt === undefined ? undefined : 'It does nothing: its owner is shut out.',
        revoke: href(paths.tokenRevocation, { id: token.id }),
      };
    }),
  };
}
