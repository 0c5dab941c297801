import { clockWithUtc, dateText, isoWithOffset } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { bandPage, type BandPage } from './band-page.ts';
import type { Known } from './replay.ts';
import { type RunPage } from './room-pages.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import { timelineLines } from './timeline-pages.ts';

/** An incident as its page looked at a moment, and the ways to other moments. */
export type ReplayPage = {
  /** As it was then. */
  strip: Strip;
  room: RunPage;
  base: string;
  /** "12 June 2023, 10:40 PDT (17:40Z)". */
  when: string;
  /** What had happened by then, as a picture. */
  band: BandPage | undefined;
  /** The same, as people type it in their zone. */
  typed: string;
  seq: number;
  lastSeq: number;
  /** The sentence of the entry that was the last one. */
  last: { words: string; href: string } | undefined;
  moves: readonly { label: string; href: string; isHere: boolean }[];
  /** Entries that somebody pinned: where something turned. */
  pinned: readonly { words: string; href: string }[];
};

const LEAP = 10;

export function replayPage(today: State, known: Known, room: RunPage, zone: string): ReplayPage {
  const base = href(paths.incidentReplay, { number: numberOf(today) });
  const { seq, now } = known;
  const to = (wanted: number): string =>
    `${base}?seq=${String(Math.min(today.seq, Math.max(1, wanted)))}#then`;
  const move = (label: string, wanted: number) => ({
    label,
    href: to(wanted),
    isHere: Math.min(today.seq, Math.max(1, wanted)) === seq,
  });
  const lines = timelineLines(today, zone);
  const last = lines.find((line) => line.seq === seq);
  return {
    strip: stripOf(known.state, 'Replay', now, zone),
    room,
    base,
    when: `${dateText(now, zone)}, ${clockWithUtc(now, zone)}`,
    // From this page to that of an entry.
    band: bandPage(known.state, { now, zone }, (entry) => `entries/${String(entry)}`),
    typed: isoWithOffset(now, zone).slice(0, 16).replace('T', ' '),
    seq,
    lastSeq: today.seq,
    last: last && { words: last.sentence, href: last.href },
    moves: [
      move('First', 1),
      move(`${String(LEAP)} back`, seq - LEAP),
      move('One back', seq - 1),
      move('One on', seq + 1),
      move(`${String(LEAP)} on`, seq + LEAP),
      move('Last', today.seq),
    ],
    pinned: lines
      .filter(({ isPinned }) => isPinned)
      .map((line) => ({ words: `${line.time} ${line.sentence}`, href: to(line.seq) }))
      .toReversed(),
  };
}
