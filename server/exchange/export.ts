/** An incident as files: what an export holds, and what of it is checked when it is brought in elsewhere. */
import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import type { Member } from '../core/zip.ts';
import { isKnown, type Body, type StoredEntry } from '../incidents/entry.ts';
import { CONTENT, redactionsIn } from '../incidents/redaction.ts';
import type { State } from '../incidents/state.ts';

export const FORMAT = 'muster-incident';
export const VERSION = 1;

const bytes = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `manifest.json`: what the file is, and each of its files with its hash. */
export const Manifest = z.object({
  format: z.literal(FORMAT),
  version: z.int().positive(),
  exported_at: z.string(),
  installation: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .describe('the address of Muster there'),
  incident: z.object({ id: z.string().max(100), key: z.string().max(40), title: z.string().max(400) }),
  chain: z.object({ entries: z.int().positive(), head_hash: sha256 }),
  files: z.array(z.object({ path: z.string().max(300), bytes, sha256 })).max(5_000),
});
export type Manifest = z.infer<typeof Manifest>;

export const PATHS = {
  manifest: 'manifest.json',
  text: 'incident.md',
  entries: 'entries.jsonl',
  postmortem: 'postmortem.md',
  evidence: (hash: string) => `evidence/${hash}`,
  runbook: (hash: string) => `runbooks/${hash}.md`,
} as const;

/** An entry as one line: canonical, so that the same entry is the same bytes wherever it is exported. */
export function entryLine(entry: StoredEntry): string {
  const { id, incidentId, seq, kind, occurredAt, recordedAt, precision, actor, source, opId } = entry;
  const { body, previousHash, hash } = entry;
  const envelope = { id, incidentId, seq, kind, occurredAt, recordedAt, precision, actor, source, opId };
  return canonicalJson({ ...envelope, body, previousHash, hash });
}

export function entryLines(entries: readonly StoredEntry[]): string {
  return entries.map((entry) => `${entryLine(entry)}\n`).join('');
}

/** The files that were attached, struck ones as well; of a blanked one the bytes are gone. */
export function attachedFiles(
  entries: readonly StoredEntry[],
): (Body<'attachment-added'> & { isBlanked: boolean })[] {
  const blanked = new Set(
    redactionsIn(entries)
      .filter(({ fields }) => fields.includes(CONTENT))
      .map(({ seq }) => seq),
  );
  return entries.flatMap((entry) =>
    isKnown(entry) && entry.kind === 'attachment-added'
      ? [{ ...entry.body, isBlanked: blanked.has(entry.seq) }]
      : [],
  );
}

/** Those whose bytes are still there. */
export function keptFiles(entries: readonly StoredEntry[]): Body<'attachment-added'>[] {
  return attachedFiles(entries).filter(({ isBlanked }) => !isBlanked);
}

/** The manifest of an export, with every other file of it. */
export function manifestOf(
  state: State,
  members: readonly Member[],
  { now, installation }: { now: Instant; installation: string },
): Manifest {
  return {
    format: FORMAT,
    version: VERSION,
    exported_at: now,
    installation,
    incident: { id: state.incidentId, key: state.origin?.key ?? state.key, title: state.title },
    chain: { entries: state.seq, head_hash: state.headHash },
    files: members.map((member) => ({
      path: member.path,
      bytes: member.bytes.length,
      sha256: sha256Hex(member.bytes),
    })),
  };
}
