/** Sends what waits in the outbox. What is decided here is only whether and when; what is said was decided before. */
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { Db } from '../store/open.ts';
import { answerToken } from './answer-token.ts';
import { bundleWaiting } from './bundle-actions.ts';
import { settleAlong } from './bundle-store.ts';
import { channelWords, type Channel } from './channel.ts';
import { keepTest, methodEnded, reachables } from './contact-actions.ts';
import { retrySeconds, type Message, type NewMessage, type Outcome } from './message.ts';
import { webhookSecret } from './webhook-secret.ts';
import {
  alongWith,
  expireLeases,
  hasten,
  insertMessage,
  leaseDue,
  settle,
  type Settling,
} from './message-store.ts';
import { shownAddress } from './push-subscription.ts';

/** What whoever had a message written says of it later. */
export type Sender = {
  /** Whether it is still needed, asked right before it is sent. */
  isNeeded(db: Db, message: Message): Promise<boolean>;
  /** Hears what became of a try, and may have more written. */
  settled(db: Db, message: Message, outcome: Outcome): Promise<void>;
};

export type NotifyKit = {
  db: Db;
  clock: Clock;
  ids: Ids;
  secret: string;
  /** The public address with the base path. */
  publicAddress: string;
  channels: ReadonlyMap<string, Channel>;
  /** Whether mail can be sent, so that everybody can be reached at the address that they sign in with. */
  hasMail: boolean;
  /** The public key that browsers subscribe to pushes with. */
  pushKey: string;
  /** Set by whoever composes the features: it comes later than this one. */
  sender: Sender;
  /** Hears each try, for the figures of this server. */
  onTry?: OnTry;
};

/** `lateSeconds`: from when it was due until it was attempted. */
export type OnTry = (
  tried: { message: Message; lateSeconds: number } & { outcome: Outcome['result'] | 'uncertain' },
) => void;

export async function enqueue(
  kit: Pick<NotifyKit, 'db' | 'ids' | 'clock'>,
  message: NewMessage,
): Promise<boolean> {
  return insertMessage(kit.db, kit.ids.next(), message, kit.clock.now());
}

/** At a start: nobody else sends what was on its way when the last process ended. */
export async function takeOver({ db, clock }: NotifyKit): Promise<void> {
  await expireLeases(db, clock.now(), true);
}

const MOST_AT_ONCE = 20;

/** Takes what is due, and gives the sending of each. Whoever calls does not wait for slow channels. */
export async function deliverDue(kit: NotifyKit): Promise<Promise<void>[]> {
  const now = kit.clock.now();
  for (const message of await expireLeases(kit.db, now, false))
    kit.onTry?.({ message, lateSeconds: 0, outcome: 'uncertain' });
  await bundleWaiting(kit.db, now);
  return (await leaseDue(kit.db, now, MOST_AT_ONCE)).map((message) => deliver(kit, message));
}

async function deliver(kit: NotifyKit, message: Message): Promise<void> {
  const { db, clock } = kit;
  // Those that go along with what is no longer needed find another one with the next tick.
  if (!(await isStillNeeded(kit, message))) return;
  const along = await neededAlong(kit, message);
  const ids = along.map(({ id }) => id);
  const lateSeconds = secondsBetween(message.dueAt, clock.now());
  const outcome = await tried(kit, message, along);
  const at = clock.now();
  for (const one of [message, ...along]) kit.onTry?.({ message: one, lateSeconds, outcome: outcome.result });
  const settling = settlingOf(message, outcome, at);
  await settle(db, message, { ...settling, isTried: true });
  await settleAlong(db, ids, settling);
  if (outcome.result === 'failed' && outcome.isLasting) {
    await methodEnded(db, message, outcome.error, at);
    for (const one of along) await hasten(db, one, at);
    await tellOfEnd(kit, message, outcome.error);
  }
  if (message.content.kind === 'test') {
    const result = outcome.result === 'sent' ? 'the channel took it' : outcome.error;
    await keepTest(db, message.methodId, result, at);
  }
  for (const one of [message, ...along]) await kit.sender.settled(db, one, outcome);
}

async function isStillNeeded({ db, clock, sender }: NotifyKit, message: Message): Promise<boolean> {
  if (await sender.isNeeded(db, message)) return true;
  await settle(db, message, { state: 'superseded', at: clock.now(), isTried: false });
  return false;
}

/** What goes in the same message, as far as it is still needed. */
async function neededAlong({ db, sender }: NotifyKit, { id, content }: Message): Promise<Message[]> {
  if (content.kind !== 'page') return [];
  const needed: Message[] = [];
  for (const one of await alongWith(db, id)) if (await sender.isNeeded(db, one)) needed.push(one);
  return needed;
}

function settlingOf(message: Message, outcome: Outcome, at: string): Omit<Settling, 'isTried'> {
  if (outcome.result === 'sent') return { state: 'sent', at };
  const { error } = outcome;
  const seconds = outcome.isLasting ? undefined : retrySeconds(message);
  if (seconds === undefined) return { state: 'failed', at, error };
  return { state: 'queued', at, error, dueAt: plusSeconds(at, seconds) };
}

/**
 * Nobody waits for a way that will never work again: the person's next one at this level is used at once. And they are
 * told by what is left, since they would not find out before the next night.
 */
async function tellOfEnd(kit: NotifyKit, message: Message, why: string): Promise<void> {
  const { db, clock } = kit;
  await hasten(db, message, clock.now());
  const left = (await reachables(db, kit.hasMail)).get(message.person.id)?.methods ?? [];
  const [way] = left.filter(({ id, channel }) => id !== message.methodId && kit.channels.has(channel));
  if (way === undefined) return;
  await enqueue(kit, {
    key: `ended-${message.id}`,
    person: message.person,
    methodId: way.id,
    channel: way.channel,
    address: way.address,
    content: {
      kind: 'notice',
      subjectKey: 'Muster',
      title: shownAddress(message.channel, message.address),
      path: paths.myContacts,
      words: `You are no longer reached by ${channelWords(message.channel)}: ${why}. Look at how you are reached.`,
    },
    urgency: 3,
    dueAt: clock.now(),
  });
}

async function tried(kit: NotifyKit, message: Message, along: readonly Message[]): Promise<Outcome> {
  const channel = kit.channels.get(message.channel);
  if (channel === undefined)
    return {
      result: 'failed',
      isLasting: false,
      error: `This installation has no way to send ${message.channel}.`,
    };
  const secret = webhookSecret(kit.secret, message.methodId);
  const isPage = message.content.kind === 'page';
  const answerTo = (id: string): string =>
    kit.publicAddress + href(paths.answer, { token: answerToken(kit.secret, id) });
  const answer = isPage ? answerTo(message.id) : undefined;
  const also = along.flatMap(({ id, key, content }) =>
    content.kind === 'page' ? [{ key, content, answer: answerTo(id) }] : [],
  );
  return channel.send({ ...message, secret, links: { publicAddress: kit.publicAddress, answer }, also });
}
