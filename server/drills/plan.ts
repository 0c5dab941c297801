/** A drill that was agreed: who practises in which role, who watches, who leads it. */
import { Refused } from '../core/refused.ts';
import type { Scenario } from './scenario.ts';

/** Whoever watches what those who practise see, and does nothing. */
export const OBSERVER = 'observer';

/** What somebody is in a drill; alone one is everything. */
export type Part = 'solo' | 'trainee' | 'observer' | 'facilitator';

export type Seat = { id: string; name: string; role: string };

type Chosen = {
  /** Role to the id of an account. */
  roles: Readonly<Record<string, string>>;
  observers: readonly string[];
  facilitator: string;
};

/**
 * Who sits where. A role may stay vacant, and somebody has to take one.
 * @throws Refused which names the field: somebody is not known, or is chosen twice
 */
export function seatsOf(
  { roles }: Pick<Scenario, 'roles'>,
  chosen: Chosen,
  people: readonly { id: string; name: string }[],
): Seat[] {
  const seats: Seat[] = [];
  const sit = (id: string, role: string, field: string): void => {
    const person = people.find((one) => one.id === id);
    if (person === undefined)
      throw new Refused('no-such-person', 'Choose somebody from the list: this one is not known.', { field });
    if (id === chosen.facilitator)
      throw new Refused('leads-it', 'You lead this drill and know its secrets. Choose somebody else.', {
        field,
      });
    if (seats.some((seat) => seat.id === id))
      throw new Refused('chosen-twice', `${person.name} is chosen twice. One person has one place.`, {
        field,
      });
    seats.push({ id, name: person.name, role });
  };
  for (const role of roles) {
    const id = chosen.roles[role];
    if (id !== undefined && id !== '') sit(id, role, `role_${role}`);
  }
  if (seats.length === 0)
    throw new Refused('nobody-practises', 'Choose who practises, in at least one role.', {
      field: `role_${roles[0] ?? 'commander'}`,
    });
  for (const id of new Set(chosen.observers)) sit(id, OBSERVER, 'observers');
  return seats;
}
