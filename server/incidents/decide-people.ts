/** Rules for coming and going. */
import { Refused } from '../core/refused.ts';
import { counted, sentenceList } from '../core/text.ts';
import { entry, nothing, personOf } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import { mustAct, mustHave, mustSteer } from './may.ts';
import { isPresent, participant } from './people.ts';
import { openOffers, rolesOf } from './roles.ts';
import type { State } from './state.ts';
import { openTasksOf } from './tasks.ts';

export type PeopleCommands = {
  /** Whoever may act joins; whoever may only look on becomes an observer. */
  join: Record<never, never>;
  'add-responder': { personId: string };
  /** Without a person: whoever asks. Roles that they hold are released. */
  leave: { personId?: string | undefined; reason?: string | undefined };
};

export const PEOPLE_RULES: Rules<PeopleCommands> = {
  join: (state, command, context) => {
    mustHave(context, 'incident.observe');
    const { id: personId, name: personName } = context.actor;
    const known = participant(state, personId);
    if (known && isPresent(known)) return nothing('You are in this incident already.');
    if (!context.permissions.has('incident.act')) {
      // Whoever may only look on is here as that, so that nobody counts on them.
      const observer = { role: 'observer', personId, personName } as const;
      return { entries: [entry(context, 'role-taken', observer, command.at)] };
    }
    const body = { personId, personName, how: 'self' } as const;
    return { entries: [entry(context, 'responder-joined', body, command.at)] };
  },
  'add-responder': (state, command, context) => {
    mustAct(context);
    const person = personOf(context, command.personId, 'person');
    const known = participant(state, person.id);
    if (known && isPresent(known)) return nothing(`${person.name} is in this incident already.`);
    const body = { personId: person.id, personName: person.name, how: 'added' } as const;
    return { entries: [entry(context, 'responder-joined', body, command.at)] };
  },
  leave: (state, { personId = '', reason, at }, context) => {
    mustHave(context, 'incident.observe');
    const id = personId === '' ? context.actor.id : personId;
    if (id !== context.actor.id) mustSteer(state, context, 'send somebody out of the incident');
    const known = participant(state, id);
    if (!known) throw new Refused('not-here', 'This person does not take part in the incident.');
    if (!isPresent(known)) return nothing(`${known.name} has left already.`);
    const released = rolesOf(state, id).map((role) => {
      const body = { role, personId: id, personName: known.name, reason: 'left the incident' };
      return entry(context, 'role-released', body, at);
    });
    const offered = openOffers(state).filter(({ from }) => from === id);
    const ended = offered.map(({ id: offerId, role, toName }) =>
      entry(context, 'role-offer-ended', { offerId, why: 'withdrawn', role, toName }, at),
    );
    const left = entry(context, 'responder-left', { personId: id, personName: known.name, reason }, at);
    const said = leftOpen(state, id, known.name, context);
    return { entries: [...ended, ...released, left], ...(said !== undefined && { said }) };
  },
};

/** What somebody leaves undone: their tasks stay theirs until they are passed on. */
function leftOpen(state: State, personId: string, name: string, context: Context): string | undefined {
  const tasks = openTasksOf(state, personId);
  if (tasks.length === 0) return undefined;
  const who = personId === context.actor.id ? 'You leave' : `${name} leaves`;
  const list = tasks.map(({ what }) => `"${what}"`);
  return `${who} ${counted(tasks.length, 'open task')}: ${sentenceList(list)}. Pass ${tasks.length === 1 ? 'it' : 'them'} on.`;
}
