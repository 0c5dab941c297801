import { sha256Hex } from '../core/canonical.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { counted } from '../core/text.ts';
import { listServices } from '../catalog/actions.ts';
import type { NotifyKit } from '../notify/deliver-actions.ts';
import { act, type IncidentKit } from '../incidents/actions.ts';
import { openRoom, type Room } from '../incidents/room-actions.ts';
import type { Search } from '../search/search.ts';
import type { Db } from '../store/open.ts';
import type { PostmortemRow, PostmortemVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { may } from '../web/viewer.ts';
import type { Viewer } from '../web/viewer.ts';
import { standingOf } from './approval.ts';
import { TextsDiffer } from './conflict.ts';
import { tidied, titleIn } from './document.ts';
import { draft } from './draft.ts';
import { promisedItems } from './item-store.ts';
import type { NameStyle } from './names.ts';
import { proposeChanges } from './proposal-actions.ts';
import { loadReview } from './review-store.ts';
import { shelveNewest, shelvePublished } from './shelving.ts';
import { diffSummary, lineDiff } from '../core/line-diff.ts';
import {
  advance,
  insertPostmortem,
  insertVersion,
  listedVersions,
  markPublished,
  postmortemByNumber,
  versionAt,
} from './store.ts';
import type { ListedVersion } from './store.ts';

/** What the actions of postmortems work with. */
export type PostmortemKit = {
  db: Db;
  clock: Clock;
  ids: Ids;
  incidents: IncidentKit;
  notify: Pick<NotifyKit, 'ids' | 'clock' | 'hasMail'>;
  search: Search;
};

/** Whoever writes: a person or a token; undefined is Muster itself, as the demo and the command line act. */
type Author = Viewer | undefined;

/**
 * The draft as the record of an incident gives it at this moment; nothing is kept. For the command line, which sees all.
 * @throws NotFound when there is no such incident
 */
export async function draftFor(
  kit: PostmortemKit,
  number: number,
  names: NameStyle = 'person',
): Promise<string> {
  return draftOf(kit, await openRoom(kit.incidents, undefined, number), names);
}

/** The draft as the record gives it now. */
export async function draftOf(kit: PostmortemKit, { row, state }: Room, names: NameStyle): Promise<string> {
  const services = new Map((await listServices(kit.db)).map(({ slug, name }) => [slug, name]));
  const items = await promisedItems(kit.db, row.incident_id);
  return draft(state, state.entries, { names, service: (slug) => services.get(slug), items });
}

/**
 * Drafts the postmortem of an incident as version 1. Whoever comes second opens the one that is there: a draft is
 * begun once, however often the button is pressed.
 */
export async function beginPostmortem(
  kit: PostmortemKit,
  author: Author,
  number: number,
): Promise<{ number: number; isNew: boolean }> {
  const room = await openRoom(kit.incidents, author, number);
  if (room.state.status === 'cancelled' || room.state.status === 'merged') {
    throw new Refused(
      'no-postmortem',
      `${room.row.key} is ${room.state.status}, so there is nothing to look back on.`,
    );
  }
  if ((await postmortemByNumber(kit.db, author, number)) !== undefined) return { number, isNew: false };
  const text = await draftOf(kit, room, 'person');
  const isNew = await inTransaction(kit.db, async (db) => {
    const { incident_id: incidentId } = room.row;
    const row = firstRow(kit, { incidentId, number, title: titleIn(text, room.state.title) });
    if (!(await insertPostmortem(db, row))) return false;
    const summary = `drafted from ${counted(room.state.seq, 'entry', 'entries')}`;
    await insertVersion(db, versionRow(kit, row.postmortem_id, 1, { text, base: text, summary }, author));
    await shelveNewest(kit.search, db, { postmortemId: row.postmortem_id, title: row.title, text });
    return true;
  });
  if (isNew) await proposeChanges(kit, author, number);
  return { number, isNew };
}

/** The row of a postmortem that begins with its first version. */
export function firstRow(
  { ids, clock }: PostmortemKit,
  about: { incidentId: string; number: number; title: string },
): PostmortemRow {
  const now = clock.now();
  return {
    postmortem_id: ids.next(),
    incident_id: about.incidentId,
    number: about.number,
    title: about.title,
    state: 'draft',
    rev: 1,
    created_at: now,
    changed_at: now,
    published_at: null,
    published_rev: null,
  };
}

type Written = { text: string; base: string; summary: string };

/** A version with who wrote it and when. */
export function versionRow(
  { clock }: PostmortemKit,
  postmortemId: string,
  rev: number,
  { text, base, summary }: Written,
  author: Author,
): PostmortemVersionRow {
  return {
    postmortem_id: postmortemId,
    rev,
    text,
    base,
    content_hash: sha256Hex(text),
    author_id: author?.id ?? null,
    author_name: author?.name ?? 'Muster',
    summary,
    created_at: clock.now(),
  };
}

/**
 * Saves a text as the next version.
 *
 * A repeated request needs no row of its own to be recognised: by then its text is the newest one, and saving what
 * is there already changes nothing and gives the same answer.
 *
 * @param baseRev the version that the text was written upon
 * @throws TextsDiffer with both texts, when a newer version came first
 */
export async function savePostmortem(
  kit: PostmortemKit,
  author: Author,
  number: number,
  { text: typed, baseRev }: { text: string; baseRev: number },
): Promise<{ rev: number; isChanged: boolean }> {
  const text = tidied(typed);
  return inTransaction(kit.db, async (db) => {
    const { row, version } = await newest(db, author, number);
    if (version.text === text) return { rev: row.rev, isChanged: false };
    const to = { title: titleIn(text, row.title), changed_at: kit.clock.now() };
    if (baseRev !== row.rev) throw new TextsDiffer(text, savedOf(version));
    await advance(db, row.postmortem_id, row.rev, to);
    const written = { text, base: version.base, summary: diffSummary(lineDiff(version.text, text)) };
    await insertVersion(db, versionRow(kit, row.postmortem_id, row.rev + 1, written, author));
    await shelveNewest(kit.search, db, { postmortemId: row.postmortem_id, title: to.title, text });
    return { rev: row.rev + 1, isChanged: true };
  });
}

/** A version as a conflict shows it. */
export function savedOf(version: PostmortemVersionRow) {
  const { rev, text, author_name: authorName, created_at: createdAt } = version;
  return { rev, text, authorName, createdAt };
}

/** The postmortem with its newest version. @throws NotFound also for what the reader may not see */
export async function newest(
  db: Db,
  reader: Author,
  number: number,
): Promise<{ row: PostmortemRow; version: PostmortemVersionRow }> {
  const row = await postmortemByNumber(db, reader, number);
  const version = row && (await versionAt(db, row.postmortem_id, row.rev));
  if (row === undefined || version === undefined) throw noPostmortem(number);
  return { row, version };
}

function noPostmortem(number: number): NotFound {
  return new NotFound(`There is no postmortem of INC-${String(number)}. The list of postmortems shows all.`);
}

/**
 * Publishes a version: the record gets its entry with the hash of the text, which from then on is what readers see,
 * whatever is written later. Both are written, or neither; published again, no second entry is added.
 *
 * @param rev the version that was read; an older one than the newest is refused
 * @param unreviewed why it is published although this version has had no review; it stands in the record
 */
export async function publishPostmortem(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { rev, opId, unreviewed }: { rev: number; opId: string | undefined; unreviewed?: string | undefined },
): Promise<{ rev: number; said: string | undefined }> {
  const { row, version } = await newest(kit.db, viewer, number);
  if (row.published_rev === rev) return { rev, said: `Version ${rev} is published already.` };
  if (rev !== row.rev) {
    throw new Refused(
      'stale-text',
      `${version.author_name} saved version ${row.rev} in the meantime. Read it, then publish.`,
      { field: 'rev' },
    );
  }
  const isReviewed = standingOf(await loadReview(kit.db, row)) === 'reviewed';
  if (!isReviewed && unreviewed === undefined) {
    throw new Refused(
      'not-reviewed',
      `Version ${rev} has had no review. Ask for one, or say why it is published without.`,
      { field: 'unreviewed' },
    );
  }
  const postmortemId = version.postmortem_id;
  // Said with its algorithm, so that nobody takes it for the hash of a runbook's version.
  const contentHash = `sha256:${version.content_hash}`;
  const command = {
    type: 'publish-postmortem',
    postmortemId,
    version: rev,
    contentHash,
    ...(!isReviewed && { unreviewed }),
  } as const;
  const request = { opId, body: { publish: rev } };
  const { said } = await act(kit.incidents, viewer, number, [command], request, async (db) => {
    // Whoever published a newer version may have been here since this one was read.
    if (!(await markPublished(db, postmortemId, rev, kit.clock.now()))) return;
    await shelvePublished(kit.search, db, { postmortemId, title: row.title, text: version.text });
  });
  return { rev, said };
}

/** A postmortem as somebody may read it. */
export type ReadPostmortem = {
  row: PostmortemRow;
  /** The version that is shown. */
  version: PostmortemVersionRow;
  /** All versions, the newest first; readers who do not write see the published one alone. */
  versions: readonly ListedVersion[];
};

/**
 * A postmortem: the newest version for whoever writes, the published one for everybody else.
 * @param viewer without one, as for the command line, whoever reads also writes
 * @param rev a version by its number
 * @throws NotFound also for what the viewer may not read; it is as visible as its incident
 */
export async function readPostmortem(
  kit: PostmortemKit,
  viewer: Author,
  number: number,
  rev?: number,
): Promise<ReadPostmortem> {
  const row = await postmortemByNumber(kit.db, viewer, number);
  if (row === undefined) throw noPostmortem(number);
  const isWriter = viewer === undefined || may(viewer, 'postmortem.write');
  const wanted = isWriter ? (rev ?? row.rev) : row.published_rev;
  const isHidden = wanted === null || (rev !== undefined && rev !== wanted);
  const version = isHidden ? undefined : await versionAt(kit.db, row.postmortem_id, wanted);
  if (version === undefined) throw noPostmortem(number);
  const versions = await listedVersions(kit.db, row.postmortem_id);
  return { row, version, versions: isWriter ? versions : versions.filter((one) => one.rev === wanted) };
}

/** The postmortem of an incident if the viewer may read it: for panels and lists elsewhere. */
export async function postmortemOf(
  kit: PostmortemKit,
  viewer: Author,
  number: number,
): Promise<PostmortemRow | undefined> {
  const row = await postmortemByNumber(kit.db, viewer, number);
  if (row === undefined || viewer === undefined || may(viewer, 'postmortem.write')) return row;
  return row.published_rev === null ? undefined : row;
}
