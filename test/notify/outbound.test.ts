import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { ForbiddenAddress, outboundRules, post } from '../../server/notify/outbound.ts';

let server: Server;
let port: string;
let connections = 0;
let requests: { url: string; headers: Record<string, unknown>; body: string }[] = [];

before(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString('utf8')));
    request.on('end', () => {
      requests.push({ url: request.url ?? '', headers: request.headers, body });
      if (request.url === '/moved') response.writeHead(302, { Location: '/elsewhere' });
      else if (request.url === '/large') response.write('x'.repeat(200_000));
      response.end('a secret of this machine');
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '::');
  await once(server, 'listening');
  port = String((server.address() as AddressInfo).port);
});
after(() => server.close());

const NOTHING = outboundRules('');

test('no address leads into the house, however it is written', async () => {
  const hosts =
    '127.0.0.1 localhost 0.0.0.0 2130706433 0x7f000001 0177.0.0.1 127.1 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1]';
  for (const host of hosts.split(' '))
    await assert.rejects(post(`http://${host}:${port}/`, '{}', {}, NOTHING), ForbiddenAddress, host);
  for (const host of ['169.254.169.254', '10.1.2.3', '172.20.0.1', '192.168.1.1', '[fd00::1]', '[fe80::1]'])
    await assert.rejects(post(`http://${host}/`, '{}', {}, NOTHING), ForbiddenAddress, host);
  assert.equal(connections, 0, 'nothing was connected to');
});

test('what is no plain address of the web is refused', async () => {
  for (const address of [
    'ftp://example.org/',
    'file:///etc/passwd',
    'nonsense',
    'http://ana:secret@example.org/',
  ])
    await assert.rejects(post(address, '{}', {}, NOTHING), ForbiddenAddress, address);
});

test('what an administrator allowed is reached, and its answer is a status alone', async () => {
  const rules = outboundRules('127.0.0.0/8');
  const sent = await post(`http://127.0.0.1:${port}/hook`, '{"a":1}', { 'X-Test': 'yes' }, rules);
  assert.deepEqual(sent, { status: 200, retryAfter: undefined });
  assert.deepEqual(
    [requests[0]?.url, requests[0]?.body, requests[0]?.headers['x-test']],
    ['/hook', '{"a":1}', 'yes'],
  );
});

test('a redirect is not followed, and a long answer is not read to its end', async () => {
  const rules = outboundRules('127.0.0.1');
  requests = [];
  assert.equal((await post(`http://127.0.0.1:${port}/moved`, '{}', {}, rules)).status, 302);
  assert.equal((await post(`http://127.0.0.1:${port}/large`, '{}', {}, rules)).status, 200);
  assert.deepEqual(
    requests.map(({ url }) => url),
    ['/moved', '/large'],
  );
});
