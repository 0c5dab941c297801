import { createHmac, timingSafeEqual } from 'node:crypto';
import { secret as randomText } from '../core/ids.ts';

/**
 * The mark of a browser in which an account has signed in: `<random>.<HMAC>`, so that nothing is stored and nobody
 * makes one up. The next sign-in gives a new one.
 * @see https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export function deviceMark(secret: string, accountId: string): string {
  const random = randomText();
  return `${random}.${proof(secret, accountId, random)}`;
}

/** The random part of a mark of ours for that account, or undefined. */
export function knownDevice(secret: string, accountId: string, mark: string | undefined): string | undefined {
  const [random = '', given = ''] = mark?.split('.') ?? [];
  const expected = Buffer.from(proof(secret, accountId, random));
  const bytes = Buffer.from(given);
  return expected.length === bytes.length && timingSafeEqual(expected, bytes) ? random : undefined;
}

function proof(secret: string, accountId: string, random: string): string {
  return createHmac('sha256', secret).update(`device:${accountId}:${random}`).digest('base64url');
}
