/** Two people change shifts: what is offered, and what can still come of it. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { spans, type Schedule } from './schedule.ts';

/** A piece of time in which one person is on call. */
export type Piece = { from: Instant; to: Instant };

/** What one of the two gives: whose it is, and when. */
export type Side = { personId: string; piece: Piece };

/** Offered: it waits for the other. Lapsed: one of the two pieces began before anybody answered. */
export type SwapState = 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'lapsed';

export type Swap = {
  id: string;
  scheduleId: string;
  offeredBy: string;
  gives: Piece;
  /** Whose piece is asked for in return. Without it the offer is open to the team: whoever accepts chooses one of theirs. */
  asked: Side | undefined;
  /** Who accepted it, and what they gave in return. */
  taken: Side | undefined;
  reason: string;
  state: SwapState;
  offeredAt: Instant;
  endedAt: Instant | undefined;
};

/** An offer that nobody answered until one of its pieces began is over. */
export function lapsesAt({ gives, asked }: Pick<Swap, 'gives' | 'asked'>): Instant {
  return asked !== undefined && asked.piece.from < gives.from ? asked.piece.from : gives.from;
}

/** Whether all of a piece is still that person's. */
function isTheirs(schedule: Schedule, { piece, personId }: Side): boolean {
  return spans(schedule, piece.from, piece.to).every((span) => span.personId === personId);
}

const AHEAD_SECONDS = 60 * 86_400;

/** Whole shifts of the next two months that have not begun, by whoever has them. */
export function comingShifts(schedule: Schedule, now: Instant): (Piece & { personId: string })[] {
  const end = plusSeconds(now, AHEAD_SECONDS);
  const joined: (Piece & { personId: string | undefined })[] = [];
  for (const { from, to, personId } of spans(schedule, now, end)) {
    const last = joined.at(-1);
    if (last?.personId === personId && last !== undefined) last.to = to;
    else joined.push({ from, to, personId });
  }
  // The first has begun, and the last may go on behind the end of what was looked at.
  return joined.flatMap(({ from, to, personId }) =>
    personId !== undefined && from > now && to < end ? [{ from, to, personId }] : [],
  );
}

/** Who could take an offer that is open to the team: everybody else who has a shift to give in return. */
export function couldTake(schedule: Schedule, offeredBy: string, now: Instant): string[] {
  const people = new Set(comingShifts(schedule, now).map(({ personId }) => personId));
  people.delete(offeredBy);
  return [...people];
}

/** Why a swap cannot be made any more, in a sentence; undefined when it can. */
export function whyNotNow(
  schedule: Schedule,
  { one, other }: { one: Side; other: Side },
  now: Instant,
): string | undefined {
  if (one.piece.from <= now || other.piece.from <= now)
    return 'One of the two shifts has begun, so they are not swapped any more.';
  if (!isTheirs(schedule, one) || !isTheirs(schedule, other))
    return 'The shifts have changed since it was offered. Offer it anew as they are.';
  return undefined;
}

/** Why somebody cannot give the piece that they chose, in a sentence; undefined when they can. */
export function whyNotGiven(schedule: Schedule, side: Side, now: Instant): string | undefined {
  if (side.piece.from <= now) return 'That shift has begun. Choose one that lies ahead.';
  if (!isTheirs(schedule, side)) return 'That shift is not yours, or not any more. Choose one of yours.';
  return undefined;
}

/** `from/to` as the value of a choice, and back; undefined for anything else. */
export function pieceValue({ from, to }: Piece): string {
  return `${from}/${to}`;
}

export function pieceOf(value: string): Piece | undefined {
  const [, from, to] = /^(\d{4}-[\d:.T-]+Z)\/(\d{4}-[\d:.T-]+Z)$/.exec(value) ?? [];
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}
