import { z } from 'zod';
import type { Review as Looked } from '../incidents/review.ts';
import { Actor, instant, orNullAs, orNull, seq } from './shape.ts';

export const Review = z
  .object({
    signals: z.array(z.string()).describe('what speaks for a review; two are enough to require one'),
    required: z
      .object({ because: z.array(z.string()), due_at: instant, owner: z.string().nullable(), seq })
      .nullable(),
    waived: z.object({ reason: z.string(), by: Actor, seq }).nullable(),
    published: z.object({ version: z.int(), content_hash: z.string(), seq }).nullable(),
  })
  .meta({ id: 'Review', description: 'Whether the incident is looked back at, and what became of that' });

export function reviewJson(review: Looked): z.infer<typeof Review> {
  return {
    signals: [...review.signals],
    required: orNullAs(review.required, ({ because, dueAt, owner, seq: entry }) => ({
      because: [...because],
      due_at: dueAt,
      owner: orNull(owner),
      seq: entry,
    })),
    waived: orNull(review.waived),
    published: orNullAs(review.published, ({ version, contentHash, seq: entry }) => ({
      version,
      content_hash: contentHash,
      seq: entry,
    })),
  };
}
