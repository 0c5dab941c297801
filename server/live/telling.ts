/** What is said when an incident gets entries, and how it is said to the other servers on the same database. */
import { z } from 'zod';
import type { Db, Store } from '../store/open.ts';

/** An incident has entries up to `seq`. */
export type Change = { incidentId: string; seq: number };

export interface Telling {
  /** Called within the transaction that writes; the world is told once it is written. */
  tell(db: Db, change: Change): Promise<void>;
}

const Words = z.discriminatedUnion('what', [
  z.object({ what: z.literal('entries'), from: z.string(), incidentId: z.string(), seq: z.number() }),
  z.object({
    what: z.literal('here'),
    from: z.string(),
    incidentId: z.string(),
    people: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
]);

/** What servers say to each other: entries that were written, and who reads an incident with them. */
export type Words = z.infer<typeof Words>;

export function wordsText(words: Words): string {
  return JSON.stringify(words);
}

/** The one place where it is read; undefined for what another version says and we do not know. */
export function readWords(text: string): Words | undefined {
  try {
    return Words.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** For a command beside the server: nobody follows along here, so only the servers are told. */
export function elsewhere(store: Pick<Store, 'announce'>): Telling {
  return {
    tell: (db, change) => store.announce(db, wordsText({ what: 'entries', from: 'command', ...change })),
  };
}
