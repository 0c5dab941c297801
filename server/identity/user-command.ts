/** `muster user`: accounts from the command line, by links that people open themselves. No password passes through here. */
import { COMMAND_LINE } from '../audit/by.ts';
import type { Instant } from '../core/clock.ts';
import { dateClockText } from '../core/time.ts';
import { addAccount, disable, findAccount, makePasswordLink } from './actions.ts';
import { FROM_THE_COMMAND_LINE, type MadeLink } from './link-actions.ts';
import type { People } from './people.ts';
import type { AccountRole } from './permissions.ts';

/** Where links lead and in which zone their end is told. */
export type LinkWords = { publicAddress: string; zone: string };

type Result = { words: string; json: unknown; remarks: string[] };

/** @throws Invalid, Refused */
export async function runUserAdd(
  people: People,
  newcomer: { email: string; name: string; role: string },
  about: LinkWords,
): Promise<Result> {
  // What is no role is refused by the fields of the form for inviting, in their words.
  const made = await addAccount(people, { ...newcomer, role: newcomer.role as AccountRole });
  return linkResult(newcomer.email, newcomer.name, made, about);
}

/** @throws NotFound, Refused */
export async function runUserPasswd(people: People, email: string, about: LinkWords): Promise<Result> {
  const account = await findAccount(people.db, email);
  const made = await makePasswordLink(people, account.id, FROM_THE_COMMAND_LINE);
  return linkResult(account.email, account.name, made, about);
}

/** @throws NotFound, Refused for the last admin */
export async function runUserDisable(people: People, email: string): Promise<Result> {
  const { id, name } = await findAccount(people.db, email);
  await disable(people, id, COMMAND_LINE);
  return {
    words: `${name} may no longer sign in; sessions and tokens ended. Nothing that ${name} did goes away.`,
    json: { email, disabled: true },
    remarks: [],
  };
}

function linkResult(
  email: string,
  name: string,
  { link, expiresAt }: MadeLink,
  { publicAddress, zone }: LinkWords,
): Result {
  const address = publicAddress + link;
  return {
    words: address,
    json: { email, link: address, expires_at: expiresAt },
    remarks: [
      `Send this link to ${name} (${email}). It works once, until ${untilText(expiresAt, zone)}: there a password is chosen.`,
    ],
  };
}

function untilText(instant: Instant, zone: string): string {
  return dateClockText(instant, zone);
}
