/** What people do with the text for the public. */
import { sha256Hex } from '../core/canonical.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { listServices } from '../catalog/actions.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { listTeams } from '../identity/actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { Db } from '../store/open.ts';
import type { PostmortemRow, PublicApprovalRow, PublicVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { Invalid } from '../web/problem.ts';
import type { Viewer } from '../web/viewer.ts';
import { newest, type PostmortemKit } from './actions.ts';
import { tidied } from './document.ts';
import { promisedItems } from './item-store.ts';
import {
  approvalOf,
  approvedText,
  insertPublic,
  newestPublic,
  publicVersionAt,
  writeApproval,
} from './public-store.ts';
import { keptInside, publicDraft, publicFindings, type Inside } from './public-text.ts';
import type { Finding } from '../reports/finding.ts';

export type PublicRoom = {
  row: PostmortemRow;
  /** None before somebody saved it for the first time: then the text is what the record gives. */
  version: PublicVersionRow | undefined;
  text: string;
  approval: PublicApprovalRow | undefined;
  /** The version that everybody may read. */
  approved: PublicVersionRow | undefined;
  findings: readonly Finding[];
};

/** @throws NotFound also for what the viewer may not see */
export async function openPublic(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  today: string,
  typed?: string,
): Promise<PublicRoom> {
  const { db } = kit;
  const { row } = await newest(db, viewer, number);
  const version = await newestPublic(db, row.postmortem_id);
  const approval = await approvalOf(db, row.postmortem_id);
  const approved = approval && (await publicVersionAt(db, row.postmortem_id, approval.approved_rev));
  const text = typed ?? version?.text ?? (await firstText(kit, viewer, number));
  return {
    row,
    version,
    text,
    approval,
    approved: approval?.withdrawn_at === null ? approved : undefined,
    findings: publicFindings(text, await insideOf(db, today)),
  };
}

async function firstText(kit: PostmortemKit, viewer: Viewer, number: number): Promise<string> {
  const { row, state } = await openRoom(kit.incidents, viewer, number);
  const services = await listServices(kit.db);
  const names = new Map(services.map(({ slug, publicName }) => [slug, publicName]));
  const items = await promisedItems(kit.db, row.incident_id);
  return publicDraft(state, state.entries, {
    service: (slug) => names.get(slug),
    headline: state.messages.findLast(({ audience }) => audience === 'public')?.usersSee,
    items: items.filter(({ owner, due }) => owner !== undefined && due !== undefined),
  });
}

/** What is known inside alone. */
async function insideOf(db: Db, today: string): Promise<Inside> {
  const services = await listServices(db);
  return {
    people: (await activePeople(db)).map(({ name }) => name),
    teams: (await listTeams(db)).map(({ name }) => name),
    services: services.flatMap(({ name, slug, publicName }) =>
      [...(name === publicName ? [] : [name]), ...(slug.includes('-') ? [slug] : [])].filter(
        (word) => word !== publicName,
      ),
    ),
    today,
  };
}

/** @param baseRev the version that the text was written upon; 0 while there is none */
export async function savePublic(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { text: typed, baseRev }: { text: string; baseRev: number },
): Promise<number> {
  const text = tidied(typed);
  return inTransaction(kit.db, async (db) => {
    const { row } = await newest(db, viewer, number);
    const before = await newestPublic(db, row.postmortem_id);
    if (before?.text === text) return before.rev;
    const rev = (before?.rev ?? 0) + 1;
    if (baseRev !== rev - 1) {
      throw new Refused(
        'stale-text',
        `${before?.author_name ?? 'Somebody'} saved version ${String(rev - 1)} while you were writing. Yours stands below and is not saved: send it again to put it in the place of theirs.`,
        { field: 'text' },
      );
    }
    await insertPublic(db, {
      postmortem_id: row.postmortem_id,
      rev,
      text,
      content_hash: sha256Hex(text),
      made_from: row.rev,
      author_id: viewer.id,
      author_name: viewer.name,
      created_at: kit.clock.now(),
    });
    return rev;
  });
}

/**
 * A manager who did not write it lets a version out. It is what everybody reads until another one is approved, whatever
 * is written inside meanwhile.
 * @throws Refused for its author, for an older version, and while something in it is for those inside
 */
export async function approvePublic(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { rev, today }: { rev: number; today: string },
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const room = await openPublic({ ...kit, db }, viewer, number, today);
    const { row, version } = room;
    const { state } = await openRoom({ ...kit.incidents, db }, viewer, number);
    if (version?.rev !== rev) {
      throw new Refused('stale-text', 'There is a newer version by now. Read it, then approve.');
    }
    if (version.author_id === viewer.id) {
      throw new Refused(
        'own-text',
        'You wrote this version, so another manager approves it: two people have read what goes out.',
      );
    }
    if (state.status !== 'resolved' && state.status !== 'review' && state.status !== 'closed') {
      throw new Refused(
        'not-resolved',
        'The public is told what was learned after the incident is resolved.',
      );
    }
    const inside = keptInside(room.findings);
    if (inside.length > 0) {
      const lines = inside.map(({ line, sentence }) => `line ${String(line ?? 1)}: ${sentence}`).join(' ');
      throw new Refused('not-for-outside', `Something in it is not for outside yet. ${lines}`);
    }
    await writeApproval(db, {
      postmortem_id: row.postmortem_id,
      approved_rev: rev,
      approved_by: viewer.name,
      approved_at: kit.clock.now(),
      withdrawn_at: null,
      withdrawn_by: null,
      withdrawn_why: null,
    });
  });
}

/** Takes it down again. @throws Invalid without a reason */
export async function withdrawPublic(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  why: string | undefined,
): Promise<void> {
  if (why === undefined) {
    throw new Invalid([{ field: 'reason', sentence: 'Say why it is taken down.' }]);
  }
  await inTransaction(kit.db, async (db) => {
    const { row } = await newest(db, viewer, number);
    const approval = await approvalOf(db, row.postmortem_id);
    if (approval?.withdrawn_at !== null) throw new NotFound('Nothing of it is public.');
    await writeApproval(db, {
      ...approval,
      withdrawn_at: kit.clock.now(),
      withdrawn_by: viewer.name,
      withdrawn_why: why,
    });
  });
}

/** What everybody may read of an incident, whoever asks; undefined when nothing was let out. */
export async function publicTextOf(
  { db }: Pick<PostmortemKit, 'db'>,
  number: number,
): Promise<PublicVersionRow | undefined> {
  return approvedText(db, number);
}
