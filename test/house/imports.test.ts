import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { importsOf } from '../support/imports.ts';
import { NAMED_APART, partOf, PARTS, placeOf } from './parts.ts';
import { ROOT, sourcesIn, type Source } from './tree.ts';

/** Imports flow one way: a file imports only from its own place and from those before it. */
const PLACES = (
  'core config secret store web audit identity live search notify catalog runbooks escalation incidents alerts ' +
  'reports postmortems exchange publicity drills insights admin api app clockwork compose main cli preflight'
).split(' ');

/** Places that are not features: their files play no parts. */
const PLUMBING = new Set(['core', 'store', 'web', 'live', 'search', 'cli']);

/** Where features are put together: for the server, and for a command beside it. */
const COMPOSING = new Set(['server/compose.ts', 'server/cli/kits.ts']);

/** A package that stands behind one file of ours, so that it can be replaced there. */
const KEPT_IN: Readonly<Record<string, readonly string[]>> = {
  luxon: ['server/core/time.ts'],
  uqr: ['server/core/qr.ts'],
  yazl: ['server/core/zip.ts'],
  yauzl: ['server/core/zip.ts'],
  marked: ['server/core/markdown.ts'],
  'sanitize-html': ['server/core/markdown.ts'],
  ulid: ['server/core/ids.ts'],
  canonicalize: ['server/core/canonical.ts'],
  ejs: ['server/web/render.ts'],
  helmet: ['server/web/headers.ts'],
  pino: ['server/web/log.ts'],
  'express-session': ['server/web/session.ts'],
  pg: ['server/store/postgres.ts'],
  'better-sqlite3': ['server/store/sqlite.ts', 'server/store/lock.ts', 'server/store/copy.ts'],
};

function importFaults(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => importsOf(text).flatMap((named) => faultsOf(path, named)));
}

function faultsOf(path: string, named: string): string[] {
  if (!named.startsWith('.')) {
    const homes = KEPT_IN[named];
    if (homes === undefined || homes.includes(path)) return [];
    return [`${path} imports the package ${named}, which stands behind ${homes.join(' and ')}.`];
  }
  const aim = posix.join(posix.dirname(path), named);
  if (!aim.startsWith('server/')) return outside(path, aim);
  const [here, there] = [placeOf(path), placeOf(aim)];
  if (!PLACES.includes(here)) return [`${path} lies in a place that the order of imports does not know.`];
  if (PLACES.indexOf(there) > PLACES.indexOf(here) || !PLACES.includes(there)) {
    return [`${path} imports ${aim}, but ${there} comes after ${here}.`];
  }
  if (PLUMBING.has(there)) return [];
  if (here !== there) {
    const theirs = partOf(aim) === 'store' && here !== 'insights' && !COMPOSING.has(path);
    return theirs ? [`${path} imports the store of ${there}; use its actions, pages or nouns.`] : [];
  }
  const [mine, other] = [partOf(path), partOf(aim)];
  if (PARTS.indexOf(other) <= PARTS.indexOf(mine)) return [];
  return [`${path} imports ${aim}, but in a feature ${other} comes after ${mine}.`];
}

/** Commands alone reach out of the server: the demo is told in db/demo. */
function outside(path: string, aim: string): string[] {
  const isCommand = placeOf(path) === 'cli' || partOf(path) === 'command';
  if (isCommand && aim.startsWith('db/')) return [];
  return [`${path} imports ${aim}, which lies outside of the server.`];
}

test('imports flow one way', () => {
  assert.deepEqual(importFaults(sourcesIn('server', '.ts', '.cjs')), []);
});

/** One wrong import a row: the file, what it imports, what is said. */
const PLANTED: readonly [path: string, line: string, says: RegExp][] = [
  ['server/core/text.ts', "import { a } from '../web/paths.ts';", /web comes after core/],
  ['server/web/send.ts', "import type { A } from '../incidents/incident.ts';", /incidents comes after web/],
  [
    'server/runbooks/runbook.ts',
    "type A = import('../incidents/incident.ts').A;",
    /incidents comes after runbooks/,
  ],
  ['server/incidents/decide.ts', "import { a } from './store.ts';", /store comes after noun/],
  ['server/incidents/entry-store.ts', "import { a } from './actions.ts';", /actions comes after store/],
  ['server/incidents/run-pages.ts', "import { a } from './run-routes.ts';", /routes comes after pages/],
  ['server/incidents/actions.ts', "import {\n  a,\n} from '../runbooks/store.ts';", /the store of runbooks/],
  [
    'server/incidents/actions.ts',
    "import { a } from '../identity/account-store.ts';",
    /the store of identity/,
  ],
  ['server/incidents/state.ts', "import { DateTime } from 'luxon';", /luxon, which stands behind/],
  ['server/runbooks/reading.ts', "export { marked } from 'marked';", /marked, which stands behind/],
  ['server/helpers/text.ts', "import { a } from '../core/text.ts';", /does not know/],
  ['server/web/send.ts', "import { a } from '../../test/support/world.ts';", /outside of the server/],
];

test('every file that is named apart from its part exists', () => {
  assert.deepEqual(
    Object.keys(NAMED_APART).filter((path) => !existsSync(join(ROOT, path))),
    [],
  );
});

test('each wrong import is found', () => {
  for (const [path, text, says] of PLANTED) {
    const faults = importFaults([{ path, text }]);
    assert.equal(faults.length, 1, `${path}: ${text}`);
    assert.match(faults[0] ?? '', says);
  }
});

test('what is allowed is let through', () => {
  const right: readonly [path: string, text: string][] = [
    [
      'server/incidents/routes.ts',
      "import { a } from './store.ts';\nimport { b } from '../runbooks/pages.ts';",
    ],
    ['server/incidents/due.ts', "import { a } from './actions.ts';\nimport { b } from './decide.ts';"],
    ['server/compose.ts', "import { a } from './app.ts';\nimport { b } from './incidents/entry-store.ts';"],
    ['server/core/time.ts', "import { DateTime } from 'luxon';"],
    ['server/cli.ts', "const { demo } = await import('../db/demo/demo.ts');"],
  ];
  for (const [path, text] of right) assert.deepEqual(importFaults([{ path, text }]), [], path);
});
