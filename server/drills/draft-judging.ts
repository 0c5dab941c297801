/** What a drafted scenario is judged by: objectives with the times of then, hints towards them, and the debrief. */
import { item, objective, settled } from './draft-items.ts';
import type { Drafting } from './drafting.ts';
import { clockOf } from './outline.ts';

const CAUSE_OBJECTIVE = 'The cause is named with evidence';

/** What they should do, and by when the real team had. */
export function objectivesOf({ past, plain, suspects, dangerous }: Drafting): string[] {
  const { milestones, hasHandOver } = past;
  const by = (seconds: number | undefined): string | undefined =>
    seconds === undefined ? undefined : clockOf(Math.max(60, seconds));
  const [step] = dangerous;
  return [
    objective('It is declared', 'lead', 'declared', by(milestones.declared)),
    objective('The impact is said in percent', 'assess', 'impact stated with percent', by(milestones.impact)),
    ...suspects.map(({ title, words, clearedSeconds }) =>
      objective(title, 'diagnose', settled(words, 'ruled out'), by(clearedSeconds)),
    ),
    ...(past.cause === undefined
      ? []
      : [objective(CAUSE_OBJECTIVE, 'diagnose', settled(past.cause, 'confirmed'), by(milestones.cause))]),
    objective('Somebody who can help is asked', 'escalate', 'escalation requested', by(milestones.asked)),
    objective('People outside are told', 'communicate', 'update sent', by(milestones.update)),
    ...(step === undefined
      ? [objective('What was changed is watched', 'act safely', 'status monitoring', by(milestones.over))]
      : [
          objective(
            `"${plain(step.title)}" has its go`,
            'act safely',
            `step ${step.id} confirmed`,
            by(milestones.better),
          ),
        ]),
    ...(hasHandOver
      ? [objective('Command changes hands', 'lead', 'role commander accepted by hand-over', undefined)]
      : []),
  ];
}

/** What helps whoever does not get on. */
export function hintsOf({ past, plain, suspects }: Drafting): string[] {
  return [
    ...suspects.map(({ title, words }) =>
      item(`What would clear this: ${plain(words).replace(/[.?!]$/, '')}? Ask for it.`, [['For', title]]),
    ),
    ...(past.cause === undefined
      ? []
      : [item('What was changed shortly before it began?', [['For', CAUSE_OBJECTIVE]])]),
  ];
}

/** What to ask afterwards. */
export function debriefOf({ past, plain, suspects }: Drafting): string {
  const { lessons, doubts } = past;
  return [
    ...suspects.map(
      ({ words }) => `What made "${plain(words)}" look likely? What would have cleared it sooner?`,
    ),
    'Where were you sooner than the real team, and where later?',
    ...lessons.map((lesson) => `The real team learned this. Did you miss it as well? ${plain(lesson)}`),
    ...doubts.map((doubt) => `This was asked of the runbook: ${plain(doubt)}`),
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}
