/** `muster token`: keys of programs, made and ended from the command line. */
import { COMMAND_LINE } from '../audit/by.ts';
import { columns } from '../core/columns.ts';
import { secondsOf } from '../core/duration.ts';
import { Refused } from '../core/refused.ts';
import { dateClockText, plusSeconds } from '../core/time.ts';
import type { Instant } from '../core/clock.ts';
import { createToken, findAccount, listAccounts, listTokens, revokeToken } from './actions.ts';
import type { People } from './people.ts';

type Result = { words: string; json: unknown; remarks: string[] };

const USUALLY_SECONDS = 90 * 86_400;

export type NewToken = {
  name: string;
  email: string;
  scopes: readonly string[];
  /** A length of time such as `90d`, or `never`; 90 days when it is left out. */
  expires: string | undefined;
};

/** @throws Invalid, NotFound, Refused */
export async function runTokenCreate(people: People, wanted: NewToken, zone: string): Promise<Result> {
  const { id: accountId, name: owner } = await findAccount(people.db, wanted.email);
  const expiresAt = endOf(wanted.expires, people.clock.now());
  const { name, scopes } = wanted;
  const { id, token } = await createToken(people, { accountId, name, scopes, expiresAt }, COMMAND_LINE);
  const until = expiresAt === undefined ? 'until it is revoked' : `until ${dateClockText(expiresAt, zone)}`;
  return {
    words: token,
    json: { id, token, name, email: wanted.email, scopes, expires_at: expiresAt ?? null },
    remarks: [
      `This is shown once. It acts for ${owner} and works ${until}. "muster token revoke ${id}" ends it.`,
    ],
  };
}

function endOf(expires: string | undefined, now: Instant): Instant | undefined {
  if (expires === 'never') return undefined;
  const seconds = expires === undefined ? USUALLY_SECONDS : secondsOf(expires);
  if (seconds !== undefined) return plusSeconds(now, seconds);
  throw new Refused(
    'token-expires',
    `"${expires ?? ''}" is no length of time. Give one such as 30d or 12h, or never.`,
  );
}

export async function runTokenList(people: People, zone: string): Promise<Result> {
  const emails = new Map((await listAccounts(people.db)).map(({ id, email }) => [id, email]));
  const tokens = await listTokens(people);
  const time = (at: Instant | undefined, absent: string) =>
    at === undefined ? absent : dateClockText(at, zone);
  const rows = tokens.map(({ id, name, accountId, scopes, expiresAt, usedAt }) => [
    id,
    name,
    emails.get(accountId) ?? '',
    scopes.join(','),
    `until ${time(expiresAt, 'it is revoked')}`,
    `used ${time(usedAt, 'never')}`,
  ]);
  return {
    words: columns(rows),
    json: tokens.map(({ id, name, accountId, scopes, createdAt, expiresAt, usedAt }) => ({
      id,
      name,
      email: emails.get(accountId) ?? null,
      scopes,
      created_at: createdAt,
      expires_at: expiresAt ?? null,
      used_at: usedAt ?? null,
    })),
    remarks: rows.length === 0 ? ['No token works at the moment.'] : [],
  };
}

/** @throws NotFound */
export async function runTokenRevoke(people: People, id: string): Promise<Result> {
  await revokeToken(people, id, COMMAND_LINE);
  return { words: `Token ${id} is revoked.`, json: { id, revoked: true }, remarks: [] };
}
