import { createHash } from 'node:crypto';

/** What is stored of a token: it has 256 random bits, so a plain hash is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
