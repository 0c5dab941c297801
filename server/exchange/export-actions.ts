import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { NotFound } from '../core/refused.ts';
import { zipped, type Member } from '../core/zip.ts';
import { contentOf } from '../incidents/copy-actions.ts';
import { numberOfKey } from '../incidents/key.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import { exportPostmortem } from '../postmortems/export-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { entryLine, entryLines, keptFiles, manifestOf, PATHS, type Manifest } from './export.ts';
import { exportText } from './export-text.ts';

export const FORMATS = ['zip', 'md', 'json', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

/** A file to be kept. */
export type Exported = { name: string; type: string; body: string | Buffer };

/** What an export says of where it was made, and who is behind it. */
export type Exporting = {
  /** Whoever asks; without one it is the command line, which may read everything. */
  viewer: Viewer | undefined;
  by: By;
  /** Makes addresses below the root whole ones. */
  absolute: (path: string) => string;
};

/**
 * An incident as a file. Whoever may see it may take it along, and the audit log tells that they did.
 * @throws NotFound for what they may not see
 */
export async function exportIncident(
  kit: PostmortemKit,
  number: number,
  format: Format,
  exporting: Exporting,
): Promise<Exported> {
  const { state } = await openRoom(kit.incidents, exporting.viewer, number);
  const { type, body } = await written(kit, state, format, exporting);
  await told(kit, state, format, exporting.by);
  return { name: `${state.key}.${format}`, type, body };
}

async function written(
  kit: PostmortemKit,
  state: State,
  format: Format,
  exporting: Exporting,
): Promise<Omit<Exported, 'name'>> {
  switch (format) {
    case 'md':
      return { type: 'text/markdown; charset=utf-8', body: exportText(state) };
    case 'jsonl':
      return { type: 'application/jsonl; charset=utf-8', body: entryLines(state.entries) };
    case 'json': {
      const { manifest } = await whole(kit, state, exporting);
      const entries = state.entries.map((entry) => JSON.parse(entryLine(entry)) as unknown);
      return { type: 'application/json; charset=utf-8', body: printed({ ...manifest, entries }) };
    }
    case 'zip': {
      const { manifest, members } = await whole(kit, state, exporting);
      const first = { path: PATHS.manifest, bytes: bytesOf(printed(manifest)) };
      return { type: 'application/zip', body: await zipped([first, ...members], kit.clock.now()) };
    }
  }
}

function printed(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Every file of an export, and the manifest that names them. */
async function whole(
  kit: PostmortemKit,
  state: State,
  exporting: Exporting,
): Promise<{ manifest: Manifest; members: Member[] }> {
  const members = await membersOf(kit, state, exporting);
  const made = { now: kit.clock.now(), installation: exporting.absolute('') };
  return { manifest: manifestOf(state, members, made), members };
}

async function told(kit: PostmortemKit, state: State, format: Format, by: By): Promise<void> {
  const subject = { type: 'incident', id: state.incidentId, name: state.key } as const;
  await inTransaction(kit.db, async (db) => {
    await audit({ ...kit, db }, by, { kind: 'incident-exported', subject, details: { format } });
  });
}

/** Everything but the manifest: the text, the entries, the files, the runbooks that were followed, the postmortem. */
async function membersOf(
  kit: PostmortemKit,
  state: State,
  { viewer, absolute }: Pick<Exporting, 'viewer' | 'absolute'>,
): Promise<Member[]> {
  const members: Member[] = [
    { path: PATHS.text, bytes: bytesOf(exportText(state)) },
    { path: PATHS.entries, bytes: bytesOf(entryLines(state.entries)) },
  ];
  const files = new Map(keptFiles(state.entries).map((file) => [file.sha256, file.attachmentId]));
  for (const [hash, id] of files) {
    const bytes = await contentOf(kit.db, id);
    if (bytes !== undefined) members.push({ path: PATHS.evidence(hash), bytes });
  }
  for (const hash of new Set(state.runs.map(({ contentHash }) => contentHash))) {
    const runbook = await kit.incidents.library.version(hash);
    if (runbook !== undefined) members.push({ path: PATHS.runbook(hash), bytes: bytesOf(runbook.text) });
  }
  const postmortem = await postmortemIn(kit, state, { viewer, absolute });
  if (postmortem !== undefined) members.push({ path: PATHS.postmortem, bytes: bytesOf(postmortem) });
  return members;
}

/** The text that they may read: the newest for whoever writes, else the published one, and none before there is any. */
async function postmortemIn(
  kit: PostmortemKit,
  { key }: State,
  options: Pick<Exporting, 'viewer' | 'absolute'>,
): Promise<string | undefined> {
  try {
    return await exportPostmortem(kit, numberOfKey(key), 'md', options);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}
