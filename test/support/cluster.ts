import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL of this run's own, in a temporary folder and on a socket there. */
export type Cluster = {
  /** `postgres://…`, with the rights to make and drop databases. */
  address: string;
  stop(): Promise<void>;
};

type Account = { uid?: number; gid?: number };

const START_WITHIN_MS = 30_000;
const SETTINGS = [
  'listen_addresses=',
  'fsync=on',
  'max_connections=100',
  'shared_buffers=64MB',
  'log_statement=none',
];

/** Makes a cluster with collation C and UTF-8 and starts it. It is stopped and removed however this process ends. */
export async function startCluster(): Promise<Cluster> {
  const programs = programsFolder();
  const account = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'muster-postgres-'));
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
  makeFiles(join(programs, 'initdb'), folder, account);

  const settings = [...SETTINGS, `unix_socket_directories=${folder}`].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(programs, 'postgres'), ['-D', join(folder, 'data'), ...settings], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = heard(server);
  const remove = (): void => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', remove);
  const stop = async (): Promise<void> => {
    await stopped(server);
    process.off('exit', remove);
    remove();
  };

  const address = `postgres://muster@localhost/postgres?host=${encodeURIComponent(folder)}`;
  try {
    await answering(address, server, said);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}

/** The newest PostgreSQL of this machine. */
function programsFolder(): string {
  const packaged = globSync('/usr/lib/postgresql/*/bin').sort((a, b) =>
    b.localeCompare(a, 'en', { numeric: true }),
  );
  const folders = [...packaged, ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  if (found !== undefined) return found;
  throw new Error(
    'These tests need PostgreSQL on this machine: install it with "apt-get install postgresql".',
  );
}

/** PostgreSQL refuses to run as root: then it runs as the account `postgres`, else `nobody`. */
function unprivileged(): Account {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody']
    .map((name) => accounts.find(([known]) => known === name))
    .find(Boolean);
  if (account === undefined) throw new Error('PostgreSQL needs an account "postgres" or "nobody" to run as.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function makeFiles(initdb: string, folder: string, account: Account): void {
  // The files need no sync of their own: the cluster lives no longer than this run. Its transactions do sync.
  const choices = ['--username=muster', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(initdb, ['-D', join(folder, 'data'), ...choices], {
    ...account,
    cwd: folder,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
}

/** What a program has said on standard error so far, for when it ends too early. */
function heard(program: ChildProcess): () => string {
  let text = '';
  program.stderr?.on('data', (bytes: Buffer) => {
    text += bytes.toString('utf8');
  });
  return () => text;
}

async function answering(address: string, server: ChildProcess, said: () => string): Promise<void> {
  const until = performance.now() + START_WITHIN_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: address });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || performance.now() > until) {
        throw new Error(`PostgreSQL did not start: ${said()}`, { cause: error });
      }
    }
    await wait(50);
  }
}

/** SIGINT is PostgreSQL's fast shutdown: it ends the sessions and writes everything down. */
function stopped(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (server.exitCode !== null || server.signalCode !== null) {
      done();
      return;
    }
    server.once('exit', () => {
      done();
    });
    server.kill('SIGINT');
  });
}
