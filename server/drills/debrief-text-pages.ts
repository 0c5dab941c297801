/** A debrief as Markdown, for whoever it belongs to. The word DRILL stands at the head of each part of it. */
import { capital } from '../core/text.ts';
import type { DebriefPage, WholeDebrief } from './debrief-pages.ts';
import type { Scenario } from './scenario.ts';

/** @param whole what is shown to those who have rated themselves */
export function debriefText(
  { key, title, ended }: DebriefPage,
  whole: WholeDebrief,
  { secret, debrief }: Pick<Scenario, 'secret' | 'debrief'>,
): string {
  const part = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`## DRILL: ${name}`, lines.join('\n')];
  return `${[
    `# DRILL: Debrief of ${key}`,
    `${one(title)}. ${ended} Nothing of it was real.`,
    ...(whole.notScored === undefined ? [] : [whole.notScored]),
    ...(whole.summary === undefined ? [] : [whole.summary]),
    ...(whole.hadRead ? ['You had read the scenario before.'] : []),
    ...part('Profile', whole.profile.flatMap(competenceLines)),
    ...part(
      'Facts',
      whole.facts.map(({ name, value }) => `- ${name}: ${value}`),
    ),
    ...part('The path', whole.paths.map(pathLine)),
    ...part('Beside what really happened', realLines(whole)),
    ...part('The story', [secret.trim()].filter(Boolean)),
    ...part(
      'What was to come',
      whole.injects.map(
        ({ at, title, words }) => `- ${at} ${one(title)}${words === '' ? '' : ` (${one(words)})`}`,
      ),
    ),
    ...part(
      'What nothing answered',
      whole.unanswered.map((asked) => `- ${one(asked)}`),
    ),
    ...part(
      'Talk about it',
      debrief.map((question) => `- ${question}`),
    ),
    ...whole.lists.flatMap(({ title, items }) =>
      part(
        title,
        items.map(({ text, action }) => `- ${one(text)}${action === undefined ? '' : ` (${action.key})`}`),
      ),
    ),
  ].join('\n\n')}\n`;
}

function competenceLines({
  competence,
  own,
  record,
  distance,
  objectives,
}: WholeDebrief['profile'][number]): string[] {
  const words = [`the record ${record}`, own === '' ? '' : `you ${own}`, distance].filter(
    (word) => word !== '',
  );
  return [
    `- **${capital(competence)}**: ${words.join(', ')}`,
    ...objectives.map(
      ({ title, mark, because, next }) =>
        `  - ${one(title)}: ${mark}, ${one(because)}${next === undefined ? '' : `. ${one(next)}`}`,
    ),
  ];
}

function pathLine({ statement, minutes, outcome, trap }: WholeDebrief['paths'][number]): string {
  return `- ${one(statement)}: ${minutes}, ${outcome}${trap === undefined ? '' : `; ${one(trap)}`}`;
}

function realLines({ real }: WholeDebrief): string[] {
  if (real === undefined || real.rows.length === 0) return [];
  const cell = (text: string): string => one(text).replaceAll('|', '\\|');
  return [
    `| What | You | ${real.key} | Remark |`,
    '| --- | --- | --- | --- |',
    ...real.rows.map((row) => `| ${[row.what, row.own, row.real, row.words].map(cell).join(' | ')} |`),
  ];
}

/** On one line, so that what people wrote makes no heading of its own. */
function one(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
