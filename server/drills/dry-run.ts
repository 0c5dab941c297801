/** A dry run: one runbook gone through without a story. It is a drill whose scenario is made of the runbook's name. */
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { isoWithOffset } from '../core/time.ts';
import { exercisedWith, outcomeOf } from '../incidents/runbook-uses.ts';
import type { State } from '../incidents/state.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { passedBy } from './passed-by.ts';

/** The longest that a drill may last. */
const MINUTES = 600;

export type DryRun = { runbookId: string; title: string; zone: string; now: Instant };

/** A scenario as Markdown in which nothing happens: its clock begins at the minute of `now`. */
export function dryRunScenario({ runbookId, title, zone, now }: DryRun): string {
  const name = JSON.stringify(dryRunTitle(title));
  return [
    '---',
    `id: ${JSON.stringify(`dry-run-${runbookId}`)}`,
    `title: ${name}`,
    `public_title: ${name}`,
    'level: 1',
    `minutes: ${String(MINUTES)}`,
    `runbook: ${JSON.stringify(runbookId)}`,
    `home_zone: ${zone}`,
    `start: ${isoWithOffset(now, zone).slice(0, 16)}`,
    'roles: [commander, operations]',
    '---',
    '',
    '# Dry run',
    '',
    '## Briefing',
    '',
    'Go through the steps as if it were real: read what each asks for, and answer with what you would see. Commands stay where they are.',
    '',
    '## Secret',
    '',
    'There is none: nothing happens in a dry run but what you do.',
    '',
  ].join('\n');
}

export function dryRunTitle(title: string): string {
  return `Dry run: ${title.replace(/\s+/g, ' ').slice(0, 150)}`;
}

/** What a dry run came to, in words: whether it counts, and why it does not. */
export type DryRunResult = {
  isExercised: boolean;
  words: string;
  facts: readonly { name: string; value: string }[];
};

/** @param runbook the version that was gone through, where it is known here */
export function dryRunResult(state: State, runbook: Runbook | undefined): DryRunResult {
  const [run] = state.runs;
  const { answered, matched, skipped } = outcomeOf(run ?? { steps: [] });
  const isExercised = run !== undefined && exercisedWith(state, run) !== undefined;
  return {
    isExercised,
    words: isExercised ? EXERCISED : whyNot(state, answered, matched),
    facts: [
      { name: 'Steps answered', value: String(answered) },
      { name: 'As the runbook says', value: String(matched) },
      { name: 'Otherwise, or not sure', value: String(answered - matched) },
      { name: 'Skipped with a reason', value: String(skipped) },
      { name: 'Passed by', value: String(run === undefined ? 0 : passedBy(run, runbook)) },
    ],
  };
}

const EXERCISED = 'Every step that you answered came out as the runbook says: it counts as exercised.';

function whyNot({ drill }: State, answered: number, matched: number): string {
  const why = drill?.ended?.why;
  if (why === 'stopped' || why === 'real-emergency')
    return 'It was stopped before its end, so it does not count as exercised.';
  if (answered === 0) return 'No step was answered, so it does not count as exercised.';
  return `${counted(answered - matched, 'answered step')} did not come out as the runbook says, so it does not count as exercised. What should the runbook say there?`;
}
