/** One measured figure and what it should be. */
export type Figure = {
  name: string;
  value: number;
  /** Written behind the value: "ms", "MB"; empty for a ratio. */
  unit: string;
  target: { least: number } | { most: number };
  /** What the figure was made of, in words. */
  from: string;
};

/** What every measurement is given. */
export type Bench = {
  /** A folder of its own on the disk that is measured; it is deleted afterwards. */
  folder: string;
  /** How often each measurement is repeated; the median counts. */
  rounds: number;
  /** Entries in the large database of the figures of scale. */
  rows: number;
};

/** One file a figure or a few that share their preparation. */
export type Measurement = (bench: Bench) => Promise<Figure[]>;

export function holds({ value, target }: Figure): boolean {
  return 'least' in target ? value >= target.least : value <= target.most;
}

/** "run page against Express: 0.41, at least 0.35: holds (…)". */
export function lineOf(figure: Figure): string {
  const { name, value, unit, target, from } = figure;
  const shown = [value < 10 ? value.toFixed(2) : value.toFixed(0), unit].filter(Boolean).join(' ');
  const limit = 'least' in target ? `at least ${target.least}` : `at most ${target.most}`;
  return `${name}: ${shown}, ${limit}: ${holds(figure) ? 'holds' : 'falls short'} (${from})`;
}
