/** A browser that takes pushes, as the address of a contact method keeps it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What the browser gave, by the names of the Push API, and what its owner said of it. */
const Kept = z.strictObject({
  endpoint: z.string(),
  p256dh: z.string(),
  auth: z.string(),
  /** "Chrome on Android", so that people can tell their devices apart. */
  browser: z.string(),
  /** A locked screen is read by everybody, so its owner says whether titles stand on it. */
  isTitleShown: z.boolean(),
});
export type PushSubscription = z.output<typeof Kept>;

export function addressOf(subscription: PushSubscription): string {
  return JSON.stringify(subscription);
}

/** @throws ZodError for an address of another channel */
export function subscriptionOf(address: string): PushSubscription {
  return Kept.parse(JSON.parse(address));
}

/** The same browser of the same person has the same id, so subscribing again brings its method back. */
export function pushMethodId(personId: string, endpoint: string): string {
  return `push-${createHash('sha256').update(`${personId} ${endpoint}`).digest('hex').slice(0, 32)}`;
}

/** An address as its owner reads it: a browser by its name, since its endpoint says nothing. */
export function ownAddress(channel: string, address: string): string {
  return channel === 'push' ? subscriptionOf(address).browser : address;
}

/** An address as others read it: whoever knows the whole address of a chat can write there. */
export function shownAddress(channel: string, address: string): string {
  const isKey = channel === 'webhook' || channel === 'slack' || channel === 'ntfy';
  return isKey ? (URL.parse(address)?.hostname ?? '') : ownAddress(channel, address);
}
