import { createHash } from 'node:crypto';
import type { Instant } from '../core/clock.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { Stop } from '../web/errors.ts';
import { comparedEmail } from './account.ts';
import { counted, countedAddress, verdict, type Rule } from './throttle.ts';
import { forgetCount, keepCount, takeBackOne, wrongsOf } from './throttle-store.ts';

/** Who tries to sign in, from where. `device` is the mark of a browser in which this account signed in before. */
export type Trier = { email: string; address: string; device: string | undefined };

type Counted = { subject: string; rule: Rule };

/** A try that was let through and is counted as wrong until it turns out right. */
export type Try = readonly Counted[];

/**
 * Counts a try before its password is looked at, so that many at once cannot pass together.
 * @throws Stop 429 when there were too many; that try is not counted
 */
export async function beginTry(db: Db, trier: Trier, now: Instant): Promise<Try> {
  const subjects = subjectsOf(trier);
  try {
    await inTransaction(db, async (db) => {
      for (const { subject, rule } of subjects) {
        const wrongs = await wrongsOf(db, subject);
        const judged = verdict(rule, wrongs, now);
        if (!judged.may) throw tooMany(judged.until, now);
        await keepCount(db, subject, wrongs, counted(rule, wrongs, now));
      }
    });
  } catch (error) {
    // Five times in a row somebody else counted first: that many tries at once are too many.
    throw error instanceof SeqTaken ? tooMany(now, now) : error;
  }
  return subjects;
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
