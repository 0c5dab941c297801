/** RB501 and RB502: values that are recorded in one step and used in another. */
import { placeholdersIn } from './code-blocks.ts';
import type { Remark } from './finding.ts';
import type { ReadRunbook } from './reading.ts';
import type { Step } from './runbook.ts';

/** Names that a shell or awk knows by itself: nobody records them. */
const OF_THE_SHELL = new Set(
  'HOME PATH PWD OLDPWD USER LOGNAME SHELL HOSTNAME TMPDIR RANDOM SECONDS EDITOR LANG TERM UID PPID IFS NF NR FS OFS RS ORS FNR'.split(
    ' ',
  ),
);

export function valueRemarks(runbook: ReadRunbook): Remark[] {
  return [...unrecorded(runbook), ...unused(runbook)];
}

/** Walks down the file: what is used must have been recorded in a step above, or further up in the same step. */
function unrecorded({ steps, source }: ReadRunbook): Remark[] {
  const recorded = new Set<string>();
  return steps.flatMap((step, place): Remark[] => {
    const places = source.steps[place];
    const missing = new Map<string, number>();
    const use = (names: readonly string[], at: number, within: readonly string[]): void => {
      for (const name of names) {
        const known = recorded.has(name) || within.includes(name) || OF_THE_SHELL.has(name);
        if (!known && !missing.has(name)) missing.set(name, at);
      }
    };
    const assigned: string[] = [];
    step.commands.forEach(({ placeholders, text }, index) => {
      const at = places?.commands[index] ?? step.range.from;
      assigned.push(...assignedIn(text));
      const above = step.records.filter((name) => recordedAt(place, name, source) < at);
      use(placeholders, at, [...assigned, ...above]);
    });
    use(placeholdersIn(wordsOf(step)), step.range.from, [...assigned, ...step.records]);
    for (const name of step.records) recorded.add(name);
    return [...missing].map(([name, at]): Remark => {
      const hint = `Add \`- **Record:** ${name}\` to the step that finds it.`;
      return { code: 'RB501', at, message: `Placeholder ${name} is never recorded before it is used`, hint };
    });
  });
}

/** Names that a script sets itself: `POD=$(…)`, `for NAME in`, `read NAME`. */
function assignedIn(script: string): string[] {
  const found = script.matchAll(
    /(?:^|[\s;&|(])(?:([A-Z][A-Z0-9_]*)=|for\s+([A-Z][A-Z0-9_]*)\s+in\b|read\s+(?:-\w+\s+)*([A-Z][A-Z0-9_]*))/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function recordedAt(place: number, name: string, source: ReadRunbook['source']): number {
  const lines = source.steps[place]?.attributes.filter(({ label }) => label === 'record') ?? [];
  return lines.find(({ value }) => value.includes(name))?.at ?? lines[0]?.at ?? 0;
}

/** Everything in a step but its commands and its undo, which has a code of its own. */
function wordsOf({ blocks, checks, branches, expect }: Step): string {
  const shown = blocks.map((block) => (block.kind === 'command' ? '' : block.markdown));
  return [
    ...shown,
    ...checks.map(({ text }) => text),
    ...branches.map(({ text }) => text),
    expect ?? '',
  ].join('\n');
}

/** Recorded for nothing. The values of a step with an Expect are its evidence, so they do not count. */
function unused({ steps, source, references, introduction }: ReadRunbook): Remark[] {
  const texts = [
    ...steps.flatMap((step) => [wordsOf(step), step.undo ?? '', ...step.commands.map(({ text }) => text)]),
    ...[...references.map(({ markdown }) => markdown), introduction],
  ];
  const used = new Set(texts.flatMap(placeholdersIn));
  return steps.flatMap((step, place) =>
    step.records
      .filter((name) => step.expect === undefined && !used.has(name))
      .map((name): Remark => {
        return {
          code: 'RB502',
          at: recordedAt(place, name, source),
          message: `Recorded value ${name} is never used`,
        };
      }),
  );
}
