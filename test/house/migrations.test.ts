import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, sourcesIn, type Source } from './tree.ts';

const NAME = /^db\/migrations\/(\d{4})-[a-z0-9-]+(?:\.(sqlite|postgres))?\.sql$/;

/** What only one engine has, and what is therefore the reason for a pair. */
const NEEDS_A_PAIR = /\b(?:trigger|fts5|tsvector|blob|bytea)\b/i;

/** Words that mean different things to the two engines, or that only one of them knows. */
const UNPORTABLE =
  /\b(?:autoincrement|(?:big)?serial|identity|current_timestamp|current_date|now\s*\(|boolean|timestamptz?|datetime|varchar|jsonb?|uuid|strict|without\s+rowid|if\s+not\s+exists|insert\s+or)\b/gi;

function migrationFaults(files: readonly Source[]): string[] {
  return [
    ...numbering(files),
    ...files.flatMap((file) => [...uncommented(file), ...unportable(file)]),
    ...pairs(files),
  ];
}

function numbering(files: readonly Source[]): string[] {
  const misnamed = files
    .filter(({ path }) => !NAME.test(path))
    .map(({ path }) => `${path} is not named 0001-name.sql.`);
  const numbers = [...new Set(files.map(({ path }) => Number(NAME.exec(path)?.[1])))].filter(
    Number.isInteger,
  );
  const gaps = numbers.flatMap((number, index) =>
    number === index + 1
      ? []
      : [`The migration number ${String(number)} comes where ${String(index + 1)} should.`],
  );
  const byNumber = Map.groupBy(files, ({ path }) => NAME.exec(path)?.[1] ?? path);
  const twice = [...byNumber].flatMap(([number, same]) => {
    const names = new Set(same.map(({ path }) => path.replace(/(?:\.(?:sqlite|postgres))?\.sql$/, '')));
    return names.size === 1 ? [] : [`The number ${number} is taken by ${[...names].join(' and ')}.`];
  });
  return [...misnamed, ...gaps.slice(0, 1), ...twice];
}

function uncommented({ path, text }: Source): string[] {
  return text.startsWith('-- ') ? [] : [`${path} does not begin with a comment that says what it is for.`];
}

function unportable(file: Source): string[] {
  if (NAME.exec(file.path)?.[2] !== undefined) return [];
  const text = file.text.replace(/--.*$/gm, (comment) => ' '.repeat(comment.length));
  const needs = NEEDS_A_PAIR.test(text) ? [`${file.path} needs a pair, one file for each engine.`] : [];
  return [
    ...needs,
    ...found({ ...file, text }, UNPORTABLE, ([word]) => `"${word}" is not the same on both engines.`),
  ];
}

function pairs(files: readonly Source[]): string[] {
  const halves = files.filter(({ path }) => NAME.exec(path)?.[2] !== undefined);
  return halves.flatMap(({ path, text }) => {
    const other = path.includes('.sqlite.')
      ? path.replace('.sqlite.', '.postgres.')
      : path.replace('.postgres.', '.sqlite.');
    const alone = files.some((file) => file.path === other) ? [] : [`${path} lacks its other half ${other}.`];
    const both = text + (files.find((file) => file.path === other)?.text ?? '');
    const needless = NEEDS_A_PAIR.test(both) ? [] : [`${path} needs no pair: one text runs on both engines.`];
    return [...alone, ...needless];
  });
}

test('migrations are numbered, commented and portable, and a pair has its reason', () => {
  assert.deepEqual(migrationFaults(sourcesIn('db/migrations', '')), []);
});

test('each wrong migration is found', () => {
  const plain = '-- A table.\nCREATE TABLE one (a TEXT);';
  const planted: readonly [files: readonly (readonly [name: string, text: string])[], says: RegExp][] = [
    [[['0002-one.sql', plain]], /number 2 comes where 1 should/],
    [
      [
        ['0001-one.sql', plain],
        ['0003-two.sql', plain],
      ],
      /number 3 comes where 2 should/,
    ],
    [
      [
        ['0001-one.sql', plain],
        ['0001-two.sql', plain],
      ],
      /The number 0001 is taken by/,
    ],
    [[['one.sql', plain]], /is not named/],
    [[['0001-one.sql', 'CREATE TABLE one (a TEXT);']], /does not begin with a comment/],
    [[['0001-one.sql', '-- A.\nCREATE TRIGGER a;']], /needs a pair/],
    [[['0001-one.sql', '-- A.\nCREATE TABLE one (a BOOLEAN, b TEXT);']], /:2 "BOOLEAN" is not the same/],
    [[['0001-one.sqlite.sql', '-- A.\nCREATE TRIGGER a;']], /lacks its other half/],
    [
      [
        ['0001-one.sqlite.sql', plain],
        ['0001-one.postgres.sql', plain],
      ],
      /needs no pair/,
    ],
  ];
  for (const [files, says] of planted) {
    const faults = migrationFaults(files.map(([name, text]) => ({ path: `db/migrations/${name}`, text })));
    assert.match(faults.join('\n'), says);
  }
});
