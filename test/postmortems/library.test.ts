import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameDayBefore, shelfWords, type Shelf } from '../../server/postmortems/library.ts';

const shelf = (more: Partial<Shelf>): Shelf => ({
  rev: 3,
  publishedRev: undefined,
  review: undefined,
  open: 0,
  promised: 0,
  closing: undefined,
  ...more,
});
const closing = (rev: number) => ({
  id: 'c',
  rev,
  why: 'the tracker has them',
  at: '2026-11-02T08:00:00.000Z',
  by: 'Max',
});
const asked = { reviewedRev: undefined, isSentBack: false };

const CASES: readonly [Partial<Shelf>, writer: string, reader: string][] = [
  [{}, 'Draft', 'Draft'],
  [{ review: asked }, 'In review', 'In review'],
  [{ review: { ...asked, isSentBack: true } }, 'Draft', 'Draft'],
  [{ review: { ...asked, reviewedRev: 3 } }, 'Reviewed', 'Reviewed'],
  [{ review: { ...asked, reviewedRev: 2 } }, 'In review', 'In review'],
  [{ publishedRev: 3 }, 'Published', 'Published'],
  [{ publishedRev: 3, open: 2, promised: 3 }, 'Published, 2 tasks open', 'Published, 2 tasks open'],
  [
    { publishedRev: 3, promised: 3 },
    'Closed: all that was promised is done',
    'Closed: all that was promised is done',
  ],
  [
    { publishedRev: 3, open: 2, promised: 3, closing: closing(3) },
    'Closed by Max: the tracker has them',
    'Closed by Max: the tracker has them',
  ],
  [
    { publishedRev: 3, open: 2, promised: 3, closing: closing(2) },
    'Published, 2 tasks open',
    'Published, 2 tasks open',
  ],
  [{ publishedRev: 2 }, 'Version 2 published, version 3 is a draft', 'Published'],
  [{ publishedRev: 2, review: asked }, 'Version 2 published, version 3 in review', 'Published'],
];
for (const [more, writer, reader] of CASES) {
  test(`a text is "${writer}" for whoever writes and "${reader}" for whoever reads`, () => {
    assert.equal(shelfWords(shelf(more), true), writer);
    assert.equal(shelfWords(shelf(more), false), reader);
  });
}

test('this day of the years before is where it exists', () => {
  assert.deepEqual(sameDayBefore('2026-11-02').slice(0, 2), [
    { years: 1, day: '2025-11-02' },
    { years: 2, day: '2024-11-02' },
  ]);
  assert.deepEqual(sameDayBefore('2028-02-29'), [{ years: 4, day: '2024-02-29' }]);
});
