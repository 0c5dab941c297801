import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { enter, signedIn } from '../support/cast.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A runbook shows the picture that lies beside it, and no other file can be read by that way. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let folder: string;
let here: World;
let val: Browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-pictures-'));
  for (const name of ['net', 'net/images', 'drills']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'net/switch.md'),
    '# Switch\n\n![The rack](images/rack.png)\n\n## Look\n\n- Look at it\n',
  );
  writeFileSync(join(folder, 'net/images/rack.png'), DOT);
  writeFileSync(join(folder, 'net/images/page.png'), '<script>alert(1)</script>');
  writeFileSync(join(folder, 'net/images/large.png'), Buffer.concat([DOT, Buffer.alloc(5 * 1024 * 1024)]));
  writeFileSync(join(folder, 'drills/secret.png'), DOT);
  symlinkSync('/etc/hostname', join(folder, 'net/images/out.png'));
  here = await world({ MUSTER_RUNBOOKS: folder }, '2026-11-02T09:00:00.000Z');
  await enter(here);
  val = await signedIn(here, 'ana');
});
after(async () => {
  await here.end();
  rmSync(folder, { recursive: true });
});

test('the picture beside a runbook is shown, with the type that its content has', async () => {
  const page = await val.get('/runbooks/switch').expect(200);
  const [, address = ''] = /<img[^>]*src="([^"]+)"/.exec(page.text) ?? [];
  assert.equal(address, '/runbook-files/net%2Fimages%2Frack.png');
  const picture = await val.get(address).expect(200);
  assert.equal(picture.headers['content-type'], 'image/png');
  assert.equal(picture.headers['x-content-type-options'], 'nosniff');
});

for (const [what, file] of [
  ['what is no picture by its content', 'net/images/page.png'],
  ['the runbook itself', 'net/switch.md'],
  ['what is too large', 'net/images/large.png'],
  ['a link that leads out', 'net/images/out.png'],
  ['a way up and out', '../../../../etc/hostname'],
  ['a picture of a drill', 'drills/secret.png'],
  ['a name with a nought', 'net/images/rack.png\0'],
] as const) {
  test(`${what} is not there`, async () => {
    const answer = await val.get(`/runbook-files/${encodeURIComponent(file)}`);
    assert.ok([400, 404, 422].includes(answer.status), String(answer.status));
  });
}

test('whoever is not signed in sees none', async () => {
  const answer = await here.browser().get('/runbook-files/net%2Fimages%2Frack.png');
  assert.notEqual(answer.status, 200);
});
