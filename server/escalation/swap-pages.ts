/** Swaps on the page of a schedule: what waits for an answer, what became of offers to the team, and what can be offered. */
import { href, paths } from '../web/paths.ts';
import type { Schedule } from './schedule.ts';
import { shortTime } from './strip.ts';
import { comingShifts, pieceValue, type Piece, type Swap } from './swap.ts';

type Option = { value: string; label: string };

export type OfferedSwap = {
  words: string;
  action: string;
  /** The reader offered it, was asked by name, or may choose one of their own shifts for it. */
  isMine: boolean;
  isForMe: boolean;
  isToChoose: boolean;
};

export type SwapsView = {
  offered: readonly OfferedSwap[];
  /** Offers to the team that are over: whoever was told of one reads here what became of it. */
  over: readonly string[];
  /** Shifts of the reader, and those of others, that have not begun. */
  mine: readonly Option[];
  theirs: readonly Option[];
};

type Reader = { id: string; now: string; zone: string; person(id: string): string };

export function swapsView(schedule: Schedule, swaps: readonly Swap[], reader: Reader): SwapsView {
  const { id, now, zone, person } = reader;
  const coming = comingShifts(schedule, now);
  const mine = coming.filter(({ personId }) => personId === id);
  const theirs = coming.filter(({ personId }) => personId !== id);
  const waiting = swaps.filter(({ state }) => state === 'offered');
  return {
    offered: waiting.map((swap) => ({
      words: offerText(swap, reader),
      action: href(paths.swap, { id: swap.id }),
      isMine: swap.offeredBy === id,
      isForMe: swap.asked?.personId === id,
      isToChoose: swap.asked === undefined && swap.offeredBy !== id && mine.length > 0,
    })),
    over: swaps.filter(({ state }) => state !== 'offered').map((swap) => overText(swap, reader)),
    mine: mine.map((piece) => ({ value: pieceValue(piece), label: spanText(piece, zone) })),
    theirs: theirs.map((piece) => ({
      value: pieceValue(piece),
      label: `${person(piece.personId)}, ${spanText(piece, zone)}`,
    })),
  };
}

function spanText({ from, to }: Piece, zone: string): string {
  return `${shortTime(from, zone)} to ${shortTime(to, zone)}`;
}

function offerText({ offeredBy, gives, asked, reason }: Swap, { zone, person }: Reader): string {
  const [who, what] = [person(offeredBy), spanText(gives, zone)];
  return asked === undefined
    ? `${who} offers the team ${what}, for a shift of whoever accepts it first: ${reason}`
    : `${who} gives ${what} for ${spanText(asked.piece, zone)} of ${person(asked.personId)}: ${reason}`;
}

function overText({ offeredBy, gives, taken }: Swap, { zone, person }: Reader): string {
  const what = spanText(gives, zone);
  return taken === undefined
    ? `${person(offeredBy)} took back the offer of ${what}.`
    : `${person(taken.personId)} took ${what} of ${person(offeredBy)}, who took ${spanText(taken.piece, zone)} in return.`;
}
