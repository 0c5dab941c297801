import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import {
  beginPostmortem,
  publishPostmortem,
  readPostmortem,
  savePostmortem,
  type PostmortemKit,
} from '../../server/postmortems/actions.ts';
import { savePublic } from '../../server/postmortems/public-actions.ts';
import { refreshPostmortem } from '../../server/postmortems/refresh-actions.ts';
import { comment, openReview } from '../../server/postmortems/review-actions.ts';
import { markPublished } from '../../server/postmortems/store.ts';
import { closePostmortem } from '../../server/postmortems/closing-actions.ts';
import { bringInReport } from '../../server/postmortems/import-actions.ts';
import { restoreVersion } from '../../server/postmortems/version-actions.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { declares, does, viewerOf } from '../support/acting.ts';
import { atOnce } from '../support/at-once.ts';
import { enter } from '../support/cast.ts';
import { world, type World } from '../support/world.ts';

/** A postmortem of which two requests want something at the same moment. */
let here: World;
let ana: Viewer;
let ben: Viewer;
let number: number;

beforeEach(async () => {
  here = await world();
  await enter(here);
  ana = await viewerOf(here, 'ana');
  ben = await viewerOf(here, 'ben');
  number = await declares(here, ana);
  await beginPostmortem(here.kit.postmortems, ana, number);
});
afterEach(() => here.end());

/** What both of them were answered; whoever was refused says why in place of it. */
function answers<T>(settled: readonly PromiseSettledResult<T>[]): unknown[] {
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
}

const twice = <T>(act: () => Promise<T>): (() => Promise<T>)[] => [act, act];

test('a text that is sent twice at the same moment is one version, and both are told so', async () => {
  const kit = here.kit.postmortems;
  const save = () => savePostmortem(kit, ana, number, { text: '# Better', baseRev: 1 });
  const saved = answers(await atOnce(here.store, 'postmortem', twice(save)));
  assert.deepEqual(
    new Set(saved),
    new Set([
      { rev: 2, isChanged: true },
      { rev: 2, isChanged: false },
    ]),
  );
});

test('a version that is brought back twice at the same moment is brought back once', async () => {
  const kit = here.kit.postmortems;
  await savePostmortem(kit, ana, number, { text: '# Worse', baseRev: 1 });
  const restore = () => restoreVersion(kit, ana, number, { version: 1, baseRev: 2 });
  assert.deepEqual(answers(await atOnce(here.store, 'postmortem', twice(restore))), [3, 3]);
  assert.equal(await restoreVersion(kit, ana, number, { version: 1, baseRev: 3 }), 3, 'it is the newest');
  assert.equal((await readPostmortem(kit, ana, number)).versions.length, 3);
});

test('a refresh that is asked for twice at the same moment is one version', async () => {
  const kit = here.kit.postmortems;
  await does(here, ana, number, { type: 'add-note', text: 'Only in Spain', flavour: 'note' });
  const refresh = async () => (await refreshPostmortem(kit, ana, number, 1)).rev;
  assert.deepEqual(answers(await atOnce(here.store, 'postmortem', twice(refresh))), [2, 2]);
});

test('a text for the public that is sent twice at the same moment is one version', async () => {
  const save = () => savePublic(here.kit.postmortems, ana, number, { text: '# Sorry', baseRev: 0 });
  assert.deepEqual(answers(await atOnce(here.store, 'public_version', twice(save))), [1, 1]);
});

test('of two texts for the public that come at the same moment the second is told whose came first', async () => {
  const by = (who: Viewer) => () =>
    savePublic(here.kit.postmortems, who, number, { text: `# By ${who.name}`, baseRev: 0 });
  const saved = answers(await atOnce(here.store, 'public_version', [by(ana), by(ben)]));
  const first = saved[0] === 1 ? ana : ben;
  assert.deepEqual(saved[first === ana ? 0 : 1], 1);
  assert.match(String(saved[first === ana ? 1 : 0]), new RegExp(`${first.name} saved version 1 while you`));
});

test('a comment whose form is sent twice at the same moment is one comment', async () => {
  const kit = here.kit.postmortems;
  await savePostmortem(kit, ana, number, { text: '# Better\n\n## Timeline\n', baseRev: 1 });
  const said = { section: 'Timeline', text: 'When did it end?', id: '01J0000000000000000000000A' };
  const say = () => comment(kit, ben, number, said);
  assert.deepEqual(answers(await atOnce(here.store, 'postmortem_comment', twice(say))), [
    undefined,
    undefined,
  ]);
  const { review } = await openReview(here.store.db, ana, number);
  assert.deepEqual(
    review.remarks.map(({ text }) => text),
    ['When did it end?'],
  );
});

test('what is published does not go back to an older version whose publishing took longer', async () => {
  const kit = here.kit.postmortems;
  const { row } = await readPostmortem(kit, ana, number);
  const publish = async (rev: number, at: string) => markPublished(here.store.db, row.postmortem_id, rev, at);
  assert.equal(await publish(3, '2026-11-02T09:03:00.000Z'), true);
  assert.equal(await publish(2, '2026-11-02T09:04:00.000Z'), false);
  const { published_rev: rev, published_at: at } = (await readPostmortem(kit, ana, number)).row;
  assert.deepEqual([rev, at], [3, '2026-11-02T09:03:00.000Z']);
  assert.equal(await publish(4, '2026-11-02T09:05:00.000Z'), true);
});

test('whoever publishes what was the newest version, while a newer one is published, is told of that one', async () => {
  const kit = here.kit.postmortems;
  await does(here, ana, number, { type: 'move-status', to: 'resolved', override: 'a small one' });
  const max = await viewerOf(here, 'max');
  const publish = (by: PostmortemKit, rev: number) =>
    publishPostmortem(by, max, number, { rev, opId: undefined, unreviewed: 'a trial' });
  const hasRead = Promise.withResolvers<undefined>();
  const newerIsOut = Promise.withResolvers<undefined>();
  const slow = kit.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      hasRead.resolve(undefined);
      await newerIsOut.promise;
      return result;
    },
  });
  const older = publish({ ...kit, db: slow }, 1);
  await hasRead.promise;
  await savePostmortem(kit, ana, number, { text: '# Better', baseRev: 1 });
  await publish(kit, 2);
  newerIsOut.resolve(undefined);
  assert.deepEqual(await older, { rev: 1, said: 'Version 2 is published already.' });
  assert.deepEqual(await versionsOnRecord(), [2]);
});

test('what is published stands in the record and before readers, or nowhere', async () => {
  const kit = here.kit.postmortems;
  await does(here, ana, number, { type: 'move-status', to: 'resolved', override: 'a small one' });
  const max = await viewerOf(here, 'max');
  const broken = { ...kit.search, put: async () => Promise.reject(new Error('the disk is full')) };
  const asked = { rev: 1, opId: undefined, unreviewed: 'a trial' };
  await assert.rejects(publishPostmortem({ ...kit, search: broken }, max, number, asked), /the disk is full/);
  assert.deepEqual(await versionsOnRecord(), []);
  assert.equal((await readPostmortem(kit, ana, number)).row.published_rev, null);
  await publishPostmortem(kit, max, number, asked);
  assert.deepEqual(await versionsOnRecord(), [1]);
});

/** The versions whose publishing the record tells, in its order. */
async function versionsOnRecord(): Promise<number[]> {
  const { state } = await openRoom(here.kit.incidents, undefined, number);
  return state.entries
    .filter(({ kind }) => kind === 'postmortem-published')
    .map(({ body }) => (body as { version: number }).version);
}

test('a postmortem that two managers close at the same moment is closed by one, and the other is told by whom', async () => {
  const kit = here.kit.postmortems;
  await does(here, ana, number, { type: 'move-status', to: 'resolved', override: 'a small one' });
  const [max, ada] = [await viewerOf(here, 'max'), await viewerOf(here, 'ada')];
  await publishPostmortem(kit, max, number, { rev: 1, opId: undefined, unreviewed: 'a trial' });
  const by = (who: Viewer) => () => closePostmortem(kit, who, number, `says ${who.name}`);
  const closed = answers(await atOnce(here.store, 'postmortem_closing', [by(max), by(ada)]));
  const [first, second] = closed[0] === undefined ? [max, closed[1]] : [ada, closed[0]];
  assert.match(String(second), new RegExp(`${first.name} has closed it already: says ${first.name}`));
  const rows = await here.store.db.selectFrom('postmortem_closing').select('closed_by').execute();
  assert.deepEqual(rows, [{ closed_by: first.name }]);
});

test('a report that is brought in twice at the same moment is one incident', async () => {
  const max = await viewerOf(here, 'max');
  const text = [
    '# Parcel labels could not be printed',
    '## Summary\n\nFor 50 minutes no labels were printed, because the service ran out of file handles.',
    '## Timeline\n\n* March 3, 2023, 23:40 (UTC): The first table rang.\n* 23:55: It was resolved.\n',
  ].join('\n\n');
  const bringIn = async () => {
    const file = { name: 'labels.md', text };
    const done = await bringInReport(here.kit.postmortems, max, file, { answers: {}, by: COMMAND_LINE });
    return [done.key, done.isNew] as const;
  };
  const brought = answers(await atOnce(here.store, 'counter', twice(bringIn)));
  assert.deepEqual(
    new Set(brought),
    new Set([
      ['INC-2', true],
      ['INC-2', false],
    ]),
  );
});
