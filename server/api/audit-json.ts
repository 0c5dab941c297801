import { z } from 'zod';
import { deedWords, type Told } from '../audit/deed.ts';
import { instant, orNull } from './shape.ts';

export const Deed = z
  .object({
    seq: z.int().describe('its place in the chain of the audit log'),
    at: instant,
    kind: z.string(),
    sentence: z.string(),
    actor: z.object({
      type: z.enum(['person', 'token', 'system', 'external']),
      id: z.string().describe("the account's; empty when nobody is known"),
      name: z.string(),
    }),
    subject: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    details: z.looseObject({}),
    address: z.string().nullable(),
    request_id: z.string().nullable(),
    previous_hash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'Deed', description: 'Something that was done and is not the story of an incident' });

export function deedJson(deed: Told): z.infer<typeof Deed> {
  const { by } = deed;
  return {
    seq: deed.seq,
    at: deed.at,
    kind: deed.kind,
    sentence: `${by.name} ${deedWords(deed)}.`,
    actor: { type: by.type, id: by.id, name: by.name },
    subject: deed.subject,
    details: Object(deed.details) as Record<string, unknown>,
    address: orNull(by.address),
    request_id: orNull(by.requestId),
    previous_hash: deed.previousHash,
    hash: deed.hash,
  };
}
