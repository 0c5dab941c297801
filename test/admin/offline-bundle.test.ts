import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { unzipped } from '../../server/core/zip.ts';
import { bundleFiles, isBundleDue } from '../../server/admin/offline-bundle.ts';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type World } from '../support/world.ts';

let here: World;
beforeEach(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  await enter(here);
});
afterEach(() => here.end());

test('a responder takes along the runbooks and whom to call', async () => {
  const ben = await signedIn(here, 'ben');
  const phone = { channel: 'phone', address: '+49 170 1234567', delay_minutes: '0' };
  assert.equal((await sendForm(ben, '/me/contacts', '/me/contacts', phone)).status, 303);
  const answer = await ben
    .get('/offline-bundle.zip')
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        done(null, Buffer.concat(parts));
      });
    })
    .expect(200);
  assert.match(String(answer.headers['content-disposition']), /muster-offline-2026-11-02\.zip/);
  const files = await unzipped(answer.body as Buffer, { members: 1000, bytes: 50e6 });
  const text = (path: string): string => files.get(`muster/${path}`)?.toString('utf8') ?? '';
  assert.match(text('index.html'), /<a href="phones\.html"/);
  assert.match(text('index.html'), /<a href="runbooks\/cache-miss-storm\.html"/);
  assert.match(text('phones.html'), /\+49 170 1234567/);
  assert.match(text('phones.md'), /\| an administrator \|/);
  assert.match(text('runbooks/cache-miss-storm.md'), /^---\n/);
  assert.doesNotMatch(text('runbooks/cache-miss-storm.html'), /<script|use_when/);
});

test('somebody who may only read does not get the numbers', async () => {
  const vera = await signedIn(here, 'vic');
  await vera.get('/offline-bundle.zip').expect(403);
});

test('names and numbers stay what they are, and links lead to the files beside', () => {
  const files = bundleFiles({
    at: '2026-11-02T09:00:00.000Z',
    zone: 'UTC',
    callees: [{ name: 'Ana | <b>*', why: 'on call', number: undefined }],
    others: [{ name: 'Ben', number: '+1 (555) 0100' }],
    runbooks: [{ slug: 'a', title: '[A]', text: '---\nid: a\n---\n# A\n\nSee [b](b.md#x), ![p](p.png).\n' }],
  });
  const text = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
  const row = /<td>Ana \| &lt;b&gt;\*<\/td>\s*<td>on call<\/td>\s*<td>no number<\/td>/;
  assert.match(text('phones.html'), row);
  assert.match(text('phones.html').replace(/\s+</g, '<'), /\+1 \(555\) 0100/);
  assert.match(text('runbooks/a.html'), /href="b\.html#x"/);
  assert.match(text('index.html'), />\[A\]<\/a>/);
});

test('each night it is written into a folder, whole, in the place of the one before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-offline-'));
  const there = await world({ MUSTER_RUNBOOKS: 'runbooks', MUSTER_OFFLINE_DIR: folder });
  try {
    await enter(there);
    await there.tick();
    const stamp = (): string => readFileSync(join(folder, 'muster', 'written-at.txt'), 'utf8').trim();
    assert.equal(stamp(), there.clock.now(), 'the first is written at once');
    assert.deepEqual(readdirSync(folder), ['muster']);
    assert.match(readFileSync(join(folder, 'muster', 'phones.html'), 'utf8'), /Ada Novak/);
    assert.ok(existsSync(join(folder, 'muster', 'runbooks', 'cache-miss-storm.html')));
    const first = stamp();
    there.clock.wind(12 * 3600);
    await there.tick();
    assert.equal(stamp(), first, 'the evening is not the night');
    there.clock.setTo('2026-11-03T03:00:00.000Z');
    await there.tick();
    assert.equal(stamp(), '2026-11-03T03:00:00.000Z');
    assert.deepEqual(readdirSync(folder), ['muster']);
    rmSync(folder, { recursive: true });
    there.clock.setTo('2026-11-04T03:00:00.000Z');
    await there.tick();
    assert.equal(existsSync(folder), false, 'a disk that is not there is not filled underneath');
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await there.end();
  }
});

test('the night is that of the zone', () => {
  const due = (written: string, now: string): boolean => isBundleDue(written, now, 'America/Los_Angeles');
  assert.equal(due('2026-11-02T12:00:00.000Z', '2026-11-03T10:59:00.000Z'), false);
  assert.equal(due('2026-11-02T12:00:00.000Z', '2026-11-03T11:00:00.000Z'), true);
});
