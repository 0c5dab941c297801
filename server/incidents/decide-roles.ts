/** Rules for roles: a hand-over has two sides, taking a vacant role is one act. */
import { capital } from '../core/text.ts';
import { Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { beforeYou, entry, mustSay, nothing, personOf } from './act.ts';
import type { Context, Decision, When } from './act.ts';
import { briefOf } from './brief.ts';
import type { Rules } from './command.ts';
import type { NewEntry } from './entry.ts';
import type { Role } from './entry-fields.ts';
import { holds, isManager, maySteer, mustAct, mustBeSystem, mustHave, mustSteer } from './may.ts';
import {
  OFFER_SECONDS,
  holderOf,
  isCommanderSilent,
  isSingle,
  openOffers,
  rolesOf,
  tenureOf,
} from './roles.ts';
import type { Offer } from './roles.ts';
import type { State } from './state.ts';

export type RoleCommands = {
  'offer-role': { role: Role; to: string };
  /** The shift of whoever has it is over: what they hold is offered to the next one, and stays theirs until then. */
  'offer-after-shift': { of: string; to: string };
  'withdraw-offer': { offerId: string };
  'accept-role': { offerId: string };
  'decline-role': { offerId: string; reason: string };
  'take-role': { role: Role; reason?: string | undefined };
  'release-role': { role: Role; reason: string };
};

export const ROLE_RULES: Rules<RoleCommands> = {
  'offer-role': (state, { role, to, at }, context) => {
    mustAct(context);
    if (!holds(state, context, role)) mustSteer(state, context, `offer ${roleText(role)}`);
    const person = personOf(context, to, 'to');
    if (tenureOf(state, role, person.id)) return nothing(`${person.name} holds ${roleText(role)} already.`);
    const same = openOffers(state).find((offer) => offer.role === role && offer.to === person.id);
    if (same) return nothing(`${person.name} was asked ${beforeYou(same.offered.at, context)}.`);
    return { entries: offered(state, role, person, context, at) };
  },
  'offer-after-shift': (state, { of, to }, context) => {
    mustBeSystem(context);
    const person = personOf(context, to, 'to');
    // An offer that waits for an answer is somebody's own choice, and is not replaced.
    const roles = rolesOf(state, of).filter(
      (role) => isSingle(role) && !openOffers(state).some((offer) => offer.role === role),
    );
    if (roles.length === 0 || of === person.id) return nothing('There is nothing to offer.');
    return { entries: roles.flatMap((role) => offered(state, role, person, context)) };
  },
  'withdraw-offer': (state, { offerId }, context) => {
    mustAct(context);
    const offer = offerOf(state, offerId);
    if (offer.ended) return nothing(endedWords(offer));
    if (offer.from !== context.actor.id) mustSteer(state, context, 'withdraw this offer');
    return { entries: ended([offer], 'withdrawn', context) };
  },
  'accept-role': (state, { offerId, at }, context) => {
    const offer = offerOf(state, offerId);
    mustBeAsked(offer, context);
    if (offer.ended) return nothing(endedWords(offer));
    mustMayHold(offer.role, context);
    const body = { offerId, role: offer.role, fromName: holderOf(state, offer.role)?.name };
    return withWarning(state, offer.role, [entry(context, 'role-accepted', body, at)], context);
  },
  'decline-role': (state, { offerId, reason, at }, context) => {
    const offer = offerOf(state, offerId);
    mustBeAsked(offer, context);
    if (offer.ended) return nothing(endedWords(offer));
    mustSay(reason, 'reason', 'Say why not, in a few words, so that somebody else can be asked.');
    return { entries: [entry(context, 'role-declined', { offerId, reason, role: offer.role }, at)] };
  },
  'take-role': (state, { role, reason, at }, context) => {
    mustMayHold(role, context);
    if (tenureOf(state, role, context.actor.id)) return nothing(`You hold ${roleText(role)} already.`);
    const holder = isSingle(role) ? holderOf(state, role) : undefined;
    if (holder) mustMayTakeFrom(state, role, holder.name, reason, context);
    const { id: personId, name: personName } = context.actor;
    const body = { role, personId, personName, from: holder?.id, fromName: holder?.name, reason };
    const offers = isSingle(role) ? openOffers(state).filter((offer) => offer.role === role) : [];
    const entries = [...ended(offers, 'replaced', context), entry(context, 'role-taken', body, at)];
    return withWarning(state, role, entries, context);
  },
  'release-role': (state, { role, reason, at }, context) => released(state, role, reason, at, context),
};

/** The offer of a role to somebody, in the place of earlier ones of a role that one person holds. */
function offered(
  state: State,
  role: Role,
  person: { id: string; name: string },
  context: Context,
  at?: When,
): NewEntry[] {
  const holder = isSingle(role) ? holderOf(state, role) : undefined;
  const body = {
    offerId: context.ids.next(),
    role,
    to: person.id,
    toName: person.name,
    from: holder?.id,
    fromName: holder?.name,
    brief: briefOf(state, context.now),
    lapsesAt: plusSeconds(context.now, OFFER_SECONDS),
  };
  const replaced = isSingle(role) ? openOffers(state).filter((offer) => offer.role === role) : [];
  return [...ended(replaced, 'replaced', context), entry(context, 'role-offered', body, at)];
}

/** Gives up a role that the actor holds; what they had offered of it ends too. */
function released(
  state: State,
  role: Role,
  reason: string,
  at: When | undefined,
  context: Context,
): Decision {
  const { id: personId, name: personName } = context.actor;
  if (!tenureOf(state, role, personId)) return nothing(`You do not hold ${roleText(role)}.`);
  mustSay(reason, 'reason', 'Say why you give it up, so that the next one knows.');
  const offers = openOffers(state).filter((offer) => offer.role === role && offer.from === personId);
  const body = { role, personId, personName, reason };
  return { entries: [...ended(offers, 'withdrawn', context), entry(context, 'role-released', body, at)] };
}

function ended(offers: readonly Offer[], why: 'replaced' | 'withdrawn', context: Context): NewEntry[] {
  return offers.map(({ id: offerId, role, toName }) =>
    entry(context, 'role-offer-ended', { offerId, why, role, toName }),
  );
}

function offerOf(state: State, id: string): Offer {
  const offer = state.offers.find((one) => one.id === id);
  if (offer) return offer;
  throw new Refused('no-such-offer', 'There is no such offer in this incident.');
}

function mustBeAsked(offer: Offer, context: Context): void {
  if (offer.to === context.actor.id) return;
  throw new Refused('not-asked', `This was offered to ${offer.toName}, who alone can answer.`);
}

function endedWords({ role, ended: end }: Offer): string {
  const name = roleText(role);
  switch (end?.how) {
    case undefined:
      return `The offer of ${name} is open.`;
    case 'accepted':
      return `You accepted ${name} already.`;
    case 'declined':
      return `You declined ${name} already.`;
    case 'withdrawn':
      return `The offer of ${name} was withdrawn.`;
    case 'lapsed':
      return `The offer of ${name} has lapsed. Ask for a new one, or take the role if it is vacant.`;
    case 'replaced':
      return `The offer of ${name} was replaced: somebody else was asked, or took it.`;
  }
}

/** An observer needs less than a responder; command and deputy need more. */
function mustMayHold(role: Role, context: Context): void {
  if (role === 'observer') return mustHave(context, 'incident.observe');
  mustAct(context);
  if (role === 'commander' || role === 'deputy') mustHave(context, 'incident.command');
}

/** A role that somebody holds is handed over; only command can be taken, by those who answer for it. */
function mustMayTakeFrom(
  state: State,
  role: Role,
  holder: string,
  reason: string | undefined,
  context: Context,
): void {
  if (role !== 'commander') {
    if (maySteer(state, context)) return;
    throw new Refused(
      'role-held',
      `${holder} holds ${roleText(role)}. Ask ${holder} or the commander to offer it to you.`,
    );
  }
  const isGrave = state.severity === 'SEV-1' || state.severity === 'SEV-2';
  const isOpenToAll = isGrave && isCommanderSilent(state, context.now);
  if (!isOpenToAll && !holds(state, context, 'deputy') && !isManager(context)) {
    throw new Refused(
      'role-held',
      `${holder} holds command. Ask ${holder} to offer it; the deputy or a manager can take it, and anybody once the commander of a SEV-1 or SEV-2 has been silent for 15 min.`,
    );
  }
  mustSay(reason, 'reason', `Say why you take command from ${holder}.`);
}

/** In SEV-1 and SEV-2 whoever commands should not also operate. */
function withWarning(state: State, role: Role, entries: NewEntry[], context: Context): Decision {
  const other = role === 'commander' ? 'operations' : role === 'operations' ? 'commander' : undefined;
  const isGrave = state.severity === 'SEV-1' || state.severity === 'SEV-2';
  if (!other || !isGrave || !tenureOf(state, other, context.actor.id)) return { entries };
  return {
    entries,
    said: `You hold command and Operations in a ${state.severity}: offer one of them to somebody.`,
  };
}

/** A role as it is written in a sentence. */
export function roleText(role: Role): string {
  return role === 'commander' ? 'command' : capital(role);
}
