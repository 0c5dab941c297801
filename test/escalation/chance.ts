/** Chance from a seed: the same seed throws the same dice. */
export type Chance = {
  /** 0 or more, less than `below`. */
  upTo(below: number): number;
  is(probability: number): boolean;
  one<T>(list: readonly T[]): T;
};

/** @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md mulberry32 */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    upTo: (below) => Math.floor(roll() * below),
    is: (probability) => roll() < probability,
    one: (list) => {
      const chosen = list[Math.floor(roll() * list.length)];
      if (chosen === undefined) throw new Error('Nothing can be chosen from an empty list.');
      return chosen;
    },
  };
}
