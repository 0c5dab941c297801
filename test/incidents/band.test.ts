import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bandPage, type BandPage, type BandPicture } from '../../server/incidents/band-page.ts';
import { loadAssets } from '../../server/web/assets.ts';
import { makeRender } from '../../server/web/render.ts';
import { declared, type Told } from '../support/told.ts';

const ZONE = 'America/Los_Angeles';
const MIN = 60;

function pageOf(told: Told): BandPage {
  const page = bandPage(told.state, { now: told.clock.now(), zone: ZONE }, (seq) => `#e${seq}`);
  assert.ok(page !== undefined, 'there is enough to show');
  return page;
}

function after(told: Told, minutes: number, ...act: Parameters<Told['act']>): void {
  told.clock.wind(minutes * MIN);
  told.act(...act);
}

const note = (text: string): Parameters<Told['act']> => ['ben', { type: 'add-note', text, flavour: 'note' }];

function impactOf(told: Told, minutes: number, statement: string): void {
  after(told, minutes, 'ana', { type: 'open-impact', service: 'storefront', statement, percent: 12 });
}

/** A morning with some of everything: a cause that is ruled out, one that is confirmed, and a reader asked in. */
function morning(): Told {
  const told = declared();
  const suspect = (statement: string) => told.act('ben', { type: 'open-hypothesis', statement });
  const evidence = [{ text: 'Its error rate is 0.02 %' }];
  after(told, 2, ...note('Looks bad'));
  impactOf(told, 2, 'Payments fail');
  suspect('The gateway fails');
  told.clock.wind(9 * MIN);
  const [gateway] = told.state.hypotheses;
  told.act('ben', { type: 'rule-out-hypothesis', hypothesisId: gateway?.id ?? '', evidence });
  suspect('The cache is cold');
  told.clock.wind(20 * MIN);
  const [, cache] = told.state.hypotheses;
  told.act('ben', { type: 'confirm-hypothesis', hypothesisId: cache?.id ?? '', evidence });
  told.clock.wind(5 * MIN);
  return told;
}

const row = (picture: BandPicture | undefined, look: string) =>
  picture?.rows.find((one) => one.look === look) ?? assert.fail(`no row ${look}`);

/** The places of a path, in pairs as far as they are absolute. */
function acrossOf(d: string): number[] {
  return [...d.matchAll(/[MH](-?[\d.]+)/g)].map(([, x]) => Number(x));
}

function assertWithin({ rows, width, height, cuts, axis, grid, density, nowX = 0 }: BandPicture): void {
  const shapes = rows.flatMap((one) => one.shapes);
  const across = [
    ...shapes.flatMap(({ bar = '', rest = '' }) => acrossOf(bar + rest)),
    ...shapes.flatMap(({ sign }) => (sign === undefined ? [] : [sign.x - 8, sign.x + 8])),
    ...shapes.flatMap(({ count }) => (count === undefined ? [] : [count.x, count.x + count.width])),
    ...shapes.flatMap(({ label }) => label?.x ?? []),
    ...cuts.flatMap(({ x, width: wide }) => [x, x + wide]),
    ...[...axis.clocks, ...axis.dates].map(({ x }) => x),
    ...acrossOf(grid),
    ...acrossOf(density.d),
    nowX,
  ];
  const beyond = across.filter((x) => !(x >= 0 && x <= width));
  assert.deepEqual(beyond, [], 'nothing is left or right of the picture');
  const low = shapes.filter(({ y }) => !(y >= 0 && y + 18 <= height));
  assert.deepEqual(low, [], 'nothing is above or below it');
}

/** What can be pointed at in a row that is one after the other, or one moment after the other. */
function assertInOrder(picture: BandPicture): void {
  for (const { look, shapes } of picture.rows) {
    if (!['status', 'severity', 'command', 'steps', 'updates'].includes(look)) continue;
    const starts = shapes.map(({ bar, sign, count }) =>
      bar === undefined ? (sign?.x ?? (count?.x ?? 0) + (count?.width ?? 0) / 2) : (acrossOf(bar)[0] ?? 0),
    );
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => a - b),
      `${look} in order`,
    );
    if (look === 'steps' || look === 'updates')
      assert.ok(
        starts.every((x, index) => index === 0 || x - (starts[index - 1] ?? 0) >= 24),
        `${look} apart`,
      );
  }
}

const LONG = 5_000;

function manyEntries(): Told {
  const told = declared();
  const small = Array.from({ length: LONG - told.state.seq }, (_, index) => index);
  for (const index of small) {
    // Every tenth is impact that comes and goes, so that the rows are full as well.
    if (index % 20 === 0) impactOf(told, 1, `Fails ${index}`);
    else if (index % 20 === 10) {
      const open = told.state.impact.at(-1)?.id ?? '';
      after(told, 1, 'ana', { type: 'close-impact', intervalId: open, signal: 'the board' });
    } else if (index % 50 === 1)
      after(told, 1, 'ben', { type: 'open-hypothesis', statement: `Cause ${index}` });
    else after(told, 1, ...note(`Reading ${index}`));
  }
  return told;
}

describe('the band', () => {
  const minute = declared();
  after(minute, 0.3, ...note('Nothing'));
  after(minute, 0.3, ...note('Still nothing'));
  const days = morning();
  for (const hours of [9, 14, 12, 10, 15]) after(days, hours * 60, ...note('Still slow'));
  const cases: readonly [what: string, told: Told][] = [
    ['of a minute', minute],
    ['of a morning', morning()],
    ['of three days', days],
    ['of 5,000 entries', manyEntries()],
  ];

  for (const [what, told] of cases) {
    test(`${what} stays in its frame and in order, on a desk and on a phone`, () => {
      for (const picture of pageOf(told).pictures) {
        assertWithin(picture);
        assertInOrder(picture);
      }
    });
  }

  test('is left out while there is too little to show', () => {
    const told = declared();
    told.act(...note('Looks bad'));
    assert.equal(bandPage(told.state, { now: told.clock.now(), zone: ZONE }, String), undefined);
  });

  test('has no row for what did not happen', () => {
    const [wide] = pageOf(minute).pictures;
    assert.deepEqual(
      wide?.rows.map(({ look }) => look),
      ['status', 'severity', 'command'],
    );
  });

  test('tells by words and by a shape what became of a suspicion', () => {
    const [wide] = pageOf(morning()).pictures;
    const told = row(wide, 'suspected').shapes.map(({ sign, label }) => [sign?.kind, label?.text]);
    assert.deepEqual(told, [
      ['no', 'ruled out: The gateway fails'],
      ['yes', 'confirmed: The cache is cold'],
    ]);
  });

  test('lets what goes on run to the present with a point', () => {
    const page = pageOf(morning());
    const [wide] = page.pictures;
    const [open] = row(wide, 'impact').shapes;
    assert.match(open?.bar ?? '', /l7 9l-7 9/);
    assert.match(open?.title ?? '', /^Impact: Payments fail, 12 % of users, since 10:19 PDT, 34 min so far$/);
    assert.match(page.captions.join(' '), /A pointed end: it goes on\./);
    assert.ok(wide?.nowX !== undefined);
  });

  test('says the same as a table, with minutes and the entry of each', () => {
    const { table } = pageOf(morning());
    assert.deepEqual(
      table.find(({ what }) => what === 'Suspected: ruled out: The gateway fails'),
      {
        what: 'Suspected: ruled out: The gateway fails',
        from: '10:19 PDT',
        to: '10:28 PDT',
        minutes: '9',
        href: '#e8',
        entry: '#8',
      },
    );
    assert.equal(table.find(({ what }) => what.startsWith('Impact'))?.to, 'goes on');
  });

  test('of 5,000 entries has a bounded number of shapes, some with a count, and stays small', () => {
    const page = pageOf(manyEntries());
    const shapes = page.pictures.map(({ rows }) => rows.flatMap((one) => one.shapes).length);
    assert.ok(
      shapes.every((many) => many < 60),
      `${shapes.join(' and ')} shapes`,
    );
    assert.match(row(page.pictures[0], 'impact').shapes.at(-1)?.label?.text ?? '', /^\d+ more$/);
    const html = makeRender('', loadAssets('')).part('band', page).toString();
    assert.ok(html.length < 20_480, `${html.length} characters`);
  });
});
