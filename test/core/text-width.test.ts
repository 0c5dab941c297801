import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenLines, textWidth } from '../../server/core/text-width.ts';

const LINES: readonly [what: string, text: string, room: number, most: number, lines: string[]][] = [
  ['what fits stays in one line', 'Look at the board', 200, 3, ['Look at the board']],
  ['words go to the next line whole', 'Look at the board', 80, 3, ['Look at the', 'board']],
  ['what is left over is marked', 'Look at the board once more', 80, 2, ['Look at the', 'board once…']],
  ['a word without a break is cut', 'cluster-reconfiguration-job', 80, 3, ['cluster-rec…']],
  ['blanks in a row count once', '  Look   at\nit ', 200, 3, ['Look at it']],
  ['nothing gives no line', ' ', 80, 3, []],
  ['signs that fill a square take more room', '漢字漢字漢字漢字', 80, 1, ['漢字漢字漢…']],
];

for (const [what, text, room, most, lines] of LINES) {
  test(what, () => {
    const broken = brokenLines(text, room, 13, most);
    assert.deepEqual(broken, lines);
    for (const line of broken) assert.ok(textWidth(line, 13) <= room, line);
  });
}
