import type { Instant } from '../core/clock.ts';
import { dateClockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { Account } from './account.ts';
import { PASSWORD_HINT } from './pages.ts';
import type { SignedInBrowser } from './session-store.ts';
import { SCOPE_MEANINGS, SCOPES, type Token } from './token.ts';

/** A moment as the page writes it, in the reader's zone. */
export type Moment = { at: Instant; text: string };

export type MePage = {
  name: string;
  email: string;
  role: string;
  zone: string;
  zoneHint: string;
  passwordHint: string;
  browsers: readonly { device: string; here: boolean; since: Moment; seen: Moment; end: string }[];
  /** Undefined for whoever may not have tokens. */
  tokens: readonly TokenLine[] | undefined;
  scopes: readonly { value: string; meaning: string }[];
  lifetimes: readonly { value: string; label: string }[];
};

export type TokenLine = {
  name: string;
  scopes: string;
  made: Moment;
  used: Moment | undefined;
  expires: Moment | undefined;
  revoke: string;
};

/** How long a token may live; the values are days. */
export const TOKEN_DAYS = ['30', '90', '365', 'none'] as const;

export type Mine = {
  account: Account;
  browsers: readonly SignedInBrowser[];
  /** Hash of the session in which the page is read. */
  sessionHash: string | undefined;
  tokens: readonly Token[] | undefined;
  homeZone: string;
};

export function mePage({ account, browsers, sessionHash, tokens, homeZone }: Mine): MePage {
  const zone = account.zone ?? homeZone;
  const moment = (at: Instant): Moment => ({ at, text: dateClockText(at, zone) });
  return {
    name: account.name,
    email: account.email,
    role: account.role,
    zone: account.zone ?? '',
    zoneHint: `Area/City, such as Europe/Berlin. Empty means the zone of this installation, ${homeZone}.`,
    passwordHint: PASSWORD_HINT,
    browsers: browsers.map((browser) => ({
      device: browser.device ?? 'A browser',
      here: browser.hash === sessionHash,
      since: moment(browser.createdAt),
      seen: moment(browser.seenAt),
      end: href(paths.mySession, { id: browser.hash }),
    })),
    tokens: tokens?.map((token) => ({
      name: token.name,
      scopes: token.scopes.join(', '),
      made: moment(token.createdAt),
      used: token.usedAt === undefined ? undefined : moment(token.usedAt),
      expires: token.expiresAt === undefined ? undefined : moment(token.expiresAt),
      revoke: href(paths.myToken, { id: token.id }),
    })),
    scopes: SCOPES.map((value) => ({ value, meaning: SCOPE_MEANINGS[value] })),
    lifetimes: TOKEN_DAYS.map((value) => ({
      value,
      label: value === 'none' ? 'until it is revoked' : `${value} days`,
    })),
  };
}
