import { json, type Answer } from '../web/answer.ts';
import { optionalLine, wholeNumber } from '../web/fields.ts';
import type { SignedInAsk } from '../web/route.ts';

/** The fields that every list takes. */
export const listFields = {
  limit: wholeNumber(1, 200, 'how many there may be on a page', 50),
  cursor: optionalLine(500).describe('next_cursor of the page before'),
};

/**
 * A page of a list. The `Link` repeats what was asked and goes on behind the cursor.
 * @param path the address below the root
 */
export function listAnswer(
  ask: Pick<SignedInAsk, 'absolute'>,
  path: string,
  asked: Readonly<Record<string, string | number | undefined>>,
  data: readonly object[],
  next: string | undefined,
): Answer {
  if (next === undefined) return json({ data, next_cursor: null });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) query.set(name, String(value));
  }
  query.set('cursor', next);
  const link = `<${ask.absolute(path)}?${query.toString()}>; rel="next"`;
  return json({ data, next_cursor: next }, 200, { Link: link });
}
