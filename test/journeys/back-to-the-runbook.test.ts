import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import {
  acceptProposal,
  declineProposal,
  proposalsForRunbook,
  proposeChanges,
} from '../../server/postmortems/proposal-actions.ts';
import { anotherToken } from '../support/api.ts';
import { viewerOf } from '../support/acting.ts';
import { atOnce } from '../support/at-once.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana follows a runbook that does not fit. What she met becomes changes, and Max decides. */
let here: World;
let ana: Browser;
let max: Browser;
let folder: string;
let file: string;

const CHANGES = '/runbooks/cache-miss-storm/proposals';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-back-'));
  file = join(folder, 'cache-miss-storm.md');
  await writeFile(file, await readFile('runbooks/cache-miss-storm.md'));
  here = await world({ MUSTER_RUNBOOKS: folder }, '2026-06-12T10:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  max = await signedIn(here, 'max');
  const declared = { title: 'Checkout fails', runbook: 'cache-miss-storm', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', declared);
  const bot = await anotherToken(here, CAST.ana.id);
  const steps = '/api/v1/incidents/1/runs/1/steps';
  here.clock.wind(8 * 60);
  await here.tick();
  const seen = { observed: 'errors normal, latency 4 s', matched: 'no', branch: '1:0' };
  const first = await bot.post(`${steps}/prove-that-shoppers-are-affected/result`, seen);
  assert.equal(first.status, 201, first.text);
  const skip = { reason: 'no rights on the cache' };
  const skipped = await bot.post(`${steps}/read-the-cache-hit-rate/skip`, skip);
  assert.equal(skipped.status, 201, skipped.text);
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
});
after(async () => {
  await here.end();
  await rm(folder, { recursive: true });
});

test('each step that was skipped, overran or did not match is a proposed change with a comparison', async () => {
  const { text } = await max.get(CHANGES).expect(200);
  assert.match(text, /it took longer than its limit: it took 8 min, with a limit of 3 min/);
  assert.match(text, /<del>- \*\*Limit:\*\* 3 min<\/del>[\s\S]*<ins>- \*\*Limit:\*\* 8 min<\/ins>/);
  assert.match(text, /did not match what was seen: errors normal, latency 4 s/);
  assert.match(text, /was skipped: no rights on the cache/);
  await ana.get('/postmortems/1').expect(200, /Back to the runbook[\s\S]*was skipped/);
  const reader = await ana.get(CHANGES).expect(200);
  assert.doesNotMatch(reader.text, /Accept it/);
});

test('an accepted change is a new version that differs from the file, with a download', async () => {
  const { text } = await max.get(CHANGES).expect(200);
  const [, accept = ''] = /8 min<\/ins>[\s\S]*?action="([^"]+\/acceptance)"/.exec(text) ?? [];
  const [, step = ''] = /8 min<\/ins>[\s\S]*?<textarea[^>]*>\n([\s\S]*?)<\/textarea>/.exec(text) ?? [];
  const typed = { step: step.replaceAll('&#39;', "'").replaceAll('&gt;', '>') };
  assert.equal((await sendForm(max, CHANGES, accept, typed)).status, 303);
  await ana.get('/runbooks/cache-miss-storm').expect(200, /differs from the file cache-miss-storm\.md/);
  const download = await ana.get('/runbooks/cache-miss-storm.md').expect(200);
  const before = await readFile(file, 'utf8');
  assert.equal(download.text, before.replace('- **Limit:** 3 min', '- **Limit:** 8 min'));
  await max.get(CHANGES).expect(200, /Max Orwell accepted it/);
});

test('reading the folder again leaves it, until the file changes as well and somebody picks', async () => {
  await here.kit.library.refresh();
  await ana.get('/runbooks/cache-miss-storm').expect(200, /differs from the file/);
  const before = await readFile(file, 'utf8');
  await writeFile(file, before.replace('owner: platform-team', 'owner: cache-team'));
  await here.kit.library.refresh();
  await ana.get('/runbooks/cache-miss-storm').expect(200, /Both stand until somebody picks one/);
  assert.equal(
    (await sendForm(max, CHANGES, '/runbooks/cache-miss-storm/pick', { which: 'file' })).status,
    303,
  );
  const taken = await ana.get('/runbooks/cache-miss-storm').expect(200, /cache-team/);
  assert.doesNotMatch(taken.text, /differs from/);
});

test('a change that is declined keeps its reason, and proposing again adds nothing', async () => {
  const { text } = await max.get(CHANGES).expect(200);
  const [, decline = ''] = /no rights[\s\S]*?action="([^"]+\/refusal)"/.exec(text) ?? [];
  const hasty = await sendForm(max, CHANGES, decline, { reason: '' });
  assert.equal(hasty.status, 422);
  await sendForm(max, CHANGES, decline, { reason: 'the rights are given by now' });
  assert.equal(await proposeChanges(here.kit.postmortems, undefined, 1), 0);
  const after = await max.get(CHANGES).expect(200, /declined it[^<]*the rights are given by now/);
  assert.equal(
    [...after.text.matchAll(/action="[^"]+\/refusal"/g)].length,
    1,
    'the one that did not match is still open',
  );
});

test('a change that is accepted and declined at the same moment is one of both, and the runbook fits it', async () => {
  const kit = here.kit.postmortems;
  const manager = await viewerOf(here, 'max');
  const slug = 'cache-miss-storm';
  const proposals = async () => proposalsForRunbook(here.store.db, manager, slug);
  const open = (await proposals()).find(({ state }) => state === 'open') ?? assert.fail('one is open');
  const { hash: before } = await currentOf(slug);
  const acts = await atOnce(here.store, 'runbook_proposal', [
    () => acceptProposal(kit, manager, { slug, id: open.proposal_id, step: open.after_text }),
    () => declineProposal(kit, manager, { slug, id: open.proposal_id, reason: 'it fits' }),
  ]);
  const [refused, ...more] = acts.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  assert.deepEqual(more, []);
  assert.ok(refused instanceof Refused && refused.code === 'settled', String(refused));
  const settled = (await proposals()).find(({ proposal_id: id }) => id === open.proposal_id);
  assert.equal(settled?.state, acts[0]?.status === 'fulfilled' ? 'accepted' : 'declined');
  assert.equal((await currentOf(slug)).hash, settled.new_hash ?? before);
});

async function currentOf(slug: string): Promise<{ hash: string }> {
  return { hash: (await here.kit.library.find(slug)).row.content_hash };
}
