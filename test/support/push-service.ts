/**
 * A push service on loopback, and the browsers that take pushes from it. It reads what was sent by RFC 8291 and checks
 * who sent it by RFC 8292, with nothing but the machine's own cryptography.
 */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';

/** What was pushed to one browser, decrypted. */
export type Pushed = { device: string; data: string; urgency: string | undefined; ttl: number };

/** A browser's subscription, as `toJSON` of the Push API gives it. */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } };

export type PushService = {
  pushed: readonly Pushed[];
  /** A new browser that is rung under this name. Its pushes have to be signed by the key that it gives. */
  subscribe(device: string, applicationServerKey: string): Subscription;
  /** The next push to a browser that was not read yet, which has to come within so many milliseconds. */
  next(device: string, withinMs: number): Promise<Pushed>;
  /** From now on it answers like this for that browser: 410 for one that is gone. */
  answer(device: string, status: number): void;
  end(): Promise<void>;
};

type Device = {
  name: string;
  key: string;
  pair: ReturnType<typeof createECDH>;
  auth: Buffer;
  status: number;
};

export async function pushService(): Promise<PushService> {
  const devices = new Map<string, Device>();
  const pushed: Pushed[] = [];
  const read = new Set<Pushed>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (bytes: Buffer) => parts.push(bytes));
    request.on('end', () => {
      const device = devices.get(request.url ?? '');
      const status = device === undefined ? 404 : device.status;
      if (device !== undefined && status === 201) {
        try {
          mustBeSigned(request.headers.authorization ?? '', device.key, origin);
          const data = decrypted(Buffer.concat(parts), device);
          const { urgency, ttl } = request.headers;
          pushed.push({ device: device.name, data, urgency: urgency?.toString(), ttl: Number(ttl) });
        } catch {
          response.writeHead(403).end();
          return;
        }
      }
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    pushed,
    subscribe: (name, key) => {
      const pair = createECDH('prime256v1');
      const path = `/push/${randomBytes(12).toString('base64url')}`;
      const auth = randomBytes(16);
      const p256dh = pair.generateKeys().toString('base64url');
      devices.set(path, { name, key, pair, auth, status: 201 });
      return { endpoint: origin + path, keys: { p256dh, auth: auth.toString('base64url') } };
    },
    next: async (device, withinMs) => {
      const until = performance.now() + withinMs;
      while (performance.now() < until) {
        const found = pushed.find((one) => one.device === device && !read.has(one));
        if (found !== undefined) {
          read.add(found);
          return found;
        }
        await passed(20);
      }
      throw new Error(`Nothing was pushed to ${device}.`);
    },
    answer: (name, status) => {
      for (const device of devices.values()) if (device.name === name) device.status = status;
    },
    end: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc8292#section-2 */
function mustBeSigned(header: string, key: string, audience: string): void {
  const [, token = '', given = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header) ?? [];
  if (given !== key) throw new Error('It is signed with another key.');
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const isTrue = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const seconds = Date.now() / 1000;
  const isInTime = typeof exp === 'number' && exp > seconds && exp <= seconds + 86_400;
  if (!isTrue || aud !== audience || !isInTime || !/^(?:mailto:|https:)/.test(String(sub)))
    throw new Error('The signature does not hold.');
}

/** One record of `aes128gcm`: @see https://www.rfc-editor.org/rfc/rfc8291#section-3.4 */
function decrypted(body: Buffer, { pair, auth }: Device): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender]);
  const shared = Buffer.from(hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32));
  const derived = (label: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', shared, salt, Buffer.from(`Content-Encoding: ${label}\0`), length));
  const open = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
  open.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]);
  const end = plain.lastIndexOf(2);
  return plain.subarray(0, end).toString('utf8');
}
