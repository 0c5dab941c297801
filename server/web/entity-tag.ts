import { createHash } from 'node:crypto';
import { Stop } from './errors.ts';
import type { Ask } from './route.ts';

/** The strong `ETag` of a JSON body: another body has another one. */
export function entityTag(body: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}"`;
}

/**
 * Lets a change of a whole resource through only when the caller has seen what it replaces.
 *
 * @param current the body that a GET would answer at this moment
 * @throws Stop 428 without `If-Match`, 412 when what was seen is no longer what is there
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function mustMatch(ask: Pick<Ask, 'header'>, current: unknown): void {
  const seen = ask.header('if-match');
  if (seen === undefined) {
    throw new Stop(428, 'no-precondition', 'Read it first and send its ETag back as If-Match.');
  }
  const tags = seen.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(entityTag(current))) return;
  throw changedSince();
}

/** 412: somebody else was faster. */
export function changedSince(): Stop {
  return new Stop(
    412,
    'stale',
    'This was changed since you read it, and nothing was written. Read it anew, put both together, send it again.',
  );
}
