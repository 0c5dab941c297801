import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barWidths, dotPicture } from '../../server/insights/charts.ts';
import { medianOf } from '../../server/insights/figures.ts';
import { insightsPage } from '../../server/insights/pages.ts';

const MEDIANS: readonly [string, number[], number | undefined][] = [
  ['nothing', [], undefined],
  ['one', [7], 7],
  ['an odd number', [9, 1, 5], 5],
  ['an even number', [1, 100, 3, 5], 4],
];
for (const [what, values, median] of MEDIANS) {
  test(`the median of ${what}`, () => {
    assert.equal(medianOf(values), median);
  });
}

const dot = (number: number, at: string, seconds: number) => ({
  number,
  key: `INC-${String(number)}`,
  title: 'Checkout fails',
  at,
  seconds,
});
const DOTS = [
  dot(1, '2026-01-01T10:00:00.000Z', 60),
  dot(2, '2026-02-01T10:00:00.000Z', 600),
  dot(3, '2026-03-01T10:00:00.000Z', 6_000),
];

test('on a scale of multiples ten times as long is always as far', () => {
  const { dots, medianY } = dotPicture(DOTS, 600);
  const [first, second, third] = dots.map(({ y }) => y);
  assert.ok(Math.abs((first ?? 0) - (second ?? 0) - ((second ?? 0) - (third ?? 0))) < 0.3);
  assert.equal(medianY, second);
  assert.ok((dots[0]?.x ?? 0) < (dots[1]?.x ?? 0), 'time goes to the right');
});

test('one dot, and one of no seconds, have a place inside the picture', () => {
  for (const seconds of [0, 1, 86_400 * 900]) {
    const { dots, height, width } = dotPicture([dot(1, '2026-01-01T10:00:00.000Z', seconds)], seconds);
    const [only] = dots;
    assert.ok(only !== undefined && only.x > 0 && only.x < width, String(seconds));
    assert.ok(Number.isFinite(only.y) && only.y <= height);
  }
});

test('a picture of few dots is no wider than a phone shows, that of many is', () => {
  const many = Array.from({ length: 40 }, (_, day) =>
    dot(day, `2026-01-01T10:${String(day + 10)}:00.000Z`, 60),
  );
  assert.ok(dotPicture(many.slice(0, 3), 60).width <= 326);
  const { dots, width } = dotPicture(many, 60);
  assert.ok(width > 600);
  assert.ok((dots.at(-1)?.x ?? 0) > 600);
});

test('a bar is as wide as its share of the longest', () => {
  assert.deepEqual(barWidths([0, 5, 10]), [0, 50, 100]);
  assert.deepEqual(barWidths([0, 0]), [0, 0]);
});

test('a figure names its count, its median and what is missing', () => {
  const page = insightsPage(
    {
      distributions: [
        { name: 'time-to-mitigate', words: 'Time to mitigate', dots: DOTS, median: 600, missing: 2 },
        { name: 'time-to-detect', words: 'Time to detect', dots: [], median: undefined, missing: 5 },
      ],
      runbooks: [],
      noticed: { alert: 2, us: 1, user: 1, partner: 0, unsaid: 1 },
      ages: [3, 40, 400],
      incidents: 5,
      isCut: false,
    },
    '12',
  );
  assert.deepEqual(
    page.charts.map(({ says }) => says),
    ['3 incidents, half took at most 10 min; 2 incidents without it, as an end is missing.'],
  );
  assert.equal(page.noticed.says, '3 of 4 were noticed by us before users told us; of 1 nobody recorded it.');
  assert.match(page.ages.says, /3 open action items; half of them wait for at most 40 days/);
});
