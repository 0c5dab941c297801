/** Roles: who answers for what, as tenures with a start and an end, and offers to take over. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import { secondsBetween } from '../core/time.ts';
import type { Brief } from './entry-people.ts';
import type { Role } from './entry-fields.ts';
import { isPresent, joined, participant, present } from './people.ts';
import { demandOf } from './demands.ts';
import { momentOf, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

export type Tenure = {
  role: Role;
  personId: string;
  name: string;
  how: 'taken' | 'accepted';
  from: Moment;
  to: Moment | undefined;
};

export type Offer = {
  id: string;
  role: Role;
  to: string;
  toName: string;
  /** The holder at the time of the offer; absent for a vacant role. */
  from: string | undefined;
  fromName: string | undefined;
  brief: Brief;
  offered: Moment;
  lapsesAt: Instant;
  ended:
    | { how: 'accepted' | 'declined' | 'withdrawn' | 'lapsed' | 'replaced'; at: Instant; seq: number }
    | undefined;
};

/** A commander who wrote nothing for so long is silent. */
const SILENCE_SECONDS = 15 * 60;
export const OFFER_SECONDS = 10 * 60;

export function isSingle(role: Role): boolean {
  return role !== 'expert' && role !== 'observer';
}

type RoleKind =
  'role-offered' | 'role-accepted' | 'role-declined' | 'role-offer-ended' | 'role-taken' | 'role-released';

export const ROLE_LINES: Lines<RoleKind> = {
  'role-offered': (state, entry) => {
    const { offerId, role, to, toName = to, from, fromName, brief, lapsesAt } = entry.body;
    const offered = momentOf(entry);
    const offer: Offer = {
      id: offerId,
      role,
      to,
      toName,
      from,
      fromName,
      brief,
      offered,
      lapsesAt,
      ended: undefined,
    };
    return { ...state, offers: [...state.offers, offer] };
  },
  'role-accepted': (state, entry) => {
    const offer = openOffer(state, entry.body.offerId);
    if (!offer) return loose(state, entry);
    const holder = isSingle(offer.role) ? tenureOf(state, offer.role) : undefined;
    const vacated = holder ? ended(state, holder, momentOf(entry)) : state;
    if (!vacated) return loose(state, entry);
    const person = { id: offer.to, name: offer.toName };
    return begun(offerEnded(vacated, entry, 'accepted'), entry, offer.role, person, 'accepted');
  },
  'role-declined': (state, entry) => offerEnded(state, entry, 'declined'),
  'role-offer-ended': (state, entry) => offerEnded(state, entry, entry.body.why),
  'role-taken': (state, entry) => {
    const { role, personId, personName = entry.actor.name, from } = entry.body;
    const holder = isSingle(role) ? tenureOf(state, role) : tenureOf(state, role, personId);
    if (holder?.personId !== from) return loose(state, entry);
    const vacated = holder ? ended(state, holder, momentOf(entry)) : state;
    if (!vacated) return loose(state, entry);
    return begun(vacated, entry, role, { id: personId, name: personName }, 'taken');
  },
  'role-released': (state, entry) => {
    const tenure = tenureOf(state, entry.body.role, entry.body.personId);
    return (tenure && ended(state, tenure, momentOf(entry))) ?? loose(state, entry);
  },
};

/** Begins a tenure, unless somebody held the role at that time: then the entry fits nowhere. */
function begun(
  state: State,
  entry: Effective,
  role: Role,
  person: { id: string; name: string },
  how: Tenure['how'],
): State {
  const from = momentOf(entry);
  const earlier = state.tenures.filter(
    (one) => one.role === role && (isSingle(role) || one.personId === person.id),
  );
  if (earlier.some(({ to }) => !to || to.at > from.at)) return loose(state, entry);
  const tenure: Tenure = { role, personId: person.id, name: person.name, how, from, to: undefined };
  const held = joined({ ...state, tenures: [...state.tenures, tenure] }, person, 'role', entry.occurredAt);
  return role === 'commander' ? stampFirst(held, 'commanderAt', from) : held;
}

function ended(state: State, tenure: Tenure, to: Moment): State | undefined {
  if (to.at < tenure.from.at) return undefined;
  return {
    ...state,
    tenures: replaced(
      state.tenures,
      (one) => one === tenure,
      (one) => ({ ...one, to }),
    ),
  };
}

type OfferEnding = Effective<'role-accepted' | 'role-declined' | 'role-offer-ended'>;

function offerEnded(state: State, entry: OfferEnding, how: NonNullable<Offer['ended']>['how']): State {
  const offer = openOffer(state, entry.body.offerId);
  if (!offer || entry.occurredAt < offer.offered.at) return loose(state, entry);
  const end = { how, at: entry.occurredAt, seq: entry.seq };
  return {
    ...state,
    offers: replaced(
      state.offers,
      (one) => one === offer,
      (one) => ({ ...one, ended: end }),
    ),
  };
}

/** The present tenure of a role; of one that many may hold, that of a person. */
export function tenureOf(state: State, role: Role, personId?: string): Tenure | undefined {
  return state.tenures.find(
    (one) => one.role === role && !one.to && (personId === undefined || one.personId === personId),
  );
}

/** Who holds a role that has one holder. */
export function holderOf(state: State, role: Role): { id: string; name: string } | undefined {
  const tenure = tenureOf(state, role);
  return tenure && { id: tenure.personId, name: tenure.name };
}

/** Who held a role at an instant: the answer to "who was commander at 10:40?". */
export function holdersAt(state: State, role: Role, instant: Instant): readonly Tenure[] {
  return state.tenures.filter(
    (one) => one.role === role && one.from.at <= instant && (!one.to || instant < one.to.at),
  );
}

/** The roles that somebody holds now. */
export function rolesOf(state: State, personId: string): readonly Role[] {
  return state.tenures.filter((one) => one.personId === personId && !one.to).map(({ role }) => role);
}

export function openOffers(state: State): readonly Offer[] {
  return state.offers.filter(({ ended: end }) => !end);
}

function openOffer(state: State, id: string): Offer | undefined {
  return openOffers(state).find((offer) => offer.id === id);
}

/** Roles that the severity asks for and that nobody holds. */
export function vacantRequired(state: State): readonly Role[] {
  const required = demandOf(state)?.roles ?? (['commander'] as const);
  return required.filter((role) => !tenureOf(state, role));
}

/** Whether the commander has written nothing for 15 minutes; nobody in command is not silence. */
export function isCommanderSilent(state: State, now: Instant): boolean {
  const commander = tenureOf(state, 'commander');
  if (!commander) return false;
  const last = state.lastActs[commander.personId] ?? commander.from.at;
  const since = last < commander.from.at ? commander.from.at : last;
  return secondsBetween(since, now) >= SILENCE_SECONDS;
}

/** Whether nobody else takes part beyond looking on. */
export function isAlone(state: State, personId: string): boolean {
  return present(state).every((one) => one.personId === personId || !isHelping(state, one.personId));
}

/** Whether somebody takes part beyond looking on. */
function isHelping(state: State, personId: string): boolean {
  const person = participant(state, personId);
  if (!person || !isPresent(person)) return false;
  const roles = rolesOf(state, personId);
  return roles.length === 0 || roles.some((role) => role !== 'observer');
}
