import { z } from 'zod';
import { PRECISIONS } from '../incidents/entry-fields.ts';
import type { StoredEntry } from '../incidents/entry.ts';
import { sentenceOf } from '../incidents/sentences.ts';
import { Actor, instant, orNull, seq } from './shape.ts';

export const Entry = z
  .object({
    seq,
    id: z.string(),
    incident_id: z.string(),
    kind: z.string(),
    sentence: z.string().describe('what the timeline says'),
    occurred_at: instant,
    recorded_at: instant,
    precision: z.enum(PRECISIONS),
    actor: Actor,
    source: z.enum(['live', 'typed', 'alert', 'clockwork', 'offline', 'imported', 'director']),
    op_id: z.string().describe('the Idempotency-Key or form that made it; empty for what Muster writes'),
    body: z.unknown().describe('as it was recorded and hashed, so its names are in camelCase'),
    previous_hash: z.string(),
    hash: z.string(),
  })
  .meta({
    id: 'Entry',
    description: 'A timeline entry. It never changes; a correction is an entry of its own.',
  });
export type EntryJson = z.infer<typeof Entry>;

/** What an act made. */
export const Made = z
  .object({
    incident: z.string().describe('the key: INC-42'),
    said: z.string().nullable().describe('a sentence for the person, when there is something to say'),
    entries: z.array(Entry).describe('empty when there was nothing to add; "said" then says why'),
  })
  .meta({ id: 'Made', description: 'What an act added to the timeline' });
export type MadeJson = z.infer<typeof Made>;

/** @param zone the zone in which the sentence prints times */
export function entryJson(entry: StoredEntry, zone: string): EntryJson {
  return {
    seq: entry.seq,
    id: entry.id,
    incident_id: entry.incidentId,
    kind: entry.kind,
    sentence: sentenceOf(entry, zone),
    occurred_at: entry.occurredAt,
    recorded_at: entry.recordedAt,
    precision: entry.precision,
    actor: entry.actor,
    source: entry.source,
    op_id: entry.opId,
    body: entry.body,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}

export function madeJson(
  incident: string,
  said: string | undefined,
  entries: readonly StoredEntry[],
  zone: string,
): MadeJson {
  return { incident, said: orNull(said), entries: entries.map((entry) => entryJson(entry, zone)) };
}
