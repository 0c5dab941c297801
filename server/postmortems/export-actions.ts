import type { SafeHtml } from '../core/html.ts';
import { isPicture } from '../core/media-type.ts';
import { contentOf } from '../incidents/copy-actions.ts';
import { href, paths } from '../web/paths.ts';
import { withoutMarks } from './block.ts';
import { exportWords, htmlExport, type HtmlExport } from './export-html.ts';
import { bandPage } from '../incidents/band-page.ts';
import { verify } from '../incidents/chain.ts';
import type { StoredEntry } from '../incidents/entry.ts';
import { MEASURES, type Measure } from '../incidents/measure.ts';
import { measuresOf } from '../incidents/measures.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import type { Viewer } from '../web/viewer.ts';
import { readPostmortem } from './actions.ts';
import type { PostmortemKit, ReadPostmortem } from './actions.ts';
import { titleIn, withAbsoluteLinks, withVersion } from './document.ts';

export type ExportFormat = 'md' | 'json' | 'html';

type ExportOptions = {
  /** Whoever asks; without one, as for the command line, the newest version is given. */
  viewer?: Viewer | undefined;
  /** Makes addresses below the root whole ones. */
  absolute?: ((path: string) => string) | undefined;
  /** What draws the incident over its time; without it a file of HTML has no such picture. */
  drawing?: Drawing | undefined;
};

/** The parts of pages, and the style sheets that the picture needs where there are none. */
export type Drawing = { part: (name: string, value: object) => SafeHtml; styles: string };

/**
 * A postmortem as a file. It names its zone, its version, when it was made, and whether the chain of the record behind
 * it holds. As JSON it carries the entries and figures as well.
 * @throws NotFound also for what the viewer may not read
 */
export async function exportPostmortem(
  kit: PostmortemKit,
  number: number,
  format: ExportFormat,
  { viewer, absolute = (path) => path, drawing }: ExportOptions = {},
): Promise<string> {
  const read = await readPostmortem(kit, viewer, number);
  const { state } = await openRoom(kit.incidents, viewer, number);
  const text = withAbsoluteLinks(withVersion(read.version.text, read.version.rev), absolute);
  const exported = { read, state, text, now: kit.clock.now() };
  if (format === 'html') {
    const band = drawing && bandIn(exported, drawing);
    return asHtml(exported, { pictures: await picturesOf(kit, exported), band }, absolute);
  }
  return format === 'md' ? asMarkdown(exported) : asJson(exported);
}

type Exported = { read: ReadPostmortem; state: State; text: string; now: string };

function asMarkdown({ read, state, text, now }: Exported): string {
  const { version } = read;
  const about = exportWords(state, { version: version.rev, standing: stateText(read), at: now });
  return `${text}\n---\n\n*${about} ${chainWords(state)}*\n`;
}

function chainWords(state: State): string {
  const chain = chainHolds(state) ? 'the chain of its hashes holds' : 'the chain of its hashes is broken';
  return `The record has ${String(state.entries.length)} entries, and ${chain}.`;
}

function asHtml(
  { read, state, now }: Exported,
  drawn: Pick<HtmlExport, 'pictures' | 'band'>,
  absolute: (path: string) => string,
): string {
  const { row, version } = read;
  return htmlExport(state, {
    title: titleIn(version.text, row.title),
    // Pictures are known by the addresses below our root; only links become whole ones.
    text: withoutMarks(version.text),
    absolute,
    about: exportWords(state, { version: version.rev, standing: stateText(read), at: now }),
    ...drawn,
    chain: `${chainWords(state)} Its last hash is ${state.headHash}.`,
  });
}

/** The incident over its time; each of its marks leads to the entry in the same file. */
function bandIn({ state, now }: Exported, { part, styles }: Drawing): HtmlExport['band'] {
  const band = bandPage(state, { now, zone: state.homeZone }, (seq) => `#e${String(seq)}`);
  return band && { figure: part('band', band), styles };
}

/** The pictures of the incident that the text shows; those that were redacted are left out. */
async function picturesOf(kit: PostmortemKit, { read, state }: Exported): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { id, mediaType } of state.attachments) {
    const path = href(paths.incidentAttachment, { number: read.row.number, id });
    if (!isPicture(mediaType) || !read.version.text.includes(path)) continue;
    const content = await contentOf(kit.db, id);
    if (content === undefined) continue;
    found.set(path, `data:${mediaType};base64,${content.toString('base64')}`);
  }
  return found;
}

function stateText({ row, version }: ReadPostmortem): 'published' | 'draft' {
  return row.published_rev === version.rev ? 'published' : 'draft';
}

function chainHolds(state: State): boolean {
  return verify(state.entries, { seq: state.seq, hash: state.headHash }) === undefined;
}

function asJson({ read, state, text, now }: Exported): string {
  const { row, version } = read;
  const document = {
    format: 'muster-postmortem-1',
    exported_at: now,
    incident: incidentJson(state),
    postmortem: {
      title: row.title,
      state: stateText(read),
      version: version.rev,
      content_hash: version.content_hash,
      author: version.author_name,
      saved_at: version.created_at,
      published_version: row.published_rev,
      published_at: row.published_at,
      text,
    },
    figures: measuresOf(state, now).map(figureJson),
    entries: state.entries.map(entryJson),
    chain: { seq: state.seq, head_hash: state.headHash, holds: chainHolds(state) },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function incidentJson(state: State) {
  return {
    key: state.key,
    kind: state.kind,
    title: state.title,
    status: state.status,
    severity: state.severity ?? null,
    final_severity: state.finalSeverity ?? null,
    services: state.services,
    home_zone: state.homeZone,
  };
}

/** A figure that cannot be told is null, never 0, and says why. */
function figureJson({ name, result, ends, note }: Measure) {
  return {
    name: MEASURES[name],
    seconds: 'seconds' in result ? result.seconds : null,
    so_far: 'seconds' in result && result.soFar,
    missing: 'missing' in result ? result.missing : null,
    finding: 'finding' in result ? result.finding : null,
    ends: ends.map(({ what, moment }) => ({
      name: what,
      at: moment.at,
      precision: moment.precision,
      entry: moment.seq,
    })),
    note: note ?? null,
  };
}

function entryJson(entry: StoredEntry) {
  return {
    id: entry.id,
    incident_id: entry.incidentId,
    seq: entry.seq,
    kind: entry.kind,
    body: entry.body,
    occurred_at: entry.occurredAt,
    recorded_at: entry.recordedAt,
    precision: entry.precision,
    actor: entry.actor,
    source: entry.source,
    op_id: entry.opId,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}
