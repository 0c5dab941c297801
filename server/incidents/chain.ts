/**
 * The hash chain over the entries of one incident: each entry's hash covers its envelope, which names the hash
 * before it, and the SHA-256 of its body. So nothing can be changed, removed or swapped without being seen,
 * and a redacted body leaves the chain provable.
 */
import type { Instant } from '../core/clock.ts';
import { canonicalJson, sha256Hex } from '../core/canonical.ts';
import { isKnown } from './entry.ts';
import type { Body, Entry, Envelope, NewEntry, StoredEntry } from './entry.ts';

/** What stands before the first entry. */
export const NO_HASH = '0'.repeat(64);

/** The end of a chain: where the next entry is hung on. */
export type Head = { seq: number; hash: string };

/** What an append gives each of its entries. `recordedAt` is real time, in a drill as well. */
export type Sealing = { id: string; incidentId: string; recordedAt: Instant; opId: string };

/** SHA-256 of the canonical body: what the chain holds of it. */
export function bodyHash(body: unknown): string {
  return sha256Hex(canonicalJson(Object(body) as object));
}

/** The hash of an entry: SHA-256 over its canonical envelope (without `hash` and `body`) followed by the body's SHA-256. */
export function entryHash(entry: Omit<StoredEntry, 'hash'>, hashOfBody: string): string {
  const envelope: Omit<Envelope, 'hash'> & { kind: string } = {
    id: entry.id,
    incidentId: entry.incidentId,
    seq: entry.seq,
    kind: entry.kind,
    occurredAt: entry.occurredAt,
    recordedAt: entry.recordedAt,
    precision: entry.precision,
    actor: { type: entry.actor.type, id: entry.actor.id, name: entry.actor.name },
    source: entry.source,
    opId: entry.opId,
    previousHash: entry.previousHash,
  };
  return sha256Hex(canonicalJson(envelope) + hashOfBody);
}

/** Gives a new entry its place: the next number, and the hash that hangs it on the entry before. */
export function seal(head: Head | undefined, entry: NewEntry, sealing: Sealing): Entry {
  const place = { seq: (head?.seq ?? 0) + 1, previousHash: head?.hash ?? NO_HASH };
  const open = { ...entry, ...sealing, ...place };
  return { ...open, hash: entryHash(open, bodyHash(entry.body)) };
}

/** The first place at which a chain does not hold, and why. */
export type Break = { seq: number; why: 'number' | 'previous' | 'hash' | 'left' };

/**
 * Walks a chain from seq 1 and gives the first break, or undefined when it holds. Whoever holds only the entries
 * cannot see that the last ones were cut off: compare the end with a head that is known from elsewhere (`expected`).
 */
export function verify(entries: readonly StoredEntry[], expected?: Head): Break | undefined {
  const redacted = redactions(entries);
  let head: Head = { seq: 0, hash: NO_HASH };
  for (const entry of entries) {
    if (entry.seq !== head.seq + 1) return { seq: head.seq + 1, why: 'number' };
    if (entry.previousHash !== head.hash) return { seq: entry.seq, why: 'previous' };
    const redaction = redacted.get(entry.seq);
    const hash = entryHash(entry, redaction?.bodyHash ?? bodyHash(entry.body));
    if (hash !== entry.hash) return { seq: entry.seq, why: 'hash' };
    const left = redaction?.leftHash;
    if (left !== undefined && left !== bodyHash(entry.body)) return { seq: entry.seq, why: 'left' };
    head = { seq: entry.seq, hash };
  }
  if (expected && expected.seq !== head.seq)
    return { seq: Math.min(expected.seq, head.seq) + 1, why: 'number' };
  if (expected && expected.hash !== head.hash) return { seq: head.seq, why: 'hash' };
  return undefined;
}

/** The last redaction of each entry that was redacted, with the hash of its body as it was sealed and as it is left. */
function redactions(entries: readonly StoredEntry[]): Map<number, Body<'entry-redacted'>> {
  const found = new Map<number, Body<'entry-redacted'>>();
  for (const entry of entries) {
    if (isKnown(entry) && entry.kind === 'entry-redacted') found.set(entry.body.seq, entry.body);
  }
  return found;
}
