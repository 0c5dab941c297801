import { createHash } from 'node:crypto';
import { audit, auditOnceIn } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Details, Subject } from '../audit/deed.ts';
import type { Instant } from '../core/clock.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { Stop } from '../web/errors.ts';
import { comparedEmail, personSubject, type Account } from './account.ts';
import type { People } from './people.ts';
import { counted, countedAddress, verdict, type Rule } from './throttle.ts';
import { forgetCount, keepCount, takeBackOne, wrongsOf } from './throttle-store.ts';

/** Who tries to sign in, from where. `device` is the mark of a browser in which this account signed in before. */
export type Trier = {
  email: string;
  /** Whose address it is, if anybody's. */
  account: Account | undefined;
  address: string;
  device: string | undefined;
};

const HOUR = 3600;

type Counted = { subject: string; rule: Rule };

/** A try that was let through and is counted as wrong until it turns out right. */
export type Try = readonly Counted[];

/**
 * Counts a try before its password is looked at, so that many at once cannot pass together.
 * @throws Stop 429 when there were too many; that try is not counted
 */
export async function beginTry(people: People, trier: Trier, by: By): Promise<Try> {
  const subjects = subjectsOf(trier);
  const now = people.clock.now();
  try {
    await inTransaction(people.db, async (db) => {
      for (const { subject, rule } of subjects) {
        const wrongs = await wrongsOf(db, subject);
        const judged = verdict(rule, wrongs, now);
        if (!judged.may) throw tooMany(judged.until, now);
        await keepCount(db, subject, wrongs, counted(rule, wrongs, now));
      }
    });
  } catch (error) {
    // Five times in a row somebody else counted first: that many tries at once are too many.
    const told = error instanceof SeqTaken ? tooMany(now, now) : error;
    if (told instanceof Stop) await tellHeldBack(people, trier.account, by);
    throw told;
  }
  return subjects;
}

/** A try that was wrong stands in the audit log. */
export async function tellFailed(
  people: People,
  account: Account | undefined,
  asked: Details['sign-in-failed']['asked'],
  by: By,
): Promise<void> {
  const subject = triedSubject(account);
  await inTransaction(people.db, (db) =>
    audit({ ...people, db }, by, { kind: 'sign-in-failed', subject, details: { asked } }),
  );
}

/** Once an hour is enough: whoever is held back may go on trying as fast as the line allows. */
async function tellHeldBack(people: People, account: Account | undefined, by: By): Promise<void> {
  const subject = triedSubject(account);
  await auditOnceIn(HOUR, people, by, { kind: 'sign-in-throttled', subject, details: {} });
}

/** An address that nobody has is not kept: people type their password into the wrong field. */
function triedSubject(account: Account | undefined): Subject {
  return account === undefined
    ? { type: 'installation', id: '', name: 'an unknown e-mail address' }
    : personSubject(account);
}

/** The password was right: the count that judged it begins anew. */
export async function endTry(db: Db, held: Try): Promise<void> {
  await inTransaction(db, async (db) => {
    for (const { subject, rule } of held) {
      if (rule === 'account') await forgetCount(db, subject);
      else await takeBackOne(db, subject);
    }
  });
}

/** Whoever was given a new password starts without a count. */
export async function forgetTries(db: Db, email: string): Promise<void> {
  await forgetCount(db, accountSubject(email));
}

/** A known device has an allowance of its own, so that a stranger's tries cannot lock out whoever owns the account. */
function subjectsOf({ email, address, device }: Trier): Counted[] {
  if (device !== undefined) return [{ subject: `device:${device}`, rule: 'account' }];
  return [
    { subject: accountSubject(email), rule: 'account' },
    { subject: `address:${countedAddress(address)}`, rule: 'address' },
  ];
}

/** Hashed, since people type their password into the wrong field; and counted alike whether the account exists. */
function accountSubject(email: string): string {
  return `account:${createHash('sha256').update(comparedEmail(email)).digest('hex')}`;
}

function tooMany(until: Instant | undefined, now: Instant): Stop {
  if (until === undefined) {
    return new Stop(
      429,
      'too-many-tries',
      'There were too many wrong passwords, so this one was not looked at. Ask whoever looks after Muster for a new password link.',
    );
  }
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 1000));
  const wait = seconds > 90 ? `${String(Math.ceil(seconds / 60))} minutes` : `${String(seconds)} seconds`;
  return new Stop(
    429,
    'too-many-tries',
    `There were too many wrong passwords, so this one was not looked at. Wait ${wait}, then try again.`,
    { 'Retry-After': String(seconds) },
  );
}
