import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import request from 'supertest';
import { insertAccount } from '../../server/identity/account-store.ts';
import type { AccountRole } from '../../server/identity/permissions.ts';
import { tokenHash } from '../../server/identity/token-hash.ts';
import { insertToken } from '../../server/identity/token-store.ts';
import { CAST, type Member } from './cast.ts';
import type { World } from './world.ts';

/** Somebody's program: it holds a token and nothing else. */
export type Program = {
  personId: string;
  tokenId: string;
  token: string;
  get(path: string, headers?: Headers): Promise<Answered>;
  post(path: string, body?: object, headers?: Headers): Promise<Answered>;
  put(path: string, body?: object, headers?: Headers): Promise<Answered>;
};
type Headers = Readonly<Record<string, string>>;
export type Answered = {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  body: unknown;
};

type Wanted = { member: Member; role?: AccountRole; scopes?: readonly string[]; expiresAt?: string };

const EVERYTHING = ['incidents:read', 'incidents:write', 'runbooks:read', 'postmortems:*'];
let made = 0;

/** Gives somebody of the cast an account and a token of their own. */
export async function program(world: World, wanted: Wanted): Promise<Program> {
  const { db, ids } = world.kit.people;
  const { name, email, role } = CAST[wanted.member];
  const personId = ids.next();
  const at = world.clock.now();
  made += 1;
  await insertAccount(db, {
    id: personId,
    name,
    email: `${String(made)}.${email}`,
    role: wanted.role ?? role,
    password: 'none',
    at,
  });
  return anotherToken(world, personId, wanted);
}

/** One more token of somebody who has an account. */
export async function anotherToken(
  world: World,
  personId: string,
  wanted: Pick<Wanted, 'scopes' | 'expiresAt'> = {},
): Promise<Program> {
  const { db, ids } = world.kit.people;
  made += 1;
  const token = `mst_${String(made).padStart(43, 'x')}`;
  const tokenId = ids.next();
  await insertToken(db, {
    id: tokenId,
    accountId: personId,
    name: 'curl',
    scopes: wanted.scopes ?? EVERYTHING,
    createdAt: world.clock.now(),
    expiresAt: wanted.expiresAt,
    usedAt: undefined,
    tokenHash: tokenHash(token),
  });
  const auth = { Authorization: `Bearer ${token}` };
  return {
    personId,
    tokenId,
    token,
    get: async (path, headers = {}) => request(world.app).get(path).set(auth).set(headers),
    post: async (path, body, headers = {}) => {
      const asked = request(world.app).post(path).set(auth).set(headers);
      return body === undefined ? asked : asked.send(body);
    },
    put: async (path, body = {}, headers = {}) =>
      request(world.app).put(path).set(auth).set(headers).send(body),
  };
}

const run = promisify(execFile);

/** The same program as a person would write it in a shell: each request is one call of curl to a server's address. */
export function byCurl(who: Program, origin: string): Program {
  const curl = async (method: string, path: string, body?: object, headers: Headers = {}) => {
    const sent = { Authorization: `Bearer ${who.token}`, ...headers };
    const { stdout } = await run('curl', [
      ...['-sS', '--max-time', '20', '-D', '-', '-X', method],
      ...Object.entries(sent).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      ...(body === undefined
        ? []
        : ['-H', 'Content-Type: application/json', '--data-binary', JSON.stringify(body)]),
      origin + path,
    ]);
    return answered(stdout);
  };
  return {
    ...who,
    get: (path, headers) => curl('GET', path, undefined, headers),
    post: (path, body, headers) => curl('POST', path, body, headers),
    put: (path, body, headers) => curl('PUT', path, body, headers),
  };
}

/** Reads what `curl -D -` prints: the head of the answer, an empty line, its body. */
function answered(printed: string): Answered {
  const end = printed.indexOf('\r\n\r\n');
  const [first = '', ...lines] = printed.slice(0, end).split('\r\n');
  const text = printed.slice(end + 4);
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers),
    text,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** How many entries there are in all incidents: what a refused request must not change. */
export async function entryCount(world: World): Promise<number> {
  const { count } = await world.store.db
    .selectFrom('entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

type Entry = { seq: number; kind: string; body: Readonly<Record<string, unknown>> };

/** Entries of one kind, as a program reads them. */
export async function entriesOf(program: Program, key: string, kind: string): Promise<Entry[]> {
  const { body } = await program.get(`/api/v1/incidents/${key}/entries?limit=200`);
  return (body as { data: Entry[] }).data.filter((entry) => entry.kind === kind);
}
