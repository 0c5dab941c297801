/** Who has a page of an incident open. It is kept in memory and never an entry. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';

export type Person = { id: string; name: string };

/** Whoever goes from one page to the next is not away in between. */
const LINGER_SECONDS = 5;
/** What another server has not said again for so long does not hold any more. */
const LAPSE_SECONDS = 40;

type Here = Person & { streams: number; leftAt: Instant | undefined };
type Elsewhere = { people: readonly Person[]; heardAt: Instant };

export function makePresence() {
  const here = new Map<string, Map<string, Here>>();
  const elsewhere = new Map<string, Map<string, Elsewhere>>();

  const people = (incidentId: string): Person[] => {
    const all = new Map<string, string>();
    for (const { id, name } of here.get(incidentId)?.values() ?? []) all.set(id, name);
    for (const server of elsewhere.get(incidentId)?.values() ?? []) {
      for (const { id, name } of server.people) all.set(id, name);
    }
    return [...all].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
  };

  return {
    /** Everybody who has a page of it open, by name. */
    people,
    /** Those who have it open at this server. */
    peopleHere: (incidentId: string): Person[] =>
      [...(here.get(incidentId)?.values() ?? [])].map(({ id, name }) => ({ id, name })),
    incidentsHere: (): string[] => [...here.keys()],
    /** A page was opened. True when somebody is here who was not. */
    enter(incidentId: string, person: Person): boolean {
      const inside = here.get(incidentId) ?? new Map<string, Here>();
      here.set(incidentId, inside);
      const known = inside.get(person.id);
      inside.set(person.id, { ...person, streams: (known?.streams ?? 0) + 1, leftAt: undefined });
      return known === undefined;
    },
    /** A page was closed. Whoever has no other is away a little later. */
    leave(incidentId: string, personId: string, now: Instant): void {
      const known = here.get(incidentId)?.get(personId);
      if (known === undefined) return;
      known.streams -= 1;
      if (known.streams <= 0) known.leftAt = now;
    },
    /** Another server says who has it open there. True when that is news. */
    hear(incidentId: string, from: string, told: readonly Person[], now: Instant): boolean {
      const before = names(people(incidentId));
      const servers = elsewhere.get(incidentId) ?? new Map<string, Elsewhere>();
      if (told.length === 0) servers.delete(from);
      else servers.set(from, { people: told, heardAt: now });
      if (servers.size === 0) elsewhere.delete(incidentId);
      else elsewhere.set(incidentId, servers);
      return names(people(incidentId)) !== before;
    },
    /** Lets those go who are away; gives the incidents of which that is news, and whether it is news from here. */
    pass(now: Instant): { incidentId: string; isFromHere: boolean }[] {
      const gone: { incidentId: string; isFromHere: boolean }[] = [];
      for (const [incidentId, inside] of here) {
        const before = inside.size;
        for (const [id, { leftAt }] of inside) {
          if (leftAt !== undefined && plusSeconds(leftAt, LINGER_SECONDS) <= now) inside.delete(id);
        }
        if (inside.size < before) gone.push({ incidentId, isFromHere: true });
        if (inside.size === 0) here.delete(incidentId);
      }
      for (const [incidentId, servers] of elsewhere) {
        const before = servers.size;
        for (const [from, { heardAt }] of servers) {
          if (plusSeconds(heardAt, LAPSE_SECONDS) <= now) servers.delete(from);
        }
        if (servers.size < before) gone.push({ incidentId, isFromHere: false });
        if (servers.size === 0) elsewhere.delete(incidentId);
      }
      return gone;
    },
  };
}

function names(people: readonly Person[]): string {
  return people.map(({ id }) => id).join();
}
