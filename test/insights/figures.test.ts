import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barWidths, dotPicture } from '../../server/insights/charts.ts';
import { medianOf, trendOf } from '../../server/insights/figures.ts';
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

/** One incident a day, the earlier ones of an hour, the later ones of ten minutes. */
const daily = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.UTC(2026, 0, index + 1)).toISOString();
    return dot(index + 1, day, index < count / 2 ? 3_600 : 600);
  });

test('a trend is drawn from 30 incidents on, and is the median of fifteen in a row', () => {
  assert.deepEqual(trendOf(daily(29)), []);
  const trend = trendOf(daily(30));
  assert.deepEqual(
    trend.map(({ seconds }) => seconds),
    [...Array<number>(8).fill(3_600), ...Array<number>(8).fill(600)],
  );
  assert.equal(trend[0]?.at, daily(30)[7]?.at, 'it begins at the middle of the first fifteen');
  assert.equal(dotPicture(daily(29), 600, trendOf(daily(29))).trend, undefined);
  const { trend: path = '', dots } = dotPicture(daily(30), 600, trend);
  assert.equal(path.split('L').length, 16);
  assert.ok(path.startsWith(`M${String(dots[7]?.x)} ${String(dots[7]?.y)}L`), path);
});

test('what the line shows is said in words as well', () => {
  const says = (count: number) => {
    const dots = daily(count);
    const distribution = {
      name: 'time-to-mitigate',
      words: 'Time to mitigate',
      dots,
      median: 600,
      missing: 0,
    } as const;
    const noticed = { alert: 0, us: 0, user: 0, partner: 0, unsaid: count };
    const figures = {
      distributions: [distribution],
      runbooks: [],
      noticed,
      ages: [],
      incidents: count,
      isCut: false,
    };
    return insightsPage(figures, 'all').charts[0]?.says ?? '';
  };
  assert.match(says(30), /Of the first 15 half took at most 1 h, of the latest 15 at most 10 min; the line/);
  assert.doesNotMatch(says(29), /the line/);
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
