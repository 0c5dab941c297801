/** "Why was I asked, or not?": for a person and an incident, from what the engine resolved and by the same function. */
import { exactClockText } from '../core/time.ts';
import { channelWords } from '../notify/channel.ts';
import type { Message } from '../notify/message.ts';
import { ladder } from './ladder.ts';
import type { Setting } from './level.ts';
import { becauseText, LEFT_OUT_WORDS, namesOf, SKIP_WORDS } from './page-text.ts';
import { isRunOpen, type LevelRecord, type Run } from './run.ts';
import { shortTime } from './strip.ts';

type Asked = { run: Run; levels: readonly LevelRecord[]; messages: readonly Message[]; setting: Setting };

/** The page for any person and any incident. */
export type WhyPage = {
  incident: string;
  person: string;
  people: readonly { value: string; label: string }[];
  /** One for each escalation of the incident; undefined before anything was asked. */
  answers: readonly { heading: string; href: string; lines: readonly string[] }[] | undefined;
  nothing: string;
};

export function levelName({ isFallback, level, loop, policyName }: LevelRecord): string {
  const round = loop === 1 ? '' : `, round ${String(loop)}`;
  return `${isFallback ? 'Fallback' : `Level ${String(level)}`} of ${policyName}${round}`;
}

/** Level by level, why somebody was asked or was not, and what was sent to them. */
export function whyLines(about: string, { run, levels, messages, setting }: Asked, zone: string): string[] {
  const names = namesOf(setting);
  const name = names.person(about);
  const lines = levels.map((level) => {
    const head = `${levelName(level)}, ${shortTime(level.beganAt, zone)}:`;
    const own = level.people.find(({ personId }) => personId === about);
    if (own !== undefined) {
      const how = messages
        .filter(({ place, person }) => place === level.place && person.id === about)
        .map((message) => `${channelWords(message.channel)} ${message.state}`);
      const by = how.length === 0 ? '' : ` Messages: ${how.join(', ')}.`;
      const was = level.outcome === 'missed' ? 'would have been asked' : 'was asked';
      return `${head} ${name} ${was}, ${becauseText(own.because, names, zone)}.${by}`;
    }
    const left = level.leftOut.find(({ personId }) => personId === about);
    if (left !== undefined) return `${head} ${name} was not asked: ${LEFT_OUT_WORDS[left.why]}.`;
    if (level.why !== undefined) return `${head} nobody was asked: ${SKIP_WORDS[level.why]}.`;
    const told = level.people.map((one) => `${one.name}, ${becauseText(one.because, names, zone)}`);
    const instead = told.length === 0 ? '' : ` It asked ${told.join('; ')}.`;
    return `${head} ${name} was not one of those whom this level asks.${instead}`;
  });
  const { owner } = run;
  if (isRunOpen(run)) return [...lines, ...comingLines(about, run, setting, zone)];
  if (run.state !== 'accepted' || owner === undefined || owner.id === about) return lines;
  return [...lines, `${owner.name} accepted, so the levels after that were not told.`];
}

/** What is still to come for somebody, if nobody accepts before. */
function comingLines(about: string, run: Run, setting: Setting, zone: string): string[] {
  if (run.dueAt === undefined) return [];
  const name = namesOf(setting).person(about);
  const coming = ladder(setting, run.dueAt, run.cursor).find(
    (step) => step.kind === 'sent' && step.people.some(({ personId }) => personId === about),
  );
  return coming === undefined
    ? [`${name} is in none of the levels that are still to come.`]
    : [`If nobody accepts before, ${name} is asked at ${exactClockText(coming.at, zone)}.`];
}
