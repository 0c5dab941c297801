/** Reads an export of another installation and believes nothing that it cannot prove. */
import { z } from 'zod';
import { sha256Hex } from '../core/canonical.ts';
import { mayBeOfType } from '../core/media-type.ts';
import { Refused } from '../core/refused.ts';
import { counted } from '../core/text.ts';
import { verify } from '../incidents/chain.ts';
import { isKnown, SOURCES, type StoredEntry } from '../incidents/entry.ts';
import { actor, id, instant, PRECISIONS } from '../incidents/entry-fields.ts';
import { attachedFiles, Manifest, PATHS, VERSION } from './export.ts';

/** What an export holds after it was checked. */
export type CheckedExport = {
  manifest: Manifest;
  entries: readonly StoredEntry[];
  evidence: readonly { attachmentId: string; sha256: string; bytes: Buffer }[];
  runbooks: readonly { hash: string; text: string }[];
};

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const Line = z.strictObject({
  id,
  incidentId: id,
  seq: z.int().min(1),
  kind: z.string().min(1).max(60),
  body: z.record(z.string(), z.unknown()),
  occurredAt: instant,
  recordedAt: instant,
  precision: z.enum(PRECISIONS),
  actor,
  source: z.enum(SOURCES),
  opId: z.string().max(200),
  previousHash: hash,
  hash,
});

/**
 * @param files the members of the zip file by their path
 * @throws Refused with a sentence that names the file, and what to do
 */
export function checkedExport(files: ReadonlyMap<string, Buffer>): CheckedExport {
  const manifest = readManifest(files);
  mustHoldWhatItNames(files, manifest);
  const entries = readEntries(files.get(PATHS.entries), manifest);
  return { manifest, entries, evidence: readEvidence(files, entries), runbooks: readRunbooks(files) };
}

const AGAIN = 'Export it again, and send the file as it was made.';

function refuse(sentence: string, hint = AGAIN): Refused {
  return new Refused('bad-export', `${sentence} ${hint} Nothing was brought in.`, { field: 'file' });
}

function readManifest(files: ReadonlyMap<string, Buffer>): Manifest {
  const bytes = files.get(PATHS.manifest);
  if (bytes === undefined)
    throw refuse(`It holds no ${PATHS.manifest}.`, 'Send the zip file that Muster made of an incident.');
  const given = jsonIn(bytes, PATHS.manifest);
  const version = z.object({ version: z.int() }).safeParse(given);
  if (version.success && version.data.version > VERSION)
    throw refuse(
      `It was made by a newer Muster (version ${String(version.data.version)} of the format).`,
      'Bring this installation up to date first.',
    );
  const manifest = Manifest.safeParse(given);
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  throw refuse(`Its ${PATHS.manifest} is not as it should be at "${issue?.path.join('.') ?? ''}".`);
}

function jsonIn(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw refuse(`${path} cannot be read as JSON.`);
  }
}

/** Every file is named with its hash, and every named one is there. */
function mustHoldWhatItNames(files: ReadonlyMap<string, Buffer>, manifest: Manifest): void {
  const named = new Map(manifest.files.map((file) => [file.path, file]));
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = files.get(path);
    if (content === undefined) throw refuse(`${path} is missing.`);
    if (content.length !== bytes || sha256Hex(content) !== sha256)
      throw refuse(`${path} is not the file that the ${PATHS.manifest} names: it was changed.`);
  }
  const stray = [...files.keys()].find((path) => path !== PATHS.manifest && !named.has(path));
  if (stray !== undefined) throw refuse(`It holds ${stray}, which its ${PATHS.manifest} does not name.`);
}

function readEntries(bytes: Buffer | undefined, { incident, chain }: Manifest): StoredEntry[] {
  if (bytes === undefined) throw refuse(`It holds no ${PATHS.entries}.`);
  const lines = bytes.toString('utf8').split('\n');
  if (lines.pop() !== '') throw refuse(`${PATHS.entries} ends in the middle of a line.`);
  const entries = lines.map((line, index) => entryIn(line, index + 1));
  const other = entries.find(({ incidentId }) => incidentId !== incident.id);
  if (other !== undefined)
    throw refuse(`Line ${String(other.seq)} of ${PATHS.entries} belongs to another incident.`);
  const broken = verify(entries, { seq: chain.entries, hash: chain.head_hash });
  if (broken !== undefined)
    throw refuse(`The chain of its entries breaks at entry ${String(broken.seq)}: something was changed.`);
  mustBegin(entries[0], incident);
  return entries;
}

function entryIn(line: string, number: number): StoredEntry {
  const where = `Line ${String(number)} of ${PATHS.entries}`;
  const given = Line.safeParse(jsonIn(Buffer.from(line), where));
  if (!given.success)
    throw refuse(
      `${where} is no entry: "${given.error.issues[0]?.path.join('.') ?? ''}" is not as it should be.`,
    );
  // What blanks is acted upon, so its shape is not left to a newer version.
  if (given.data.kind === 'entry-redacted' && !isKnown(given.data))
    throw refuse(
      `${where} redacts in a way that is not known here.`,
      'Bring this installation up to date first.',
    );
  return given.data;
}

function mustBegin(first: StoredEntry | undefined, incident: Manifest['incident']): void {
  const isOpening = first !== undefined && isKnown(first) && first.kind === 'incident-opened';
  if (!isOpening) throw refuse('Its first entry opens no incident.');
  if (first.body.kind !== 'incident')
    throw refuse(`It is a ${first.body.kind}.`, 'Only incidents can be brought in.');
  if (first.body.key !== incident.key)
    throw refuse(`Its ${PATHS.manifest} names another key than its entries.`);
}

function readEvidence(
  files: ReadonlyMap<string, Buffer>,
  entries: readonly StoredEntry[],
): CheckedExport['evidence'] {
  return attachedFiles(entries).map(({ attachmentId, name, mediaType, sha256, isBlanked }) => {
    // A blanked file keeps its place, without its bytes.
    if (isBlanked) return { attachmentId, sha256, bytes: Buffer.alloc(0) };
    const path = PATHS.evidence(sha256);
    const bytes = files.get(path);
    if (bytes === undefined) throw refuse(`${path} is missing, which an entry attached as "${name}".`);
    if (sha256Hex(bytes) !== sha256) throw refuse(`${path} is not what an entry attached as "${name}".`);
    if (!mayBeOfType(bytes, mediaType))
      throw refuse(`${path} was attached as "${mediaType}" and is something else.`);
    return { attachmentId, sha256, bytes };
  });
}

function readRunbooks(files: ReadonlyMap<string, Buffer>): CheckedExport['runbooks'] {
  return [...files].flatMap(([path, bytes]) => {
    const [, named] = /^runbooks\/([0-9a-f]{64})\.md$/.exec(path) ?? [];
    // A text is kept with its line ends made alike, and is then not the very bytes by which it is known: whether it is
    // the one that was followed cannot be proved, so it stays in the file.
    return named === undefined || sha256Hex(bytes) !== named
      ? []
      : [{ hash: named, text: bytes.toString('utf8') }];
  });
}

/** "92 entries whose chain holds, 2 files, 1 runbook". */
export function contentWords({ entries, evidence, runbooks }: CheckedExport): string {
  return [
    `${counted(entries.length, 'entry', 'entries')} whose chain holds`,
    counted(evidence.length, 'file', 'files'),
    counted(runbooks.length, 'runbook', 'runbooks'),
  ].join(', ');
}
