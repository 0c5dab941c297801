import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { served } from '../support/served.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let site: Awaited<ReturnType<typeof served>>;
before(async () => {
  here = await world();
  site = await served(here);
});
after(async () => {
  await site.end();
  await here.end();
});

type Sent = { encoding: string | undefined; vary: string | undefined; bytes: Buffer };

/** What comes over the wire: clients of HTTP unpack it themselves. */
function fetched(address: string, accepts: string): Promise<Sent> {
  return new Promise((done, fail) => {
    const asked = get(site.origin + address, { headers: { 'Accept-Encoding': accepts } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { 'content-encoding': encoding, vary } = answer.headers;
        done({ encoding, vary, bytes: Buffer.concat(chunks) });
      });
    });
    asked.on('error', fail);
  });
}

async function addressOf(ending: string): Promise<string> {
  const { text } = await here.browser().get('/login');
  return new RegExp(`/static/[a-z0-9-]+\\.[0-9a-f]+\\.${ending}`).exec(text)?.[0] ?? assert.fail(text);
}

test('a style sheet is sent as small as the browser can unpack it, and is the same one', async () => {
  const address = await addressOf('css');
  const plain = await fetched(address, 'identity');
  assert.equal(plain.encoding, undefined);
  for (const [accepts, encoding, unpacked] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
  ] as const) {
    const sent = await fetched(address, accepts);
    assert.equal(sent.encoding, encoding);
    assert.match(sent.vary ?? '', /Accept-Encoding/);
    assert.ok(unpacked(sent.bytes).equals(plain.bytes) && sent.bytes.length < plain.bytes.length / 4);
  }
});

test('a page is packed as well, for whoever can unpack it', async () => {
  const plain = await fetched('/help/parts', 'identity');
  assert.equal(plain.encoding, undefined);
  for (const [accepts, unpacked] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const sent = await fetched('/help/parts', accepts);
    assert.equal(sent.encoding, accepts);
    assert.match(sent.vary ?? '', /Accept-Encoding/);
    assert.match(unpacked(sent.bytes).toString(), /<h1>Parts<\/h1>/);
    assert.ok(sent.bytes.length < plain.bytes.length / 3);
  }
});

test('what nobody asked to have packed is not packed', async () => {
  for (const accepts of ['br;q=0', 'identity', 'deflate']) {
    assert.equal((await fetched(await addressOf('css'), accepts)).encoding, undefined, accepts);
  }
});

test('a font is packed already', async () => {
  assert.equal((await fetched(await addressOf('woff2'), 'br')).encoding, undefined);
});
