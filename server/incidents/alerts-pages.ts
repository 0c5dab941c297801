/** What the run page shows of the alerts of an incident. */
import type { Instant } from '../core/clock.ts';
import { byCharacters } from '../core/lists.ts';
import { clockText, durationText, secondsBetween } from '../core/time.ts';
import { counted } from '../core/text.ts';
import { firing } from './alerts.ts';
import type { State } from './state.ts';

export type AlertsView = {
  firing: readonly { name: string; url: string | undefined; labels: string; words: string }[];
  /** How many more fire than are shown. */
  more: number;
  /** "2 alerts have ended". */
  ended: string | undefined;
};

const MOST_SHOWN = 5;
const MOST_LABELS = 4;

/** The alerts that fire, the newest first; undefined where none ever came. */
export function alertsView(state: State, now: Instant, zone: string): AlertsView | undefined {
  if (state.alerts.length === 0) return undefined;
  const all = firing(state).toSorted((a, b) => byCharacters(b.received.at, a.received.at));
  const ended = state.alerts.length - all.length;
  return {
    firing: all.slice(0, MOST_SHOWN).map(({ name, url, labels, received, count }) => ({
      name,
      url,
      labels: labelWords(labels),
      words: `since ${clockText(received.at, zone)}, for ${durationText(Math.max(0, secondsBetween(received.at, now)))}${
        count > 1 ? `, came ${String(count)} times` : ''
      }`,
    })),
    more: Math.max(0, all.length - MOST_SHOWN),
    ended: ended === 0 ? undefined : `${counted(ended, 'alert')} ${ended === 1 ? 'has' : 'have'} ended`,
  };
}

/** What tells one alert of a rule from the next; its name and severity stand elsewhere. */
function labelWords(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .filter(([name]) => name !== 'alertname' && name !== 'severity')
    .slice(0, MOST_LABELS)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
