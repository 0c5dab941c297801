/** How much the property tests try. The ordinary run stays short; continuous integration raises these. */
export const EFFORT = {
  /** Incidents that are told at random, and commands in each. */
  incidents: 200,
  commands: 80,
};
