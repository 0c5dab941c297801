import { walkAudit } from '../audit/actions.ts';
import { Refused } from '../core/refused.ts';
import { counted } from '../core/text.ts';
import { walkChains } from '../incidents/verify-actions.ts';
import { asOneFile, copySqlite, damageIn, NotCopied } from '../store/copy.ts';
import { pendingMigrations, unknownMigrations } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';

/** What a copy holds, told when it has been proven. */
export type Proven = { incidents: number; entries: number };

/** Copies a database to a new file. @throws Refused with the reason when it cannot be done */
export async function takeCopy(from: string, to: string): Promise<void> {
  try {
    await copySqlite(from, to);
  } catch (error) {
    if (error instanceof NotCopied) throw new Refused('not-copied', error.message);
    throw error;
  }
}

/**
 * Opens a copy of a database and proves that it could be used: its pages, its references, its tables and the chain of
 * every incident.
 * @param name what the file is called in the sentence
 * @throws Refused with what is wrong
 */
export async function proveCopy(file: string, name: string): Promise<Proven> {
  const [damage] = damageIn(file);
  if (damage !== undefined) throw unusable(name, damage);
  const proven = await proveChains(file, name);
  asOneFile(file);
  return proven;
}

async function proveChains(file: string, name: string): Promise<Proven> {
  const store = await openStore(file);
  try {
    const [newer] = await unknownMigrations(store);
    if (newer !== undefined) {
      throw new Refused(
        'copy-newer',
        `${name} was written by a newer Muster (${newer}). Restore it with that one.`,
      );
    }
    const walked = await walkChains(store.db);
    const broken = walked.find((one) => one.broken !== undefined)?.broken;
    if (broken !== undefined) throw unusable(name, broken.sentence);
    // An older database has no audit log yet.
    const pending = await pendingMigrations(store);
    const audit = pending.length === 0 ? await walkAudit(store.db) : undefined;
    if (audit?.broken !== undefined) throw unusable(name, audit.broken.sentence);
    return { incidents: walked.length, entries: walked.reduce((sum, { entries }) => sum + entries, 0) };
  } finally {
    await store.close();
  }
}

export function provenWords({ incidents, entries }: Proven): string {
  return `${counted(incidents, 'incident')} with ${counted(entries, 'entry', 'entries')}, every chain holds`;
}

function unusable(name: string, what: string): Refused {
  return new Refused('copy-unusable', `${name} cannot be used. ${what}`);
}
