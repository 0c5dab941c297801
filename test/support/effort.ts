import { figure } from './large.ts';

/** How much the property tests try: more than 100,000 commands in each run, a million in the large one. */
export const EFFORT = {
  /** Incidents that are told at random, and commands in each. */
  incidents: figure(1_300, 12_500),
  commands: 80,
};
