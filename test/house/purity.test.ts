import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf } from '../support/imports.ts';
import { isDecision } from './parts.ts';
import { found, sourcesIn, withoutComments, type Source } from './tree.ts';

/** Of node:crypto these take bytes and give bytes; the rest of it throws dice. */
const PURE_CRYPTO = /^(?:createHash|createHmac|timingSafeEqual|type .*)$/;
/** node:module among them: a pure package that is loaded with its first use answers what it would have answered. */
const PURE_MODULES = new Set(['node:crypto', 'node:util', 'node:buffer', 'node:path/posix', 'node:module']);
const IMPURE_PACKAGES = new Set(['express', 'kysely', 'pg', 'better-sqlite3', 'passport', 'pino', 'ejs']);

const IMPURE_WORDS =
  /\bnew Date\(\)|\bDate\.now\b|\bMath\.random\b|\bprocess\.\w+|\bfetch\(|\bsetTimeout\(|\bconsole\.\w+/g;

/** Nouns, pages and core decide without reading, writing, asking the time or throwing dice. */
function purityFaults(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isDecision(path))
    .flatMap(({ path, text }) => [
      ...found(
        { path, text: withoutComments(text) },
        IMPURE_WORDS,
        ([word]) => `"${word}" in a pure file: have it handed in.`,
      ),
      ...importsOf(text)
        .filter(isImpure)
        .map((named) => `${path} is pure and imports ${named}, which is not.`),
      ...dice(path, text),
    ]);
}

function isImpure(named: string): boolean {
  if (named.startsWith('node:')) return !PURE_MODULES.has(named);
  return IMPURE_PACKAGES.has(named);
}

function dice(path: string, text: string): string[] {
  const [, names] = /import \{([^}]+)\} from 'node:crypto'/.exec(text) ?? [];
  const taken = (names ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return taken
    .filter((name) => !PURE_CRYPTO.test(name))
    .map((name) => `${path} is pure and takes ${name} from node:crypto, which is not.`);
}

test('nouns, pages and core are pure', () => {
  assert.deepEqual(purityFaults(sourcesIn('server', '.ts')), []);
});

test('each impure line is found, in pure files only', () => {
  const lines = [
    'const now = new Date();',
    'const now = Date.now();',
    'const chance = Math.random();',
    'const setting = process.env.HOME;',
    "import { readFileSync } from 'node:fs';",
    "import { randomBytes } from 'node:crypto';",
    "import type { Request } from 'express';",
    "import { sql } from 'kysely';",
  ];
  for (const text of lines) {
    for (const path of [
      'server/core/text.ts',
      'server/incidents/decide.ts',
      'server/incidents/run-pages.ts',
    ]) {
      assert.equal(purityFaults([{ path, text }]).length, 1, `${path}: ${text}`);
    }
    for (const path of ['server/incidents/entry-store.ts', 'server/web/send.ts', 'server/core/clock.ts']) {
      assert.deepEqual(purityFaults([{ path, text }]), [], `${path}: ${text}`);
    }
  }
});

test('words in comments and dates that are made of something are no fault', () => {
  const text =
    "// Date.now() is not asked here\nconst at = new Date(Date.parse(instant));\nimport { createHash } from 'node:crypto';";
  assert.deepEqual(purityFaults([{ path: 'server/core/text.ts', text }]), []);
});
