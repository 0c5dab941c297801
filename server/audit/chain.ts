/** The chain of hashes over the audit log: each row's hash covers all of it and names the hash before. */
import { canonicalJson, sha256Hex } from '../core/canonical.ts';
import type { Told } from './deed.ts';

/** What stands before the first deed. */
export const NO_HASH = '0'.repeat(64);

/** Gives a deed its hash. */
export function sealed(deed: Omit<Told, 'hash'>): Told {
  return { ...deed, hash: hashOf(deed) };
}

function hashOf({ id, seq, at, by, kind, subject, details, previousHash }: Omit<Told, 'hash'>): string {
  return sha256Hex(canonicalJson({ id, seq, at, by, kind, subject, details, previousHash }));
}

/** The first place at which a chain does not hold, in a sentence. */
export type Broken = { seq: number; sentence: string };

/** Walks a chain in pieces: give it the rows in their order, and how many there should be at the end. */
export function walker() {
  let [seq, hash]: [number, string] = [0, NO_HASH];
  return {
    next(deed: Told): Broken | undefined {
      if (deed.seq !== seq + 1) return broken(seq + 1, 'is missing');
      if (deed.previousHash !== hash) {
        return broken(deed.seq, 'does not follow the one before it: one of them was moved or replaced');
      }
      if (hashOf(deed) !== deed.hash) return broken(deed.seq, 'does not say what it said when it was sealed');
      [seq, hash] = [deed.seq, deed.hash];
      return undefined;
    },
    end(count: number): Broken | undefined {
      return count === seq
        ? undefined
        : broken(Math.min(count, seq) + 1, 'is missing, or was added at the end');
    },
  };
}

function broken(seq: number, what: string): Broken {
  return { seq, sentence: `Deed ${String(seq)} of the audit log ${what}.` };
}
