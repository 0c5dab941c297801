import type { State } from '../incidents/state.ts';
import { holds } from './holds.ts';
import type { Hint, Scenario } from './scenario.ts';

/** The next hint in the order of the file that was not given and whose objective is not reached yet. */
export function nextHint({ hints, objectives }: Scenario, state: State): Hint | undefined {
  const given = new Set((state.drill?.hints ?? []).map(({ text }) => text));
  return hints.find((hint) => {
    const condition = objectives.find(({ title }) => title === hint.objective)?.evidence?.condition;
    return !given.has(hint.text) && (condition === undefined || !holds(condition, state));
  });
}
