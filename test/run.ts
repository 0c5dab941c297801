/**
 * Runs the tests: `node test/run.ts PART [PATH…]`, where a part is one of the table below and paths narrow it down
 * (`npm test -- test/runbooks`). The last lines are the closing lines of Node's own test runner.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { globSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { startCluster } from './support/cluster.ts';
import { makeTemplate } from './support/database.ts';
import { reaches } from './support/imports.ts';
import { together } from './support/together.ts';

// Thousands of files are read by each file of tests, most of them by all.
process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, '../node_modules/.cache/compiled');

const ROOT = resolve(import.meta.dirname, '..');
const DATABASE = 'test/support/database.ts';

type Part = (paths: readonly string[]) => Promise<number>;

/** The runner at work: a signal is handed on to it, so that what was started for it is stopped in order. */
let running: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (running === undefined) process.exit(1);
    running.kill(signal);
  });
}

const PARTS: Readonly<Record<string, Part>> = {
  test: (paths) => run(together(files(paths, isOrdinary), ROOT)),
  postgres: (paths) =>
    onPostgres(
      together(
        files(paths, (file) => isOrdinary(file) && reaches(file, DATABASE, ROOT)),
        ROOT,
      ),
    ),
  browser: (paths) => inTheDemo(files(paths, isBrowser)),
  senders: (paths) => run(files(paths, isSender)),
  full: async (paths) => {
    process.env.TEST_LARGE = '1';
    const codes = [];
    for (const part of ['postgres', 'browser', 'senders', 'test'])
      codes.push((await PARTS[part]?.(paths)) ?? 1);
    return Math.max(...codes);
  },
};

const [name = 'test', ...paths] = process.argv.slice(2);
const part = PARTS[name];
if (part === undefined) {
  process.stderr.write(`There is no part "${name}". The parts are ${Object.keys(PARTS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await part(paths);
}

/** Test files of a kind, from the root; only those that begin with one of the paths, where any are given. */
function files(paths: readonly string[], isOfKind: (file: string) => boolean): string[] {
  const wanted = paths.map((path) => relative(ROOT, resolve(path)));
  return globSync('test/**/*.test.ts', { cwd: ROOT })
    .filter((file) => isOfKind(file) && (wanted.length === 0 || wanted.some((path) => file.startsWith(path))))
    .sort();
}

function isBrowser(file: string): boolean {
  return file.startsWith('test/browser/');
}

/** What is tested with the real program of somebody else that sends to us. */
function isSender(file: string): boolean {
  return file.startsWith('test/senders/');
}

/** What needs nothing but npm. */
function isOrdinary(file: string): boolean {
  return !isBrowser(file) && !isSender(file);
}

async function onPostgres(chosen: readonly string[]): Promise<number> {
  const cluster = await startCluster();
  try {
    await makeTemplate(cluster.address);
    return await run(chosen, { TEST_POSTGRES: cluster.address });
  } finally {
    await cluster.stop();
  }
}

/** The organisation that most of them look at is told once for all. */
async function inTheDemo(chosen: readonly string[]): Promise<number> {
  const { keepDemo } = await import('./support/kept-demo.ts');
  const demo = await keepDemo();
  try {
    return await run(chosen, { TEST_DEMO: demo.folder });
  } finally {
    await demo.end();
  }
}

/** Resolves to the exit code. No test at all is a failure: whoever asked for tests would believe that they passed. */
function run(chosen: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<number> {
  if (chosen.length === 0) {
    process.stderr.write('No test file fits.\n');
    return Promise.resolve(1);
  }
  const child = spawn(
    process.execPath,
    ['--test', '--test-concurrency=2', '--test-reporter=spec', ...chosen],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    },
  );
  running = child;
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => {
      running = undefined;
      done(code ?? 1);
    });
  });
}
