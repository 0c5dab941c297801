import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sourcesIn } from './tree.ts';

/** Keys that the module acts on by itself, without an element that names them. */
const OF_THE_MODULE = ['j', 'k', '*', 'p', '['];
/** Keys that views take from a value: the tabs of an incident, the severities, the answers to what is asked. */
const FROM_VALUES = ['t', 'r', 'u', '1', '2', '3', '4', 'A', 'a', 'E'];

function named(): string[] {
  const texts = sourcesIn('views', '.ejs').map(({ text }) => text);
  const found = texts.flatMap((text) => [...text.matchAll(/\bdata-key="([^"<]+)"|\bkey: '([^']{1,3})'/g)]);
  return [...new Set(found.map(([, attribute, field]) => attribute ?? field ?? ''))];
}

function told(): string[] {
  const text = readFileSync('views/help/keys.md', 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
  return rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key));
}

test('every key of a view is on the help page, and the other way round', () => {
  const keys = [...named(), ...OF_THE_MODULE, ...FROM_VALUES];
  assert.deepEqual([...new Set(told())].toSorted(), [...new Set(keys)].toSorted());
});
