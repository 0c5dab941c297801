/** Swaps on the page of a schedule: what waits for an answer, and what can be offered. */
import { href, paths } from '../web/paths.ts';
import type { Schedule } from './schedule.ts';
import { shortTime } from './strip.ts';
import { comingShifts, pieceValue, type Piece, type Swap } from './swap.ts';

type Option = { value: string; label: string };

export type SwapsView = {
  offered: readonly { words: string; action: string; isMine: boolean; isForMe: boolean }[];
  /** Shifts of the reader, and those of others, that have not begun. */
  mine: readonly Option[];
  theirs: readonly Option[];
};

export function swapsView(
  schedule: Schedule,
  swaps: readonly Swap[],
  { id, now, zone, person }: { id: string; now: string; zone: string; person(id: string): string },
): SwapsView {
  const span = ({ from, to }: Piece): string => `${shortTime(from, zone)} to ${shortTime(to, zone)}`;
  const coming = comingShifts(schedule, now);
  return {
    offered: swaps.map((swap) => ({
      words: `${person(swap.offeredBy)} gives ${span(swap.gives)} for ${span(swap.takes)} of ${person(swap.offeredTo)}: ${swap.reason}`,
      action: href(paths.swap, { id: swap.id }),
      isMine: swap.offeredBy === id,
      isForMe: swap.offeredTo === id,
    })),
    mine: coming
      .filter(({ personId }) => personId === id)
      .map((piece) => ({ value: pieceValue(piece), label: span(piece) })),
    theirs: coming
      .filter(({ personId }) => personId !== id)
      .map((piece) => ({ value: pieceValue(piece), label: `${person(piece.personId)}, ${span(piece)}` })),
  };
}
