import type { Instant } from '../core/clock.ts';
import { readMoment } from '../escalation/moment.ts';
import { Invalid } from '../web/problem.ts';

/**
 * An instant that a program asks about, as RFC 3339; one without an offset is UTC.
 * @throws Invalid for what cannot be read, by its field
 */
export function instantField(text: string | undefined, field: string): Instant | undefined {
  if (text === undefined) return undefined;
  const read = readMoment(text, 'UTC');
  if ('instant' in read) return read.instant;
  throw new Invalid([{ field, sentence: read.sentence }]);
}
