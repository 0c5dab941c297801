/** Who takes part in an incident, and from when to when. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';
import type { Spell } from './spans.ts';

export type Participant = {
  personId: string;
  name: string;
  how: 'declared' | 'page' | 'self' | 'added' | 'role' | 'task';
  /** When they were in; the last one has no end while they are here. */
  spells: readonly Spell[];
};

export const PEOPLE_LINES: Lines<'responder-joined' | 'responder-left'> = {
  'responder-joined': (state, entry) => {
    const { personId, personName = entry.actor.name, how } = entry.body;
    return joined(state, { id: personId, name: personName }, how, entry.occurredAt);
  },
  'responder-left': (state, entry) => {
    const { personId } = entry.body;
    const spell = participant(state, personId)?.spells.at(-1);
    if (!spell || spell.to !== undefined || entry.occurredAt < spell.from) return loose(state, entry);
    const people = replaced(
      state.people,
      (one) => one.personId === personId,
      (one) => ({ ...one, spells: [...one.spells.slice(0, -1), { ...spell, to: entry.occurredAt }] }),
    );
    return { ...state, people };
  },
};

/** Makes somebody a participant, unless they are one; taking a role or accepting a page does it too. */
export function joined(
  state: State,
  person: { id: string; name: string },
  how: Participant['how'],
  at: Instant,
): State {
  const known = participant(state, person.id);
  const spell: Spell = { from: at, to: undefined };
  if (!known) {
    const fresh: Participant = { personId: person.id, name: person.name, how, spells: [spell] };
    return { ...state, people: [...state.people, fresh] };
  }
  if (isPresent(known)) return state;
  const back = { ...known, spells: [...known.spells, spell] };
  return {
    ...state,
    people: replaced(
      state.people,
      ({ personId }) => personId === person.id,
      () => back,
    ),
  };
}

export function participant(state: State, personId: string): Participant | undefined {
  return state.people.find((person) => person.personId === personId);
}

export function isPresent(person: Participant): boolean {
  const last = person.spells.at(-1);
  return last !== undefined && last.to === undefined;
}

/** The people who are in the incident now. */
export function present(state: State): readonly Participant[] {
  return state.people.filter(isPresent);
}
