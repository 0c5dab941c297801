/** How people are reached. */
import type { Instant } from '../core/clock.ts';
import { contactables } from '../identity/directory-actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { accountMail, type ContactMethod, type Reachable } from './contact.ts';
import { insertMethod, methodRows, quietRows, updateMethod, writeQuiet } from './contact-store.ts';
import type { Message } from './message.ts';
import {
  addressOf as pushAddress,
  pushMethodId,
  subscriptionOf,
  type PushSubscription,
} from './push-subscription.ts';

/** Everybody, with the ways to reach them that work. Phone numbers are for people: see `phonesOf`. */
export async function reachables(db: Db, hasMail: boolean): Promise<Map<string, Reachable>> {
  const people = await contactables(db);
  const rows = Map.groupBy(await methodRows(db), ({ personId }) => personId);
  const quiet = await quietRows(db);
  return new Map(
    people.map((person) => [
      person.id,
      {
        ...person,
        methods: waysOf(person, rows.get(person.id) ?? [], hasMail).filter(
          ({ endedAt, channel }) => endedAt === undefined && channel !== 'phone',
        ),
        quiet: quiet.get(person.id),
      },
    ]),
  );
}

/** Somebody's methods as their page shows them: with the ended ones, and with the address that they sign in with. */
export async function methodsOf(
  db: Db,
  person: { id: string; email: string },
  hasMail: boolean,
): Promise<ContactMethod[]> {
  return waysOf(person, await methodRows(db, [person.id]), hasMail);
}

function waysOf(
  person: { id: string; email: string },
  rows: readonly ContactMethod[],
  hasMail: boolean,
): ContactMethod[] {
  const known = rows.filter(({ channel }) => channel !== 'mail' || hasMail);
  const own = accountMail(person);
  return !hasMail || rows.some(({ id }) => id === own.id) ? known : [own, ...known];
}

/** Numbers to call by hand, by person. */
export async function phonesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await methodRows(db, ids);
  return new Map(
    rows
      .filter(({ channel, endedAt }) => channel === 'phone' && endedAt === undefined)
      .map(({ personId, address }) => [personId, address]),
  );
}

/** Keeps a way to reach somebody; one that is kept already stays as it is. */
export async function keepMethod(
  db: Db,
  method: Pick<ContactMethod, 'id' | 'personId' | 'channel' | 'address' | 'delaySeconds'>,
  at: Instant,
): Promise<void> {
  await insertMethod(db, method, at);
}

export async function endMethod(db: Db, id: string, why: string, at: Instant): Promise<void> {
  await updateMethod(db, id, { ended_at: at, ended_why: why });
}

/** Somebody says that the test message arrived. */
export async function proveMethod(db: Db, id: string, at: Instant): Promise<void> {
  await updateMethod(db, id, { proved_at: at });
}

/** What a channel said of a test message. */
export async function keepTest(db: Db, id: string, result: string, at: Instant): Promise<void> {
  await updateMethod(db, id, { tested_at: at, test_result: result });
}

export async function quietOf(db: Db, accountId: string): Promise<{ from: string; to: string } | undefined> {
  return (await quietRows(db)).get(accountId);
}

export async function setQuiet(
  db: Db,
  accountId: string,
  quiet: { from: string; to: string } | undefined,
): Promise<void> {
  await writeQuiet(db, accountId, quiet);
}

/** This browser takes pushes for this person from now on, and for nobody who used it before. */
export async function keepPush(
  db: Db,
  personId: string,
  subscription: PushSubscription,
  at: Instant,
): Promise<void> {
  await inTransaction(db, async (db) => {
    const id = pushMethodId(personId, subscription.endpoint);
    const address = pushAddress(subscription);
    const others = (await methodRows(db)).filter(
      (method) =>
        method.channel === 'push' &&
        method.id !== id &&
        method.endedAt === undefined &&
        subscriptionOf(method.address).endpoint === subscription.endpoint,
    );
    for (const other of others) await endMethod(db, other.id, 'somebody else uses this browser', at);
    await insertMethod(db, { id, personId, channel: 'push', address, delaySeconds: 0 }, at);
    await updateMethod(db, id, { address, ended_at: null, ended_why: null });
  });
}

/** A way that will never work again is used no more; its owner sees why. */
export async function methodEnded(db: Db, message: Message, why: string, at: Instant): Promise<void> {
  const { person, methodId, address } = message;
  const own = accountMail({ id: person.id, email: address });
  // The address that somebody signs in with has no row before there is something to keep of it.
  if (methodId === own.id) await insertMethod(db, own, at);
  await updateMethod(db, methodId, { ended_at: at, ended_why: why });
}
