/**
 * What the answers of the API are made of. Each noun stands in a file of its own: its shape, from which the
 * description of the API is made, and the function that gives it. Names are snake_case; what is absent is null.
 */
import { z } from 'zod';
import { actor, PRECISIONS } from '../incidents/entry-fields.ts';
import type { Moment as FoldedMoment } from '../incidents/stamps.ts';

export const instant = z
  .string()
  .meta({ format: 'date-time', description: 'RFC 3339 in UTC with milliseconds' });
export const seq = z.int().describe('the number of an entry of this incident');

export const Actor = actor.meta({ id: 'Actor', description: 'Who did it, with the name as it was then' });

export const Moment = z
  .object({
    at: instant,
    precision: z.enum(PRECISIONS),
    provenance: z.enum(['auto', 'typed', 'imported', 'corrected']),
    seq,
  })
  .meta({ id: 'Moment', description: 'An instant, how exactly it is known, and the entry that says so' });

/** What is absent is null in JSON that leaves the house. */
export function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

/** The same for what has a form of its own in JSON. */
export function orNullAs<T, J>(value: T | undefined, become: (value: T) => J): J | null {
  return value === undefined ? null : become(value);
}

export function momentJson({ at, precision, provenance, seq: by }: FoldedMoment): z.infer<typeof Moment> {
  return { at, precision, provenance, seq: by };
}

/** A list of the API: one page, and where the next one begins. */
export function listOf(item: z.ZodType) {
  return z.object({
    data: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .describe('send it as cursor to get the next page; null on the last one'),
  });
}
