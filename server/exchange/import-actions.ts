import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { Refused } from '../core/refused.ts';
import { unzipped, UnreadableZip } from '../core/zip.ts';
import { incidentById, insertCopy } from '../incidents/copy-actions.ts';
import type { IncidentKit } from '../incidents/actions.ts';
import { keepText } from '../runbooks/text-actions.ts';
import { takeTurn } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { checkedExport, contentWords, type CheckedExport } from './import.ts';

/** More than anybody attaches, and less than a machine of a small team has. */
const LIMITS = { members: 2_000, bytes: 512 * 1024 * 1024 };

/** What a file holds, in words, before anything is written. */
export type Preview = {
  key: string;
  title: string;
  installation: string;
  exportedAt: string;
  holds: string;
  /** The key under which it is here already, and what to know of that. */
  here: { key: string; number: number; sentence: string } | undefined;
};

/** @throws Refused with a sentence that says what is wrong with the file */
export async function previewImport(kit: Pick<IncidentKit, 'db'>, bytes: Buffer): Promise<Preview> {
  const checked = await read(bytes);
  const { manifest } = checked;
  return {
    key: manifest.incident.key,
    title: manifest.incident.title,
    installation: manifest.installation,
    exportedAt: manifest.exported_at,
    holds: contentWords(checked),
    here: await standing(kit.db, checked),
  };
}

/** A copy that was made: its names here, and what it is a copy of. */
export type Imported = { key: string; number: number; entries: number; from: string; holds: string };

/**
 * Brings an incident in as a copy, whole or not at all.
 * @throws Refused when the file is not what it should be, or the incident is here already
 */
export async function importIncident(kit: IncidentKit, bytes: Buffer, by: By): Promise<Imported> {
  const checked = await read(bytes);
  const { manifest, entries, evidence, runbooks } = checked;
  const now = kit.clock.now();
  const origin = { key: manifest.incident.key, name: manifest.installation, importedAt: now };
  const from = `${origin.key} of ${origin.name}`;
  const row = await inTransaction(kit.db, async (db) => {
    // The same file may come twice at the same moment: whoever is second is told what the first brought in.
    await takeTurn(db, 'import');
    const here = await standing(db, checked);
    if (here !== undefined) throw new Refused('already-here', here.sentence, { field: 'file' });
    for (const runbook of runbooks) await keepText(db, { ...runbook, reason: `came with ${from}`, at: now });
    const copy = await insertCopy(db, { entries, evidence, origin });
    const subject = { type: 'incident', id: copy.incident_id, name: copy.key } as const;
    const details = { entries: entries.length, from };
    await audit({ ...kit, db }, by, { kind: 'incident-imported', subject, details });
    return copy;
  });
  return { key: row.key, number: row.number, entries: entries.length, from, holds: contentWords(checked) };
}

async function read(bytes: Buffer): Promise<CheckedExport> {
  try {
    return checkedExport(await unzipped(bytes, LIMITS));
  } catch (error) {
    if (!(error instanceof UnreadableZip)) throw error;
    const sentence = `${error.message} Send the zip file that Muster made of an incident. Nothing was brought in.`;
    throw new Refused('bad-export', sentence, { field: 'file' });
  }
}

/** Whether the incident is here already: then nothing is written, also when the file knows more of it. */
async function standing(db: Db, { manifest, entries }: CheckedExport): Promise<Preview['here']> {
  const row = await incidentById(db, manifest.incident.id);
  if (row === undefined) return undefined;
  const { key, number, seq, head_hash } = row;
  const goesOn = entries.length > seq && entries[seq - 1]?.hash === head_hash;
  const more = goesOn
    ? ` The file knows ${String(entries.length - seq)} entries more, which came after that; a copy stays as it was when it was brought in.`
    : '';
  return { key, number, sentence: `${manifest.incident.key} is already here, as ${key}.${more}` };
}
