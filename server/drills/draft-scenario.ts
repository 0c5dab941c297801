/** Drafts a scenario from what happened once: Markdown that plays as it is, for a person to make better. */
import { draftHead, whenOf } from './draft-head.ts';
import { debriefOf, hintsOf, objectivesOf } from './draft-judging.ts';
import { injectsOf, probesOf } from './draft-play.ts';
import { draftingOf, type Drafting, type DraftOptions } from './drafting.ts';
import { clockOf } from './outline.ts';
import type { Past } from './past.ts';

/** The text of a scenario, by the format that authors write. */
export function draftScenario(past: Past, options: DraftOptions): string {
  const drafting = draftingOf(past, options);
  const title = drafting.plain(past.title) || `From ${past.key}`;
  return `${[
    draftHead(past, { title, minutes: drafting.minutes, hasRunbook: options.hasRunbook }),
    `# ${title}`,
    part('Briefing', [briefingOf(drafting)]),
    part('Secret', secretOf(drafting)),
    part('Injects', injectsOf(drafting)),
    part('Probes', probesOf(drafting)),
    part('Objectives', objectivesOf(drafting)),
    part('Hints', hintsOf(drafting)),
    part('Debrief', [debriefOf(drafting)]),
  ].join('\n\n')}\n`;
}

function part(name: string, paragraphs: readonly string[]): string {
  return [`## ${name}`, ...paragraphs].join('\n\n');
}

function briefingOf({ past }: Drafting): string {
  const { weekday, clock } = whenOf(past);
  return `You are on call. It is ${weekday}, ${clock}. Nobody else has noticed yet. Ask for whatever you would look up, and say what you do.`;
}

function secretOf({ past, plain, suspects, cause }: Drafting): string[] {
  const { key, repair, seconds } = past;
  const guessed = suspects.some((suspect) => suspect.seconds === undefined);
  return [
    `Drafted by Muster from ${key}, which took ${clockOf(seconds)} from its detection to the last thing that is known. Read it through, and make it better.`,
    cause === undefined ? 'The record names no cause. Write it here.' : `The cause: ${cause}`,
    ...(repair.length === 0 ? [] : [`What put it right: ${repair.map((one) => plain(one)).join(' · ')}`]),
    ...(guessed ? ['The record does not say when each wrong path was taken: those times are chosen.'] : []),
    ...(suspects.some(({ evidence }) => evidence === undefined)
      ? ['The record does not say what cleared a wrong path: those answers are written for it.']
      : []),
  ];
}
