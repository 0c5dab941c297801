/** Offering a swap, answering it, and taking it back. Nothing moves before both agree; then both pieces move at once. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { contactables } from '../identity/directory-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { href, paths } from '../web/paths.ts';
import { findSchedule, listSchedules, type StoredSchedule } from './schedule-actions.ts';
import { insertOverride } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';
import { shortTime } from './strip.ts';
import { lapsesAt, whyNotNow, type Piece, type Swap, type SwapState } from './swap.ts';
import { endSwap, insertSwap, openSwaps, swapById } from './swap-store.ts';

export { openSwaps as waitingSwaps } from './swap-store.ts';

type Person = { id: string; name: string };

/**
 * Offers one's own piece for one of somebody else.
 * @throws Refused when one of the two is not whose it should be, or has begun
 */
export async function offerSwap(
  kit: EscalationKit,
  slug: string,
  wanted: { by: Person; to: string; gives: Piece; takes: Piece; reason: string },
): Promise<StoredSchedule> {
  const now = kit.clock.now();
  return inTransaction(kit.db, async (db) => {
    const schedule = await findSchedule(db, slug);
    const swap: Swap = {
      id: kit.ids.next(),
      scheduleId: schedule.id,
      offeredBy: wanted.by.id,
      offeredTo: wanted.to,
      gives: wanted.gives,
      takes: wanted.takes,
      reason: wanted.reason,
      state: 'offered',
      offeredAt: now,
      endedAt: undefined,
    };
    if (swap.offeredTo === swap.offeredBy)
      throw new Refused('own-shift', 'Choose a shift of somebody else: both of these are yours.', {
        field: 'takes',
      });
    const why = whyNotNow(schedule, swap, now);
    if (why !== undefined) throw new Refused('not-theirs', why, { field: 'takes' });
    if ((await openSwaps(db, schedule.id)).some((one) => isSameOffer(one, swap)))
      throw new Refused('offered', 'You have offered this already. It waits for an answer.');
    await insertSwap(db, swap);
    await tell(kit, db, schedule, swap, {
      to: swap.offeredTo,
      who: wanted.by.name,
      what: 'offers you a swap',
    });
    return schedule;
  });
}

function isSameOffer(one: Swap, other: Swap): boolean {
  return (
    one.offeredBy === other.offeredBy &&
    one.gives.from === other.gives.from &&
    one.takes.from === other.takes.from
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
 * @throws Refused when it is not theirs to do, when it is over, or when the shifts have changed
 */
export async function answerSwap(
  kit: EscalationKit,
  id: string,
  answer: SwapAnswer,
  { person, by }: { person: Person; by: By },
): Promise<{ schedule: StoredSchedule; swap: Swap }> {
  const now = kit.clock.now();
  return inTransaction(kit.db, async (db) => {
    const swap = await swapById(db, id);
    const schedule = swap && (await listSchedules(db)).find((one) => one.id === swap.scheduleId);
    if (swap === undefined || schedule === undefined) throw new NotFound('There is no such swap.');
    const whose = answer === 'withdraw' ? swap.offeredBy : swap.offeredTo;
    if (person.id !== whose)
      throw new Refused(
        'not-yours',
        'A swap is answered by whom it was offered to, and withdrawn by who offered it.',
      );
    if (swap.state !== 'offered') throw over(swap);
    if (answer === 'accept') {
      const why = whyNotNow(schedule, swap, now);
      if (why !== undefined) throw new Refused('not-theirs', why);
    }
    if (!(await endSwap(db, id, ENDS[answer], now))) throw over(swap);
    if (answer === 'accept') await exchange({ ...kit, db }, schedule, swap, by);
    const other = person.id === swap.offeredBy ? swap.offeredTo : swap.offeredBy;
    await tell(kit, db, schedule, swap, {
      to: other,
      who: person.name,
      what: `has ${ENDS[answer]} the swap`,
    });
    return { schedule, swap };
  });
}

function over({ state }: Swap): Refused {
  const how = state === 'offered' ? 'answered at this very moment' : state;
  return new Refused('over', `This swap is over: it was ${how}.`);
}

/** Two overrides, each of one in the place of the other. */
async function exchange(kit: EscalationKit, schedule: StoredSchedule, swap: Swap, by: By): Promise<void> {
  const { db, clock, ids } = kit;
  const { offeredBy, offeredTo, gives, takes, reason } = swap;
  const subject = { type: 'schedule', id: schedule.id, name: schedule.name } as const;
  for (const [piece, personId, insteadOf] of [
    [gives, offeredTo, offeredBy],
    [takes, offeredBy, offeredTo],
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

/** Once a minute ends what nobody answered in time, and tells both. */
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
        if (!(await endSwap(db, swap.id, 'lapsed', now))) return;
        const what = 'was not answered in time, so both keep their shifts';
        for (const to of [swap.offeredBy, swap.offeredTo])
          await tell(kit, db, schedule, swap, { to, who: 'The swap', what });
      });
    }
  };
}

type News = { to: string; who: string; what: string };

/** In words for whoever reads it, in their zone. */
async function tell(
  kit: EscalationKit,
  db: Db,
  schedule: StoredSchedule,
  swap: Swap,
  { to, who, what }: News,
): Promise<void> {
  const zone = (await contactables(db)).find(({ id }) => id === to)?.zone ?? kit.homeZone;
  const isOfferer = to === swap.offeredBy;
  const span = ({ from, to: end }: Piece): string => `${shortTime(from, zone)} to ${shortTime(end, zone)}`;
  const [yours, theirs] = isOfferer ? [swap.gives, swap.takes] : [swap.takes, swap.gives];
  await tellPeople(kit.notify, db, {
    key: `swap-${swap.id}-${what}`,
    people: [to],
    content: {
      kind: 'notice',
      subjectKey: schedule.name,
      title: 'Swap of shifts',
      path: href(paths.schedule, { slug: schedule.slug }),
      words: `${who} ${what}. You give ${span(yours)}, and get ${span(theirs)}: ${swap.reason}`,
    },
  });
}
