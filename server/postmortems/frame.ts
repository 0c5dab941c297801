/** What every block of a document is written with. */
import type { Instant } from '../core/clock.ts';
import { durationText, secondsBetween } from '../core/time.ts';
import { zone as readZone } from '../core/zone.ts';
import { effective } from '../incidents/corrections.ts';
import type { StoredEntry } from '../incidents/entry.ts';
import type { Effective, State } from '../incidents/state.ts';
import { href, paths } from '../web/paths.ts';
import { blockTimes, documentTimes } from './block-times.ts';
import type { BlockTimes, DocumentTimes, Point } from './block-times.ts';
import { whoIn } from './names.ts';
import type { NameStyle, Who } from './names.ts';
import { isTold } from './timeline-kinds.ts';

/** What the review promised, as a table of the document shows it. */
export type PromisedItem = {
  key: string;
  text: string;
  type: string;
  owner: string | undefined;
  due: string | undefined;
  doneWhen: string | undefined;
  /** The entry that it came from. */
  sourceSeq: number | undefined;
};

export type DraftOptions = {
  /** The zone in which times are printed; without one the home zone of the incident. */
  zone?: string | undefined;
  names: NameStyle;
  /** Makes an address below the root a whole one, for documents that leave the house. */
  absolute?: ((path: string) => string) | undefined;
  /** The name of a service by its slug; a slug that has none stands for itself. */
  service?: ((slug: string) => string | undefined) | undefined;
  /** Action items that stand already; those that were rejected are left out by whoever gives them. */
  items?: readonly PromisedItem[] | undefined;
};

export type Frame = {
  state: State;
  /** The entries as they count, in order of time and then of number. */
  entries: readonly Effective[];
  /** The last instant that the record knows: what has not ended is counted up to here. */
  asOf: Instant;
  document: DocumentTimes;
  /** Fresh times for a block. */
  times(): BlockTimes;
  /** References to entries: `[#14](/incidents/42#e14)`; three and more in a row as `#14 to #17`. */
  ref(...seqs: readonly number[]): string;
  /** A link to the incident itself, `INC-42`. */
  incidentLink: string;
  who: Who;
  /** Whether people are named; else only their roles are. */
  isNamed: boolean;
  service(slug: string): string;
  items: readonly PromisedItem[];
};

export function frameOf(state: State, entries: readonly StoredEntry[], options: DraftOptions): Frame {
  const counted = effective(entries).toSorted(byTime);
  const zone = usableZone(options.zone ?? state.homeZone);
  const told = counted.filter((entry) => isTold(entry, state)).map(({ occurredAt }) => occurredAt);
  const document = documentTimes(zone, told.length > 0 ? told : counted.map(({ occurredAt }) => occurredAt));
  const path = options.absolute ?? ((below: string) => below);
  const page = pageOf(state.key);
  // A person may have typed the number of an entry that does not exist.
  const known = new Set(entries.map(({ seq }) => seq));
  const one = (seq: number) => `[#${seq}](${path(`${page}#e${seq}`)})`;
  return {
    state,
    entries: counted,
    asOf: counted.at(-1)?.occurredAt ?? '1970-01-01T00:00:00.000Z',
    document,
    times: () => blockTimes(document),
    ref: (...seqs) =>
      rowsOf(seqs.filter((seq) => known.has(seq)))
        .map((row) => rowText(row, one))
        .join(' '),
    incidentLink: `[${state.key}](${path(page)})`,
    who: whoIn(state, options.names),
    isNamed: options.names === 'person',
    service: (slug) => options.service?.(slug) ?? slug,
    items: options.items ?? [],
  };
}

function byTime(a: Effective, b: Effective): number {
  if (a.occurredAt === b.occurredAt) return a.seq - b.seq;
  return a.occurredAt < b.occurredAt ? -1 : 1;
}

/** A record may come from elsewhere with a zone that this machine does not know. */
function usableZone(name: string): string {
  const read = readZone(name);
  return 'zone' in read ? read.zone : 'UTC';
}

/** The page of an incident below the root: `/incidents/42`. A drill has a debrief instead of a postmortem. */
function pageOf(key: string): string {
  return href(paths.incident, { number: key.split('-').at(-1) ?? '' });
}

/** Numbers in rows of neighbours: 1, 2, 3, 7 are [1, 2, 3] and [7]. */
function rowsOf(seqs: readonly number[]): number[][] {
  const rows: number[][] = [];
  for (const seq of [...new Set(seqs)].toSorted((a, b) => a - b)) {
    const row = rows.at(-1);
    if (row?.at(-1) === seq - 1) row.push(seq);
    else rows.push([seq]);
  }
  return rows;
}

function rowText(row: readonly number[], one: (seq: number) => string): string {
  const [first, last] = [row[0], row.at(-1)];
  if (row.length < 3 || first === undefined || last === undefined) return row.map(one).join(' ');
  return `${one(first)} to ${one(last)}`;
}

/** How long it is from one point to another, in words: "about 13 min" when one of them is an estimate. */
export function lengthText(from: Point, to: Point): string {
  const isAbout = from.precision === 'about' || to.precision === 'about';
  return durationText(secondsBetween(from.at, to.at), isAbout ? 'about' : undefined);
}
