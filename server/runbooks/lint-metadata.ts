/** RB101 to RB111: owner, dates, and what a runbook says about itself. */
import { distance } from 'fastest-levenshtein';
import { dayAfter, spanOf } from '../core/duration.ts';
import type { Remark } from './finding.ts';
import { KNOWN_KEYS } from './front-matter.ts';
import type { LintOptions } from './lint.ts';
import type { ReadRunbook } from './reading.ts';

const DEFAULT_REVIEW = '6 months';

export function metadataRemarks(runbook: ReadRunbook, options: LintOptions): Remark[] {
  const { metadata, unreadFrontMatter } = runbook;
  const remarks = [
    ...frontMatterRemarks(runbook),
    ...sharedId(runbook, options),
    ...dateRemarks(runbook, options),
  ];
  const say = (code: Remark['code'], message: string, hint: string): void => {
    remarks.push({ code, at: 0, message, hint });
  };
  // What the unread front matter may say is not asked for: first it must be readable.
  if (unreadFrontMatter === undefined) {
    if (metadata.owner === undefined) say('RB101', 'No owner', 'Add `owner:` with a team or a person.');
    if (metadata.useWhen.length === 0 && runbook.useWhen === undefined) {
      say('RB107', 'Not said when to use it', 'Add `use_when:` or a line `> **Use this when** …`.');
    }
    if (options.known?.exercised === false && metadata.lastExercised === undefined) {
      say('RB103', 'Never exercised', 'Run it once in a drill.');
    }
  }
  if (runbook.notFor === undefined) {
    say(
      'RB108',
      'Not said when it is the wrong runbook',
      'Add a line `> **Not for** …` that names the look-alikes.',
    );
  }
  if (runbook.exitCriteria.length === 0) {
    say('RB109', 'No exit criteria', 'Add "We are done when" with a task list, before the first phase.');
  }
  if (isSevere(runbook) && !tellsUsers(runbook)) {
    say('RB110', 'Nothing to tell users', 'Add `## What to tell users` with the first sentences.');
  }
  return remarks;
}

function frontMatterRemarks({ source }: ReadRunbook): Remark[] {
  const { problems, keys } = source.frontMatter;
  const unreadable = problems.map(({ reason, at }): Remark => {
    return { code: 'RB104', at, message: `Front matter cannot be read: ${reason}` };
  });
  const unknown = keys
    .filter(({ key }) => !KNOWN_KEYS.some((known) => known === key))
    .map(({ key, at }): Remark => {
      const meant = nearestKey(key);
      const hint = meant === undefined ? {} : { hint: `Did you mean \`${meant}\`?` };
      return { code: 'RB105', at, message: `Unknown key ${key}`, ...hint };
    });
  return [...unreadable, ...unknown];
}

/** The known key that was probably meant: at most two letters, or only signs and capitals, apart. */
function nearestKey(key: string): string | undefined {
  const plain = key
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const ranked = KNOWN_KEYS.map((known) => ({ known, apart: distance(plain, known) }));
  const best = ranked.sort((a, b) => a.apart - b.apart)[0];
  return best !== undefined && best.apart <= 2 && best.apart < best.known.length / 2 ? best.known : undefined;
}

function sharedId({ id, file, source }: ReadRunbook, { neighbours }: LintOptions): Remark[] {
  const others = neighbours.filter((neighbour) => neighbour.id === id && neighbour.file !== file);
  if (others.length === 0) return [];
  const at = source.frontMatter.keys.find(({ key }) => key === 'id')?.at ?? 0;
  const hint = `It is also the id of ${others.map((other) => other.file).join(', ')}.`;
  return [{ code: 'RB106', at, message: `Two runbooks share the id ${id}`, hint }];
}

/** The day on which the review is due; undefined when the runbook was never reviewed. */
function reviewDue(metadata: ReadRunbook['metadata']): string | undefined {
  const span = spanOf(metadata.reviewIn ?? DEFAULT_REVIEW);
  return metadata.lastReviewed !== undefined && span ? dayAfter(metadata.lastReviewed, span) : undefined;
}

function dateRemarks({ metadata, source, unreadFrontMatter }: ReadRunbook, { today }: LintOptions): Remark[] {
  const placeOf = (name: string): number => source.frontMatter.keys.find(({ key }) => key === name)?.at ?? 0;
  const remarks: Remark[] = [];
  const due = reviewDue(metadata);
  if (unreadFrontMatter === undefined && due === undefined) {
    const hint = 'Read it through, try the commands, and set `last_reviewed:` to that day.';
    remarks.push({ code: 'RB102', at: 0, message: 'Review overdue: it was never reviewed', hint });
  } else if (due !== undefined && due < today) {
    remarks.push({ code: 'RB102', at: placeOf('last_reviewed'), message: `Review overdue since ${due}` });
  }
  for (const [key, day] of [
    ['last_reviewed', metadata.lastReviewed],
    ['last_exercised', metadata.lastExercised],
  ] as const) {
    if (day === undefined || day <= today) continue;
    remarks.push({ code: 'RB111', at: placeOf(key), message: `Date lies in the future: ${key} is ${day}` });
  }
  return remarks;
}

function isSevere({ metadata }: ReadRunbook): boolean {
  return metadata.defaultSeverity === 'SEV-1' || metadata.defaultSeverity === 'SEV-2';
}

function tellsUsers({ references, steps }: ReadRunbook): boolean {
  const titles = [...references.filter(({ markdown }) => markdown !== ''), ...steps].map(
    ({ title }) => title ?? '',
  );
  return titles.some((title) =>
    /\b(?:users?|customers?|clients?|communicat\w*|announce\w*|status page)\b/i.test(title),
  );
}
