import type { State } from './state.ts';

/** Whom a drill plays: people who can be asked there and nowhere else. They have no account, and no message reaches them. */
export const PLAYED: readonly { id: string; name: string }[] = [
  { id: 'played-infrastructure', name: 'Infrastructure' },
  { id: 'played-database', name: 'Database' },
  { id: 'played-storefront', name: 'Storefront' },
  { id: 'played-payments', name: 'Payments' },
  { id: 'played-support', name: 'Support' },
  { id: 'played-engineering-manager', name: 'Engineering manager' },
];

/** Who can be named in a drill: those who take part in it, and those who are played. */
export function peopleOfDrill({ people }: Pick<State, 'people'>): { id: string; name: string }[] {
  const there = people.map(({ personId, name }) => ({ id: personId, name }));
  return [...there.filter(({ id }) => !isPlayed(id)), ...PLAYED];
}

/** Whether an id is that of somebody who is played. */
export function isPlayed(id: string): boolean {
  return id.startsWith('played-');
}
