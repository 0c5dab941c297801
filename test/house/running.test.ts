import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from '../../server/cli/table.ts';
import { SETTINGS, shownSettings } from '../../server/config.ts';
import { found, source, sourcesIn, tableUnder } from './tree.ts';

const PAGE = source('views/help/running.md').text;

/** Where two lists of rows differ, one sentence a row. */
function differences(told: readonly string[][], known: readonly string[][]): string[] {
  const lines = (rows: readonly string[][]): Set<string> => new Set(rows.map((row) => row.join(' | ')));
  const [there, here] = [lines(told), lines(known)];
  return [
    ...[...here].filter((row) => !there.has(row)).map((row) => `running.md lacks: | ${row} |`),
    ...[...there].filter((row) => !here.has(row)).map((row) => `Only running.md has: | ${row} |`),
  ];
}

const settings = SETTINGS.map(({ name, default: usual, meaning }) => [
  `\`${name}\``,
  `\`${usual}\``,
  meaning,
]);
const commands = COMMANDS.map(({ usage, does }) => [`\`${usage}\``, does]);

test('the settings in the help are those of config.ts', () => {
  assert.deepEqual(differences(tableUnder(PAGE, 'Settings'), settings), []);
});

test('the commands in the help are those of the command line', () => {
  assert.deepEqual(differences(tableUnder(PAGE, 'Commands'), commands), []);
});

test('a row that only one of them has is found', () => {
  const [, ...rest] = settings;
  assert.match(differences(rest, settings).join(), /^running\.md lacks: \| `MUSTER_URL`/);
  assert.match(differences(settings, rest).join(), /^Only running\.md has: \| `MUSTER_URL`/);
  assert.equal(differences([['`serve`', 'stops the server']], [['`serve`', 'runs the server']]).length, 2);
});

test('every setting that the code names is a setting', () => {
  const known = new Set(SETTINGS.map(({ name }) => name));
  const unknown = sourcesIn('server', '.ts').flatMap((file) =>
    found(file, /\bMUSTER_[A-Z][A-Z_]*[A-Z]\b/g, ([name]) =>
      known.has(name) ? undefined : `${name} is no setting.`,
    ),
  );
  assert.deepEqual(unknown, []);
});

test('secrets are masked where settings are shown', () => {
  const secret = 'a secret that nobody may read at all';
  const database = 'postgres://muster:hidden-word@db.example.org/muster';
  const shown = shownSettings({ MUSTER_SECRET: secret, MUSTER_DATABASE: database, MUSTER_PORT: '3001' });
  const text = JSON.stringify(shown);
  assert.doesNotMatch(text, /a secret that|hidden-word/);
  assert.match(text, /postgres:\/\/muster:\*\*\*@db\.example\.org/);
  assert.deepEqual(
    shown.find(({ name }) => name === 'MUSTER_PORT'),
    { name: 'MUSTER_PORT', value: '3001', given: true },
  );
});
