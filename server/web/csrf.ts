import { createHmac, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { chanceBytes } from '../core/ids.ts';

/** The proofs of the sessions that are in use: each page of a session has the same. */
const proofs = new LRUCache<string, Buffer>({ max: 2_000 });

/** What a token is before it is masked. */
function proof(secret: string, holder: string): Buffer {
  const key = `${secret} ${holder}`;
  const known = proofs.get(key);
  if (known !== undefined) return known;
  const made = createHmac('sha256', secret).update(`form:${holder}`).digest();
  proofs.set(key, made);
  return made;
}

/**
 * Proof that a form came from a page of ours: an HMAC over what the browser holds (its session, or the short-lived
 * cookie of forms that are sent before anybody is signed in) under the installation's secret. Nothing is stored.
 *
 * Each page writes it behind another mask. Pages travel packed, and from the length of a packed page that repeats what
 * somebody chose, a text that stays the same could be guessed sign by sign.
 * @see https://www.breachattack.com/
 */
export function formToken(secret: string, holder: string): string {
  const plain = proof(secret, holder);
  const mask = chanceBytes(plain.length);
  return Buffer.concat([mask, under(plain, mask)]).toString('base64url');
}

export function isFormToken(secret: string, holder: string, token: unknown): boolean {
  if (typeof token !== 'string') return false;
  const expected = proof(secret, holder);
  const given = Buffer.from(token, 'base64url');
  if (given.length !== expected.length * 2) return false;
  const mask = given.subarray(0, expected.length);
  return timingSafeEqual(expected, under(given.subarray(expected.length), mask));
}

function under(bytes: Buffer, mask: Buffer): Buffer {
  const masked = Buffer.alloc(bytes.length);
  for (let index = 0; index < bytes.length; index += 1)
    masked[index] = (bytes[index] ?? 0) ^ (mask[index] ?? 0);
  return masked;
}

/**
 * True when the browser says that the request began on a page of ours. A browser that does not send
 * `Sec-Fetch-Site` is judged by its `Origin`.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site
 */
export function isSameOrigin(
  headers: { site: string | undefined; origin: string | undefined },
  own: string,
): boolean {
  if (headers.site !== undefined) return headers.site === 'same-origin';
  return headers.origin === own;
}
