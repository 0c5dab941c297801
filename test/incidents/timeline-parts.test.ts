import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timelineLines, timelinePart } from '../../server/incidents/timeline-pages.ts';
import { declared } from '../support/told.ts';

/** 250 notes, one a minute, on top of what declaring writes. */
function long() {
  const told = declared();
  for (let note = 1; note <= 250; note += 1) {
    told.clock.wind(60);
    told.act('ben', { type: 'add-note', text: `Look ${note}`, flavour: 'note' });
  }
  return timelineLines(told.state, 'UTC');
}

test('a long timeline is read in parts that join without a gap and end at its beginning', () => {
  const all = long();
  const read: number[] = [];
  let from: number | undefined;
  do {
    const part = timelinePart(all, { from });
    assert.equal(part.isNewest, from === undefined);
    read.push(...part.lines.map(({ seq }) => seq));
    from = part.olderFrom;
  } while (from !== undefined);
  assert.deepEqual(
    read,
    all.map(({ seq }) => seq),
  );
});

test('the way back leads to the part before', () => {
  const all = long();
  const second = timelinePart(all, { from: timelinePart(all, {}).olderFrom });
  assert.equal(second.newerFrom, all[0]?.seq);
  assert.equal(timelinePart(all, { from: second.newerFrom }).newerFrom, undefined);
});

test('a part that is asked for by an entry holds it, and one that is not there gives the newest part', () => {
  const all = long();
  for (const seq of [1, 60, 140, 255]) {
    const part = timelinePart(all, { entry: seq });
    assert.ok(
      part.lines.some((line) => line.seq === seq),
      `#${seq}`,
    );
  }
  assert.equal(timelinePart(all, { entry: 9_999 }).isNewest, true);
});

test('a filter leaves what belongs together', () => {
  const part = timelinePart(long(), { filter: 'people' });
  assert.deepEqual(
    part.lines.map(({ kind }) => kind),
    ['role-taken'],
  );
});
