/** Where a page of a list ends, as opaque text: a place in the order, so that new rows do not shift it. */
import type { Cursor } from '../incidents/listing-actions.ts';
import { Invalid } from '../web/problem.ts';

export function cursorText({ openedAt, incidentId }: Cursor): string {
  return opaque(`${openedAt}~${incidentId}`);
}

/** @throws Invalid for what is no cursor of ours */
export function cursorFrom(text: string): Cursor {
  const [, openedAt, incidentId] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([\w-]{1,100})$/.exec(plain(text)) ?? [];
  if (openedAt !== undefined && incidentId !== undefined) return { openedAt, incidentId };
  throw noCursor();
}

export type Page<T> = { items: readonly T[]; next: string | undefined };

/**
 * One page of a list that is in memory. It is put into the order of its keys, which are unique; a cursor is the key of
 * the last item of the page before.
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Page<T> {
  const after = cursor === undefined ? undefined : plain(cursor);
  const behind = items
    .filter((item) => after === undefined || keyOf(item) > after)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const shown = behind.slice(0, limit);
  const last = behind.length > limit ? shown.at(-1) : undefined;
  return { items: shown, next: last && opaque(keyOf(last)) };
}

function opaque(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** @throws Invalid for what `opaque` never makes: the decoder itself leaves out what it cannot read */
function plain(text: string): string {
  const key = Buffer.from(text, 'base64url').toString();
  if (key === '' || opaque(key) !== text) throw noCursor();
  return key;
}

function noCursor(): Invalid {
  return new Invalid([
    { field: 'cursor', sentence: 'Send next_cursor of the page before as it was, or leave it out.' },
  ]);
}
