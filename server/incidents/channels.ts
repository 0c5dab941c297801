/** Where an update can be read. */
import type { Audience } from './entry-fields.ts';
import type { State } from './state.ts';

/** Where Muster itself shows what is sent. */
const OWN_CHANNELS: readonly string[] = ['status', 'board'];

/** What is sent to the public is on /status, the rest on the board; then come the places where it was put by hand. */
export function channelsOf(
  { kind }: Pick<State, 'kind'>,
  audience: Audience,
  byHand: readonly string[],
): string[] {
  const own = audience === 'public' && kind === 'incident' ? 'status' : 'board';
  return [own, ...placesByHand(byHand)].slice(0, 20);
}

/** The channels that somebody put an update on. */
export function placesByHand(channels: readonly string[]): string[] {
  return channels.filter((place) => !OWN_CHANNELS.includes(place));
}
