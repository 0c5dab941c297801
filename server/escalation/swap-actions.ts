/** Offering a swap, answering it, and taking it back. Nothing moves before both agree; then both pieces move at once. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { listSchedules, lockedSchedule, type StoredSchedule } from './schedule-actions.ts';
import { insertOverride } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';
import {
  comingShifts,
  couldTake,
  lapsesAt,
  whyNotGiven,
  whyNotNow,
  type Piece,
  type Side,
  type Swap,
  type SwapState,
} from './swap.ts';
import { endSwap, insertSwap, openSwaps, recordTaken, swapById } from './swap-store.ts';
import { tellAnswered, tellLapsed, tellOffered } from './swap-telling-actions.ts';

export { openSwaps as waitingSwaps, shownSwaps } from './swap-store.ts';

type Person = { id: string; name: string };

/**
 * Offers one's own piece for one of somebody else, or without `asked` to the team, for one that whoever accepts chooses.
 * @throws Refused when one of the two is not whose it should be, or has begun
 */
export async function offerSwap(
  kit: EscalationKit,
  slug: string,
  wanted: { by: Person; gives: Piece; asked?: Side | undefined; reason: string },
): Promise<StoredSchedule> {
  const now = kit.clock.now();
  return inTransaction(kit.db, async (db) => {
    const schedule = await lockedSchedule(db, slug);
    const swap: Swap = {
      id: kit.ids.next(),
      scheduleId: schedule.id,
      offeredBy: wanted.by.id,
      gives: wanted.gives,
      asked: wanted.asked,
      taken: undefined,
      reason: wanted.reason,
      state: 'offered',
      offeredAt: now,
      endedAt: undefined,
    };
    const asked = whoseToAnswer(schedule, swap, now);
    if ((await openSwaps(db, schedule.id)).some((one) => isSameOffer(one, swap)))
      throw new Refused('offered', 'You have offered this already. It waits for an answer.');
    await insertSwap(db, swap);
    await tellOffered({ ...kit, db }, schedule, swap, { by: wanted.by.name, people: asked });
    return schedule;
  });
}

/**
 * Who may accept what is offered, and so hears of it.
 * @throws Refused when it cannot be offered
 */
function whoseToAnswer(schedule: StoredSchedule, swap: Swap, now: Instant): readonly string[] {
  const { offeredBy, gives, asked } = swap;
  const one = { personId: offeredBy, piece: gives };
  if (asked === undefined) {
    const why = whyNotGiven(schedule, one, now);
    if (why !== undefined) throw new Refused('not-theirs', why, { field: 'gives' });
    const people = couldTake(schedule, offeredBy, now);
    if (people.length > 0) return people;
    throw new Refused(
      'nobody-else',
      'Nobody else has a coming shift on this schedule to give in return. Ask somebody to cover yours instead.',
      { field: 'takes' },
    );
  }
  if (asked.personId === offeredBy)
    throw new Refused('own-shift', 'Choose a shift of somebody else: both of these are yours.', {
      field: 'takes',
    });
  const why = whyNotNow(schedule, { one, other: asked }, now);
  if (why !== undefined) throw new Refused('not-theirs', why, { field: 'takes' });
  return [asked.personId];
}

function isSameOffer(one: Swap, other: Swap): boolean {
  return (
    one.offeredBy === other.offeredBy &&
    one.gives.from === other.gives.from &&
    one.asked?.piece.from === other.asked?.piece.from
  );
}

/** What somebody may do with an offer, and what it then is. */
const ENDS = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' } as const satisfies Record<
  string,
  SwapState
>;
export type SwapAnswer = keyof typeof ENDS;
export const SWAP_ANSWERS = Object.keys(ENDS) as [SwapAnswer, ...SwapAnswer[]];

/**
 * Answers an offer, or takes one's own back. Accepted, both pieces change hands in this very transaction.
 * @param gives what whoever accepts gives for an offer that is open to the team
 * @throws Refused when it is not theirs to do, when it is over, or when the shifts have changed
 */
export async function answerSwap(
  kit: EscalationKit,
  id: string,
  { answer, gives }: { answer: SwapAnswer; gives?: Piece | undefined },
  { person, by }: { person: Person; by: By },
): Promise<{ schedule: StoredSchedule; swap: Swap }> {
  const now = kit.clock.now();
  return inTransaction(kit.db, async (db) => {
    const { swap, schedule: before } = await findSwap(db, id);
    mustBeTheirs(swap, answer, person.id);
    if (swap.state !== 'offered') throw over(swap);
    // Ended before anything is decided on the shifts: whoever comes second waits here for the first, and then reads
    // that it is over, and not that the shifts are other ones now.
    if (!(await endSwap(db, id, { state: ENDS[answer], at: now }))) throw over(swap);
    const schedule = await lockedSchedule(db, before.slug);
    const taken = answer === 'accept' ? takenSide(schedule, swap, { person, gives }, now) : undefined;
    const ended = { ...swap, state: ENDS[answer], taken };
    if (taken !== undefined) await recordTaken(db, id, taken);
    if (taken !== undefined) await exchange({ ...kit, db }, schedule, swap, taken, by);
    await tellAnswered({ ...kit, db }, schedule, ended, person);
    return { schedule, swap: ended };
  });
}

/** @throws NotFound */
export async function findSwap(db: Db, id: string): Promise<{ swap: Swap; schedule: StoredSchedule }> {
  const swap = await swapById(db, id);
  const schedule = swap && (await listSchedules(db)).find((one) => one.id === swap.scheduleId);
  if (swap === undefined || schedule === undefined) throw new NotFound('There is no such swap.');
  return { swap, schedule };
}

/** @throws Refused when this is not for them to do */
function mustBeTheirs({ asked, offeredBy }: Swap, answer: SwapAnswer, personId: string): void {
  const isOwn = personId === offeredBy;
  if (asked === undefined && answer === 'decline')
    throw new Refused(
      'open-to-team',
      'This offer is open to the team, so nobody declines it for all. Leave it to the others: it lapses when the shift begins.',
    );
  if (asked === undefined && answer === 'accept' && isOwn)
    throw new Refused('own-offer', 'You offered this, so somebody else accepts it. You can take it back.');
  if (answer === 'withdraw' ? isOwn : asked === undefined || personId === asked.personId) return;
  throw new Refused(
    'not-yours',
    'A swap is answered by whom it was offered to, and withdrawn by who offered it.',
  );
}

/**
 * What whoever accepts gives: what was asked for, or what they choose where the offer is open to the team.
 * @throws Refused when the two cannot be swapped any more, and for a choice that is not theirs to give
 */
function takenSide(
  schedule: StoredSchedule,
  swap: Swap,
  { person, gives }: { person: Person; gives: Piece | undefined },
  now: Instant,
): Side {
  if (swap.asked !== undefined && gives !== undefined)
    throw new Refused('both-named', 'This swap names both shifts, so leave out which you give.', {
      field: 'gives',
    });
  const taken = swap.asked ?? chosenSide(schedule, { personId: person.id, piece: gives }, now);
  const one = { personId: swap.offeredBy, piece: swap.gives };
  const why = whyNotNow(schedule, { one, other: taken }, now);
  if (why !== undefined) throw new Refused('not-theirs', why);
  return taken;
}

function chosenSide(
  schedule: StoredSchedule,
  { personId, piece }: { personId: string; piece: Piece | undefined },
  now: Instant,
): Side {
  if (!comingShifts(schedule, now).some((shift) => shift.personId === personId))
    throw new Refused(
      'no-shift',
      'You have no coming shift on this schedule to give in return. Cover the shift instead, which asks for none.',
    );
  if (piece === undefined)
    throw new Refused('no-choice', 'Choose which of your shifts you give in return.', { field: 'gives' });
  const why = whyNotGiven(schedule, { personId, piece }, now);
  if (why !== undefined) throw new Refused('not-theirs', why, { field: 'gives' });
  return { personId, piece };
}

function over({ state }: Swap): Refused {
  const how = state === 'offered' ? 'answered at this very moment' : state;
  return new Refused('over', `This swap is over: it was ${how}.`);
}

/** Two overrides, each of one in the place of the other. */
async function exchange(
  kit: EscalationKit,
  schedule: StoredSchedule,
  { offeredBy, gives, reason }: Swap,
  taken: Side,
  by: By,
): Promise<void> {
  const { db, clock, ids } = kit;
  const subject = { type: 'schedule', id: schedule.id, name: schedule.name } as const;
  for (const [piece, personId, insteadOf] of [
    [gives, taken.personId, offeredBy],
    [taken.piece, offeredBy, taken.personId],
  ] as const) {
    const made = { id: ids.next(), madeBy: by.name, madeAt: clock.now() };
    await insertOverride(db, schedule.id, {
      ...piece,
      ...made,
      personId,
      insteadOf,
      reason: `swapped: ${reason}`,
    });
    const details = { person: personId, ...piece };
    await audit({ db, clock, ids }, by, { kind: 'shift-covered', subject, details });
  }
}

/** Once a minute ends what nobody answered in time, and tells those who keep their shifts. */
export function passSwaps(kit: EscalationKit): () => Promise<void> {
  let minute = '';
  return async () => {
    const now = kit.clock.now();
    if (now.slice(0, 16) === minute) return;
    minute = now.slice(0, 16);
    const schedules = await listSchedules(kit.db);
    for (const swap of (await openSwaps(kit.db)).filter((one) => lapsesAt(one) <= now)) {
      const schedule = schedules.find(({ id }) => id === swap.scheduleId);
      if (schedule === undefined) continue;
      await inTransaction(kit.db, async (db) => {
        if (!(await endSwap(db, swap.id, { state: 'lapsed', at: now }))) return;
        await tellLapsed({ ...kit, db }, schedule, swap);
      });
    }
  };
}
