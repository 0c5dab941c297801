import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Request } from 'express';
import express from 'express';
import { told } from '../../server/web/errors.ts';
import { makeUploads, type Sent, type Uploads } from '../../server/web/upload.ts';

/** A server that reads what is sent and says what it got, with the memory that a test gives it. */
let server: Server;
let uploads: Uploads = makeUploads();
let read: Sent | undefined;
let hold: Promise<void> = Promise.resolve();

before(async () => {
  const bare = express();
  bare.post('/', async (request: Request, response) => {
    try {
      await uploads.reading(request, async (sent) => {
        read = sent;
        await hold;
      });
      response.json('read');
    } catch (error) {
      const { status, sentence, headers } = told(error);
      response.set(headers).status(status).send(sentence);
    }
  });
  server = createServer(bare).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const MEGABYTE = 1024 * 1024;
const BOUNDARY = 'between';

function part(head: string, body: Buffer | string): Buffer {
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ]);
}
const field = (name: string, value: string): Buffer => part(`name="${name}"`, value);
const file = (bytes: Buffer | string, name = 'a.log'): Buffer =>
  part(`name="file"; filename="${name}"`, bytes);
const form = (...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);

type Answer = { status: number | undefined; text: string; headers: IncomingMessage['headers'] };

/** Sends bytes and gives the answer, which may come before they are all sent. */
function send(
  body: Buffer,
  headers: Record<string, string | number> = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
): Promise<Answer> {
  read = undefined;
  return new Promise((done, fail) => {
    const { port } = server.address() as AddressInfo;
    const sending = ask({ port, method: 'POST', headers: { 'Content-Length': body.length, ...headers } });
    sending.on('response', (response) => {
      let text = '';
      response.on('data', (bytes: Buffer) => (text += bytes.toString()));
      response.on('end', () => {
        done({ status: response.statusCode, text, headers: response.headers });
      });
    });
    sending.on('error', fail);
    sending.end(body);
  });
}

test('fields and a file are read as they were sent', async () => {
  const answer = await send(
    form(field('a', '1'), field('b', 'x'), field('b', 'y'), file('lines\n', 'w.log')),
  );
  assert.equal(answer.status, 200);
  assert.deepEqual(read, {
    fields: { a: '1', b: ['x', 'y'] },
    file: { name: 'w.log', bytes: Buffer.from('lines\n') },
  });
});

test('a name that objects have themselves is a field like others', async () => {
  await send(form(field('__proto__', 'x'), field('constructor', 'y')));
  assert.deepEqual(Object.keys(read?.fields ?? {}), ['__proto__', 'constructor']);
  assert.equal(Object.getPrototypeOf(read?.fields), Object.prototype);
});

test('a file of ten megabytes is taken, and one byte more is not', async () => {
  const most = Buffer.alloc(10 * MEGABYTE, 'a');
  assert.equal((await send(form(file(most)))).status, 200);
  assert.equal(read?.file?.bytes.length, most.length);
  const answer = await send(form(file(Buffer.concat([most, Buffer.from('a')]))));
  assert.equal(answer.status, 413);
  assert.match(answer.text, /^A file may have 10 MB, and this one has more, so nothing was written/);
  assert.equal(answer.headers.connection, 'close');
  const raw = await send(Buffer.concat([most, Buffer.from('a')]), { 'Content-Type': 'image/png' });
  assert.equal(raw.status, 413);
});

test('whoever says that much more will come is told at once', async () => {
  const began = performance.now();
  const { port } = server.address() as AddressInfo;
  const sending = ask({ port, method: 'POST', headers: { 'Content-Length': 10_000 * MEGABYTE } });
  sending.on('error', () => undefined);
  sending.write('a');
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  assert.equal(response.statusCode, 413);
  assert.ok(performance.now() - began < 1000);
  sending.destroy();
});

/** What is no form of ours, and the answer. */
const REFUSED: readonly (readonly [name: string, body: Buffer, status: number])[] = [
  ['two files', form(file('a'), file('b')), 400],
  [
    'ten thousand fields',
    form(...Array.from({ length: 10_000 }, (_none, at) => field(`f${String(at)}`, 'x'))),
    400,
  ],
  ['a field of 100 KB', form(field('caption', 'x'.repeat(100 * 1024)), file('a')), 413],
  ['a form that ends in its middle', form(file('a')).subarray(0, -10), 400],
  ['nothing of a form', Buffer.from('hello'), 400],
];

test('what is no form of ours is refused, and the next one is read', async () => {
  for (const [name, body, status] of REFUSED) {
    const answer = await send(body);
    assert.equal(answer.status, status, `${name}: ${answer.text}`);
    assert.equal(read, undefined, name);
  }
  assert.equal((await send(form(file('a')), { 'Content-Type': 'multipart/form-data' })).status, 400);
  assert.equal((await send(form(file('a')))).status, 200);
});

test('a sender who hangs up in the middle leaves nothing behind', async () => {
  uploads = makeUploads(12 * MEGABYTE);
  const { port } = server.address() as AddressInfo;
  for (let count = 0; count < 5; count += 1) {
    const sending = ask({
      port,
      method: 'POST',
      headers: {
        'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
        'Content-Length': 9 * MEGABYTE,
      },
    });
    sending.on('error', () => undefined);
    sending.write(form(file('a')).subarray(0, 60));
    await once(sending, 'socket');
    sending.destroy();
  }
  // Each held 9 of 12 MB while it was read: had one not let go, this would find no room.
  let status: number | undefined;
  while (status !== 200) ({ status } = await send(form(file(Buffer.alloc(9 * MEGABYTE)))));
  uploads = makeUploads();
});

test('who comes while the memory for files is taken is asked to come again', async () => {
  uploads = makeUploads(12 * MEGABYTE);
  let letGo = (): void => undefined;
  hold = new Promise((resolve) => (letGo = resolve));
  const first = send(form(file(Buffer.alloc(9 * MEGABYTE))));
  while (read === undefined) await new Promise(setImmediate);
  const second = await send(form(file(Buffer.alloc(9 * MEGABYTE))));
  assert.equal(second.status, 503);
  assert.equal(second.headers['retry-after'], '5');
  letGo();
  assert.equal((await first).status, 200);
  hold = Promise.resolve();
  assert.equal((await send(form(file(Buffer.alloc(9 * MEGABYTE))))).status, 200);
  uploads = makeUploads();
});
