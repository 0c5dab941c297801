import type { Viewer } from './viewer.ts';

/** Keeps in which zone a browser shows times and reads those that are typed. */
export const TIMES = 'muster-times';

/** One's own zone, the one of the incident or the installation, or UTC. */
export const TIMES_SHOWN = ['mine', 'home', 'utc'] as const;
export type TimesShown = (typeof TIMES_SHOWN)[number];

export function timesShown(chosen: string | undefined): TimesShown {
  return TIMES_SHOWN.find((one) => one === chosen) ?? 'mine';
}

/** Whoever reads, with the zone that this browser chose. */
export function withTimes<V extends Viewer | undefined>(viewer: V, chosen: string | undefined): V {
  const shown = timesShown(chosen);
  if (viewer === undefined || shown === 'mine') return viewer;
  return { ...viewer, zone: shown === 'utc' ? 'UTC' : undefined };
}
