/** Those whom the director plays: who can be asked to come, and who says go. Nobody of them has an account. */
import type { EscalationRequest } from '../incidents/escalation-requests.ts';
import type { Role } from '../incidents/entry-fields.ts';
import type { Colleague, Scenario } from './scenario.ts';
import { PLAYED } from '../incidents/played.ts';

export type Played = { id: string; name: string; answers: number | 'never'; says: string };

/** Drill time in which somebody answers of whom the scenario says nothing. */
const USUAL_SECONDS = 150;

/** Everybody who can be asked in a drill, as the scenario plays them. */
export function played({ colleagues }: Pick<Scenario, 'colleagues'>): Played[] {
  return PLAYED.map(({ id, name }) => {
    const told = colleagues.find((one) => isCalled(one, name));
    return { id, name, answers: told?.answers ?? USUAL_SECONDS, says: told?.says ?? '' };
  });
}

function isCalled({ name }: Colleague, of: string): boolean {
  return name.toLowerCase().replace(/\s+/g, '-') === of.toLowerCase().replace(/\s+/g, '-');
}

/**
 * Who is asked by a request: the person that it names, else whoever looks after what its policy is about. When nobody
 * answered a policy, the engineering manager is its last rung; a person who was named has nobody below.
 * @param expired how many rungs have passed without an answer
 */
export function colleagueFor(
  scenario: Scenario,
  request: EscalationRequest,
  expired: number,
): Played | undefined {
  const all = played(scenario);
  if (request.to !== undefined) return expired > 0 ? undefined : all.find(({ id }) => id === request.to);
  const manager = all.find(({ id }) => id === 'played-engineering-manager');
  if (expired > 0) return expired > 1 ? undefined : manager;
  const policy = (request.policyName ?? '').toLowerCase();
  return all.find(({ name }) => policy.includes(name.toLowerCase().split(' ')[0] ?? name)) ?? all[0];
}

/** Who says go for a dangerous step when it is asked for: the role as a person, unless the scenario keeps it back. */
export function goOf({ colleagues }: Scenario, role: Role): { answers: number | 'never'; says: string } {
  const told = colleagues.find((one) => isCalled(one, role));
  return { answers: told?.answers ?? 0, says: told?.says ?? '' };
}
