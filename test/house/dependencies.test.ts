import assert from 'node:assert/strict';
import { test } from 'node:test';
import { source, tableUnder } from './tree.ts';

type Package = Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>;

const ours = JSON.parse(source('package.json').text) as Package;
const told = tableUnder(source('DECISIONS.md').text, 'Dependencies');

/** Where the table and the list differ, in sentences. */
function dependencyFaults(
  rows: readonly string[][],
  dependencies: Readonly<Record<string, string>>,
): string[] {
  const names = rows.map(([name = '']) => name.replaceAll('`', ''));
  return [
    ...Object.keys(dependencies)
      .filter((name) => !names.includes(name))
      .map((name) => `DECISIONS.md does not say what ${name} is for.`),
    ...names
      .filter((name) => !(name in dependencies))
      .map((name) => `DECISIONS.md tells of ${name}, which is no dependency.`),
    ...rows
      .filter(([, reason = '']) => reason.length < 10)
      .map(([name = '']) => `DECISIONS.md gives no reason for ${name}.`),
    ...names
      .filter((name, index) => index > 0 && name < (names[index - 1] ?? ''))
      .map((name) => `${name} is out of the alphabet in DECISIONS.md.`),
  ];
}

/** Versions that are a range: two installs could differ. */
function loose(dependencies: Readonly<Record<string, string>>): string[] {
  return Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name]) => name);
}

test('every direct dependency stands in DECISIONS.md with its reason, and nothing else does', () => {
  assert.deepEqual(dependencyFaults(told, ours.dependencies), []);
});

test('versions are exact', () => {
  const all = { ...ours.dependencies, ...ours.devDependencies, ...ours.optionalDependencies };
  assert.deepEqual(loose(all), []);
  assert.deepEqual(loose({ a: '^1.0.0', b: '1.0.0', c: '*', d: '~2.1.0', e: 'latest' }), [
    'a',
    'c',
    'd',
    'e',
  ]);
});

test('a dependency that is not told, or told and gone, is found', () => {
  assert.deepEqual(dependencyFaults(told, { ...ours.dependencies, leftpad: '1.0.0' }), [
    'DECISIONS.md does not say what leftpad is for.',
  ]);
  assert.deepEqual(
    dependencyFaults(
      [
        ['`b`', 'a long reason'],
        ['`a`', ''],
      ],
      { b: '1.0.0' },
    ),
    [
      'DECISIONS.md tells of a, which is no dependency.',
      'DECISIONS.md gives no reason for `a`.',
      'a is out of the alphabet in DECISIONS.md.',
    ],
  );
});
