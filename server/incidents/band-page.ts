import { dayText } from '../core/clock-marks.ts';
import type { Instant } from '../core/clock.ts';
import { keeper } from '../core/kept.ts';
import { counted, cut, sentenceList } from '../core/text.ts';
import { clockText, durationText, sameLocalDay, secondsBetween, zoneText } from '../core/time.ts';
import type { BandItem, Sign } from './band-items.ts';
import { bandRows, type BandRow } from './band-rows.ts';
import { bandOf, NARROW, WIDE, type Band, type BandPart, type BandShape } from './band.ts';
import { effective, isCorrection } from './corrections.ts';
import type { Effective, State } from './state.ts';
import { isLive } from './status-order.ts';

/** An incident as a picture over its time, once for a desk and once for a phone, and the same as a table. */
export type BandPage = {
  pictures: readonly BandPicture[];
  /** What the picture shows, for those who do not see it. */
  description: string;
  /** What its shapes mean, and what is left out of it. */
  captions: readonly string[];
  table: readonly BandLine[];
};

export type BandPicture = Omit<Band, 'rows'> & {
  size: 'wide' | 'narrow';
  rows: readonly (Omit<BandPart, 'shapes' | 'row'> & {
    look: BandRow['look'];
    shapes: readonly BandLink[];
  })[];
};

export type BandLink = Omit<BandShape, 'items'> & { href: string; title: string };

/** A line of the table: words, or nothing where there is nothing to say. */
export type BandLine = {
  what: string;
  from: string;
  to: string;
  minutes: string;
  href: string;
  entry: string;
};

/** With fewer moments than this a list says it as well. */
const LEAST_MOMENTS = 3;
/** A longer table tells together what the picture shows together. */
const MOST_LINES = 40;
const TITLE_LENGTH = 140;

type Reading = { now: Instant; zone: string };
type Words = Reading & { isOneDay: boolean; hrefOf: (seq: number) => string };

const keptEntries = keeper<State, readonly Effective[]>();

/**
 * The band of an incident; none while there is too little to show.
 * @param hrefOf where an entry is found, by its number
 */
export function bandPage(
  state: State,
  { now, zone }: Reading,
  hrefOf: (seq: number) => string,
): BandPage | undefined {
  const entries = keptEntries(state, '', () => effective(state.entries).filter((one) => !isCorrection(one)));
  const moments = entries.map(({ occurredAt }) => occurredAt);
  if (new Set(moments).size < LEAST_MOMENTS) return undefined;
  const rows = bandRows(state, entries, zone);
  const end = isLive(state.status) ? now : undefined;
  const [wide, narrow] = [WIDE, NARROW].map((size) => bandOf(rows, moments, end, zone, size));
  if (wide === undefined || narrow === undefined) return undefined;
  const ordered = moments.toSorted();
  const [first = now, last = now] = [ordered[0], end ?? ordered.at(-1)];
  const words = { now, zone, hrefOf, isOneDay: sameLocalDay(first, last, zone) };
  return {
    pictures: [picture('wide', wide, words), picture('narrow', narrow, words)],
    description: `${counted(entries.length, 'entry', 'entries')} over ${durationText(secondsBetween(first, last))}. Each mark and bar leads to its entry. The same stands below as a table.`,
    captions: captions(wide, rows, words),
    table: tableOf(wide, rows, words),
  };
}

function picture(size: BandPicture['size'], { rows, ...band }: Band, words: Words): BandPicture {
  return {
    ...band,
    size,
    rows: rows.map(({ row, shapes, ...part }) => ({
      ...part,
      look: row.look,
      shapes: shapes.map(({ items, ...shape }) => ({
        ...shape,
        href: words.hrefOf(items[0]?.seq ?? 0),
        title: titleOf(items, row, words),
      })),
    })),
  };
}

function titleOf(items: readonly BandItem[], row: BandRow, words: Words): string {
  const [first] = items;
  if (first !== undefined && items.length === 1) {
    const name = row.form === 'marks' ? '' : `${row.name}: `;
    return `${name}${first.told}, ${stretchText(first, row, words)}`;
  }
  const told = items.map((item) => item.told).join('; ');
  return cut(
    `${counted(items.length, row.many, row.many)}, ${togetherText(items, words)}: ${told}`,
    TITLE_LENGTH,
  );
}

function stretchText(item: BandItem, { form }: BandRow, words: Words): string {
  if (form === 'marks') return whenText(item.from, item.isAbout, words);
  const about = item.isAbout ? 'about' : undefined;
  const lasted = durationText(secondsBetween(item.from, item.to ?? words.now), about);
  if (item.to === undefined) return `since ${whenText(item.from, item.isAbout, words)}, ${lasted} so far`;
  return `${rangeText(item.from, item.to, item.isAbout, words)}, ${lasted}`;
}

function togetherText(items: readonly BandItem[], words: Words): string {
  const { from, to } = ends(items);
  return to === undefined ? `since ${whenText(from, false, words)}` : rangeText(from, to, false, words);
}

/** "10:15 to 10:42 PDT"; each end with its date where that is another. */
function rangeText(from: Instant, to: Instant, isAbout: boolean, words: Words): string {
  const { zone } = words;
  const isSimple = sameLocalDay(from, to, zone) && zoneText(from, zone) === zoneText(to, zone);
  const begin = whenText(from, isAbout, words);
  if (!isSimple) return `${begin} to ${whenText(to, false, words)}`;
  return `${begin.replace(/(\d\d:\d\d).*$/, '$1')} to ${clockText(to, zone)}`;
}

function ends(items: readonly BandItem[]): { from: Instant; to: Instant | undefined } {
  const closed = items.flatMap(({ to }) => to ?? []);
  return {
    from: items[0]?.from ?? '',
    to: closed.length < items.length ? undefined : closed.toSorted().at(-1),
  };
}

/** "~10:15 PDT", and with its date in an incident of several days. */
function whenText(at: Instant, isAbout: boolean, { zone, isOneDay }: Words): string {
  return `${isOneDay ? '' : `${dayText(at, zone)} `}${isAbout ? '~' : ''}${clockText(at, zone)}`;
}

const SIGNS: Readonly<Record<Sign, string>> = {
  yes: '✓ as expected, accepted, confirmed, or it worked',
  no: '× ruled out, or without effect',
  unexpected: '≠ not as expected, or worse',
  unsure: '? not sure',
  skipped: '– skipped or withdrawn',
  sent: '',
};

function captions(band: Band, rows: readonly BandRow[], words: Words): string[] {
  const items = rows.flatMap((row) => row.items);
  const used = new Set(items.map(({ sign }) => sign));
  const signs = Object.entries(SIGNS).flatMap(([sign, said]) =>
    said !== '' && used.has(sign as Sign) ? [said] : [],
  );
  const shapes = band.rows.flatMap((row) => row.shapes);
  const left = band.cuts.map(
    ({ from, seconds }) => `${durationText(seconds)} from ${whenText(from, false, words)}`,
  );
  return [
    `Times in ${band.axis.zone}.`,
    ...(signs.length === 0 ? [] : [`${signs.join('; ')}.`]),
    ...(items.some(({ to }) => to === undefined) ? ['A pointed end: it goes on.'] : []),
    ...(shapes.some(({ rest }) => rest !== undefined) ? ['Dashes: nobody worked on it.'] : []),
    ...(shapes.some(({ items: merged }) => merged.length > 1) ? ['A number: so many together.'] : []),
    ...(left.length === 0 ? [] : [`Left out, since nothing was recorded: ${sentenceList(left)}.`]),
  ];
}

function tableOf(band: Band, rows: readonly BandRow[], words: Words): BandLine[] {
  const isShort = rows.reduce((sum, { items }) => sum + items.length, 0) <= MOST_LINES;
  return isShort
    ? rows.flatMap((row) => row.items.map((item) => lineOf([item], row, words)))
    : band.rows.flatMap(({ row, shapes }) => shapes.map(({ items }) => lineOf(items, row, words)));
}

function lineOf(items: readonly BandItem[], row: BandRow, words: Words): BandLine {
  const { from, to } = ends(items);
  const [first] = items;
  const isMoment = row.form === 'marks' && items.length === 1;
  const seq = first?.seq ?? 0;
  return {
    what:
      items.length === 1 ? `${row.name}: ${first?.told ?? ''}` : counted(items.length, row.many, row.many),
    from: whenText(from, items.length === 1 && first?.isAbout === true, words),
    to: isMoment ? '' : to === undefined ? 'goes on' : whenText(to, false, words),
    minutes: isMoment ? '' : minutesText(secondsBetween(from, to ?? words.now)),
    href: words.hrefOf(seq),
    entry: `#${String(seq)}`,
  };
}

function minutesText(seconds: number): string {
  return seconds > 0 && seconds < 60 ? 'under 1' : String(Math.round(seconds / 60));
}
