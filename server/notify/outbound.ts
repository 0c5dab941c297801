/**
 * The one function that makes requests to addresses that people gave us. What counts is the address that is really
 * connected to: a name is looked at when it is resolved, all of its answers, and once more when the connection stands.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What outside addresses may be reached besides public ones. */
export type OutboundRules = { allowed: BlockList };

export type Sent = { status: number; retryAfter: string | undefined };

/** The address leads where nothing of ours goes. */
export class ForbiddenAddress extends Error {}

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 65_536;

const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

/** Reads the setting of what is allowed: addresses and networks with commas between. @throws RangeError */
export function outboundRules(text: string): OutboundRules {
  const allowed = new BlockList();
  for (const one of text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const [address = '', prefix] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) throw new RangeError(`"${one}" is not an address or a network.`);
    if (prefix === undefined) allowed.addAddress(address, family);
    else allowed.addSubnet(address, Number(prefix), family);
  }
  return { allowed };
}

/** Whether an address may be connected to. An IPv4 address inside an IPv6 one counts as what it is. */
function mayConnect(address: string, { allowed }: OutboundRules): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(plain) === 0) return false;
  return allowed.check(plain, family) || !PRIVATE.check(plain, family);
}

/** @throws ForbiddenAddress for what is no address of the web, in words for whoever typed it */
export function checkedUrl(text: string, rules: OutboundRules): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new ForbiddenAddress('Enter an address that begins with https://.');
  if (url.username !== '' || url.password !== '')
    throw new ForbiddenAddress('Leave the name and the password out of the address.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayConnect(host, rules)) throw new ForbiddenAddress(forbiddenText(host));
  return url;
}

/**
 * Posts a body. The answer is read up to a limit and thrown away: nobody who gave an address gets to see it.
 * @throws ForbiddenAddress, and what the network throws
 */
export async function post(
  address: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
  rules: OutboundRules,
): Promise<Sent> {
  const about = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };
  return ask('POST', address, { headers: { ...about, ...headers }, body }, rules);
}

/**
 * Asks an address for nothing but to be asked: only whether it answers counts.
 * @throws ForbiddenAddress, and what the network throws
 */
export async function ping(address: string, rules: OutboundRules): Promise<Sent> {
  return ask('GET', address, { headers: {}, body: undefined }, rules);
}

type Asked = { headers: Readonly<Record<string, string>>; body: string | Buffer | undefined };

async function ask(
  method: 'GET' | 'POST',
  address: string,
  { headers, body }: Asked,
  rules: OutboundRules,
): Promise<Sent> {
  const url = checkedUrl(address, rules);
  return new Promise((resolve, reject) => {
    // Importing the module would load a whole HTTP client that nothing here uses: see server/web/http.ts.
    const isTls = url.protocol === 'https:';
    const { request: send } = isTls
      ? process.getBuiltinModule('node:https')
      : process.getBuiltinModule('node:http');
    const request = send(url, {
      method,
      headers,
      lookup: guarded(rules),
      timeout: TIMEOUT_MS,
      // A connection of before may lead to where the name no longer does.
      agent: false,
    });
    const late = AbortSignal.timeout(TIMEOUT_MS);
    late.addEventListener('abort', () => request.destroy(new Error('It did not answer within 15 s.')));
    request.on('timeout', () => request.destroy(new Error('It did not answer within 15 s.')));
    request.on('error', reject);
    request.on('socket', (socket) => {
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        const reached = socket.remoteAddress ?? '';
        if (!mayConnect(reached, rules)) {
          request.destroy(new ForbiddenAddress(forbiddenText(reached)));
          return;
        }
        request.end(body);
      });
    });
    request.on('response', (response) => {
      read(response, () => {
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      });
    });
  });
}

function read(response: IncomingMessage, done: () => void): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) return;
    response.destroy();
    done();
  });
  response.on('end', done);
  response.on('error', done);
}

/** Resolves a name and refuses it when any of its addresses is one that nothing of ours goes to. */
function guarded(rules: OutboundRules): LookupFunction {
  return (host, options, callback) => {
    systemLookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, '', 4);
        return;
      }
      const bad = addresses.find(({ address }) => !mayConnect(address, rules));
      const [first] = addresses;
      if (bad !== undefined) callback(new ForbiddenAddress(forbiddenText(bad.address)), '', 4);
      else if (first === undefined) callback(new Error(`${host} has no address.`), '', 4);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function forbiddenText(address: string): string {
  return `It leads to ${address}, which is not a public address. An administrator can allow it with MUSTER_OUTBOUND_ALLOW.`;
}
