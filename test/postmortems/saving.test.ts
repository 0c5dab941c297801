import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { NotFound, Refused } from '../../server/core/refused.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import { verify } from '../../server/incidents/chain.ts';
import {
  beginPostmortem,
  draftFor,
  postmortemOf,
  publishPostmortem,
  readPostmortem,
  savePostmortem,
} from '../../server/postmortems/actions.ts';
import { TextsDiffer } from '../../server/postmortems/conflict.ts';
import { lookUp } from '../../server/postmortems/library-actions.ts';
import { NOTHING_SOUGHT } from '../../server/postmortems/library.ts';
import { exportPostmortem } from '../../server/postmortems/export-actions.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { declares, does, viewerOf } from '../support/acting.ts';
import { enter } from '../support/cast.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let number: number;

let ana: Viewer;
let ben: Viewer;
let max: Viewer;
let vic: Viewer;

beforeEach(async () => {
  here = await world();
  await enter(here);
  [ana, ben, max, vic] = await Promise.all([
    viewerOf(here, 'ana'),
    viewerOf(here, 'ben'),
    viewerOf(here, 'max'),
    viewerOf(here, 'vic'),
  ]);
  number = await declares(here, ana);
});
afterEach(() => here.end());

/** Resolves the incident, with one word for all that is missing. */
async function resolve(): Promise<void> {
  here.clock.wind(600);
  await does(here, ana, number, { type: 'move-status', to: 'resolved', override: 'a small one' });
}

test('a postmortem begins as the draft of its record, once', async () => {
  const kit = here.kit.postmortems;
  assert.deepEqual(await beginPostmortem(kit, ana, number), { number, isNew: true });
  assert.deepEqual(await beginPostmortem(kit, ben, number), { number, isNew: false });
  const { row, version, versions } = await readPostmortem(kit, ana, number);
  assert.equal(version.text, await draftFor(kit, number));
  assert.equal(version.base, version.text);
  assert.equal(row.title, 'Checkout fails');
  assert.deepEqual(
    versions.map(({ rev, author_name, summary }) => [rev, author_name, summary]),
    [[1, 'Ana Ruiz', 'drafted from 5 entries']],
  );
});

test('there is nothing to look back on where nothing is or was', async () => {
  const kit = here.kit.postmortems;
  await assert.rejects(beginPostmortem(kit, ana, 99), NotFound);
  await assert.rejects(readPostmortem(kit, ana, number), NotFound);
  await does(here, ana, number, { type: 'move-status', to: 'cancelled', reason: 'a false alarm' });
  await assert.rejects(beginPostmortem(kit, ana, number), /cancelled, so there is nothing/);
});

test('each saved text is a version, and the same text twice is one', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  const { version } = await readPostmortem(kit, ana, number);
  const text = version.text.replace('# Checkout fails', '# The shop sold nothing').replaceAll('\n', '\r\n');
  assert.deepEqual(await savePostmortem(kit, ben, number, { text, baseRev: 1 }), { rev: 2, isChanged: true });
  assert.deepEqual(await savePostmortem(kit, ben, number, { text, baseRev: 1 }), {
    rev: 2,
    isChanged: false,
  });
  const after = await readPostmortem(kit, ana, number);
  assert.equal(after.row.title, 'The shop sold nothing');
  assert.equal(after.versions[0]?.summary, '1 line added, 1 removed');
  assert.equal((await readPostmortem(kit, ana, number, 1)).version.text, version.text);
});

test('a text written upon an older version is refused with both texts, and overwrites nothing', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  await savePostmortem(kit, ben, number, { text: '# Theirs', baseRev: 1 });
  const stale = savePostmortem(kit, ana, number, { text: '# Mine', baseRev: 1 });
  await assert.rejects(stale, (error: unknown) => {
    assert.ok(error instanceof TextsDiffer);
    assert.deepEqual([error.mine, error.theirs.text, error.theirs.rev], ['# Mine\n', '# Theirs\n', 2]);
    assert.match(error.message, /^Ben Okafor saved version 2 while you were writing/);
    return true;
  });
  assert.equal((await readPostmortem(kit, ana, number)).version.text, '# Theirs\n');
  await savePostmortem(kit, ana, number, { text: '# Mine', baseRev: 2 });
  assert.equal((await readPostmortem(kit, ben, number)).version.text, '# Mine\n');
});

test('of two texts saved at the same moment one becomes the version and the other is handed back', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  const saves = await Promise.allSettled(
    ['# One', '# Two', '# Three'].map((text) => savePostmortem(kit, ana, number, { text, baseRev: 1 })),
  );
  assert.equal(saves.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const one of saves) if (one.status === 'rejected') assert.ok(one.reason instanceof TextsDiffer);
  assert.equal((await readPostmortem(kit, ana, number)).row.rev, 2);
});

test('what is published stays what readers see, until it is published again', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  await assert.rejects(readPostmortem(kit, vic, number), NotFound);
  await resolve();
  await publishPostmortem(kit, max, number, { rev: 1, opId: 'op-1', unreviewed: 'a trial' });
  const first = await readPostmortem(kit, vic, number);
  await savePostmortem(kit, ana, number, { text: '# Better', baseRev: 1 });
  const still = await readPostmortem(kit, vic, number);
  assert.equal(still.version.text, first.version.text);
  assert.deepEqual(
    still.versions.map(({ rev }) => rev),
    [1],
  );
  await assert.rejects(readPostmortem(kit, vic, number, 2), NotFound);
  assert.equal((await readPostmortem(kit, ana, number)).version.rev, 2);
  await publishPostmortem(kit, max, number, { rev: 2, opId: 'op-2', unreviewed: 'a trial' });
  assert.equal((await readPostmortem(kit, vic, number)).version.text, '# Better\n');
});

test('publishing stands in the record with the hash of the text, however often it is asked', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  await resolve();
  for (const opId of ['op-1', 'op-1', 'op-2'])
    await publishPostmortem(kit, max, number, { rev: 1, opId, unreviewed: 'a trial' });
  const { state } = await openRoom(here.kit.incidents, undefined, number);
  const published = state.entries.filter(({ kind }) => kind === 'postmortem-published');
  assert.equal(published.length, 1);
  const { version } = await readPostmortem(kit, ana, number);
  assert.equal(state.review?.published?.contentHash, `sha256:${version.content_hash}`);
});

test('an incident that is not resolved, and a version that is not the newest, are not published', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  await assert.rejects(
    publishPostmortem(kit, max, number, { rev: 1, opId: undefined, unreviewed: 'a trial' }),
    /after the incident is resolved/,
  );
  await resolve();
  await savePostmortem(kit, ana, number, { text: '# Better', baseRev: 1 });
  await assert.rejects(
    publishPostmortem(kit, max, number, { rev: 1, opId: undefined, unreviewed: 'a trial' }),
    Refused,
  );
  await assert.rejects(
    publishPostmortem(kit, ana, number, { rev: 2, opId: undefined, unreviewed: 'a trial' }),
    /postmortem\.publish/,
  );
  assert.equal((await postmortemOf(kit, ana, number))?.state, 'draft');
  assert.equal(await postmortemOf(kit, vic, number), undefined);
});

test('readers see what is published in the list, writers see drafts as well', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  const keys = async (who: Viewer) => (await lookUp(kit, who, NOTHING_SOUGHT, 1)).rows.map(({ key }) => key);
  assert.deepEqual(await keys(vic), []);
  assert.deepEqual(await keys(ana), ['INC-1']);
  await resolve();
  await publishPostmortem(kit, max, number, { rev: 1, opId: undefined, unreviewed: 'a trial' });
  assert.deepEqual(await keys(vic), ['INC-1']);
});

test('a file says which version it is, when it was made and that its record holds', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  await savePostmortem(kit, ana, number, { text: `${await draftFor(kit, number)}\nMore.`, baseRev: 1 });
  const absolute = (path: string) => `https://muster.example.com${path}`;
  const file = await exportPostmortem(kit, number, 'md', { absolute });
  assert.match(file, /^<!-- muster:postmortem INC-1 template=default version=2 -->/);
  assert.match(file, /\[#1\]\(https:\/\/muster\.example\.com\/incidents\/1#e1\)/);
  assert.match(file, /INC-1, version 2 \(draft\), exported 2026-11-02T10:00\+01:00 \(Europe\/Madrid\)/);
  assert.match(file, /has 5 entries, and the chain of its hashes holds/);
  await assert.rejects(exportPostmortem(kit, number, 'md', { viewer: vic }), NotFound);
});

test('as JSON it carries the record, whose chain can be verified by whoever reads it', async () => {
  const kit = here.kit.postmortems;
  await beginPostmortem(kit, ana, number);
  await resolve();
  type Exported = {
    postmortem: { state: string; text: string };
    figures: { name: string; seconds: number | null; missing: string | null }[];
    entries: Record<string, unknown>[];
    chain: { seq: number; head_hash: string; holds: boolean };
  };
  const read = JSON.parse(await exportPostmortem(kit, number, 'json')) as Exported;
  assert.equal(read.postmortem.state, 'draft');
  const figure = (name: string) => read.figures.find((one) => one.name === name);
  assert.equal(figure('Time to resolve')?.seconds, 600);
  assert.deepEqual(
    [figure('Time to detect')?.seconds, figure('Time to detect')?.missing],
    [null, 'nobody said when impact began'],
  );
  const { state } = await openRoom(here.kit.incidents, undefined, number);
  assert.equal(read.entries.length, state.entries.length);
  assert.equal(read.entries.at(-1)?.hash, read.chain.head_hash);
  assert.equal(verify(state.entries, { seq: read.chain.seq, hash: read.chain.head_hash }), undefined);
});
