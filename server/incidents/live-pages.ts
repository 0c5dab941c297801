import { sentenceList } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import { timelineLines } from './timeline-pages.ts';

/** What a page needs to follow along: addresses, and from where on. */
export type LiveView = {
  /** Of its stream: the parts of the page lie in `parts/` beside it, and how much is new in `counts` below it. */
  stream: string;
  /** Further fields of the address of a part, so that it is the part of this very page. */
  query: string;
  /** The page itself, for those who refresh by hand. */
  self: string;
  /** "17:28:04Z". */
  updated: string;
  /** The last entry that the page shows; 0 on the board. */
  seq: number;
  /** Whose acts are not news to the reader: their own. */
  reader: string;
  /** Who else is there; empty for nobody, and undefined on the board, where that is not shown. */
  here: string | undefined;
};

type Reading = {
  now: string;
  reader: string;
  here: string;
  /** The address of the page, and what it was asked for. */
  self: string;
  asked: Readonly<Record<string, string | undefined>>;
};

/** A page of an incident. */
export function liveRoom(state: State, { now, reader, here, self, asked }: Reading): LiveView {
  const number = numberOf(state);
  const given = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const query = new URLSearchParams(given).toString();
  return {
    stream: href(paths.incidentLive, { number }),
    query,
    self: query === '' ? self : `${self}?${query}`,
    updated: `${now.slice(11, 19)}Z`,
    seq: state.seq,
    reader,
    here,
  };
}

export function liveBoard({ now, reader }: Pick<Reading, 'now' | 'reader'>): LiveView {
  return {
    stream: paths.live,
    query: '',
    self: paths.board,
    updated: `${now.slice(11, 19)}Z`,
    seq: 0,
    reader,
    here: undefined,
  };
}

/** What happened last, as a page says it that shows no timeline. */
export type NewsLine = { seq: number; who: string; kind: string; sentence: string };
const NEWS = 12;

export function newsLines(state: State, zone: string): NewsLine[] {
  return timelineLines(state, zone).filter(({ seq }) => seq > state.seq - NEWS);
}

const MOST_NAMED = 6;

/** Who has the incident open, or nothing unless that is somebody more than the reader alone: "Ana Ruiz and Ben Hofer are here". */
export function presenceWords(people: readonly { id: string; name: string }[], readerId: string): string {
  if (people.every(({ id }) => id === readerId)) return '';
  const named = people.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = people.length - named.length;
  const list = sentenceList(more > 0 ? [...named, `${String(more)} more`] : named);
  return `${list} ${people.length === 1 ? 'is' : 'are'} here`;
}
