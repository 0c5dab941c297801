/** `/escalation/policies/:slug/coverage`: a year of a policy, and where it would be thin. */
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { clockChanges, type Weakness } from './coverage.ts';
import { ladder, type SkipReason } from './ladder.ts';
import type { Setting } from './level.ts';
import { SKIP_WORDS } from './page-text.ts';
import { ladderLines } from './run-pages.ts';
import { shortTime } from './strip.ts';

export type CoveragePage = {
  name: string;
  href: string;
  summary: string;
  isThin: boolean;
  stretches: readonly string[];
  more: string | undefined;
  nights: readonly { heading: string; lines: readonly string[] }[];
  unproved: readonly string[];
};

const MOST_SHOWN = 60;

type Year = {
  policy: { name: string; href: string };
  setting: Setting;
  weaknesses: readonly Weakness[];
  from: Instant;
  /** Whom it may ask and who has not proved in 90 days that a message reaches them. */
  unproved: readonly string[];
};

export function coveragePage(
  { policy, setting, weaknesses, from, unproved }: Year,
  zone: string,
): CoveragePage {
  const [first] = setting.chain;
  const zones = new Set([
    ...(first === undefined ? [] : [first.zone]),
    ...[...setting.schedules.values()].filter(({ id }) => isAsked(setting, id)).map((one) => one.zone),
  ]);
  return {
    ...policy,
    summary:
      weaknesses.length === 0
        ? 'Whatever half hour of the next year something breaks in, each level has somebody to ask.'
        : `At some times of the next year a level would be left out: ${counted(weaknesses.length, 'stretch', 'stretches')} of time. It goes on at once then, and never waits for nobody.`,
    isThin: weaknesses.length > 0,
    stretches: weaknesses
      .slice(0, MOST_SHOWN)
      .map(
        ({ level, from, to, why }) =>
          `${shortTime(from, zone)} to ${shortTime(to, zone)}: level ${String(level)}, since ${SKIP_WORDS[why as SkipReason]}`,
      ),
    more:
      weaknesses.length > MOST_SHOWN
        ? `And ${counted(weaknesses.length - MOST_SHOWN, 'more stretch', 'more stretches')} after these.`
        : undefined,
    nights: [...zones].flatMap((place) =>
      clockChanges(place, from).map((at) => ({
        heading: `${shortTime(at, place)}, as the clocks change in ${place}`,
        lines: ladderLines(ladder(setting, at), setting, place),
      })),
    ),
    unproved,
  };
}

function isAsked({ chain }: Setting, scheduleId: string): boolean {
  return chain.some(({ levels }) =>
    levels.some(({ targets }) => targets.some(({ kind, id }) => kind === 'schedule' && id === scheduleId)),
  );
}
