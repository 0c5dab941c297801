/** Findings about what a report promises. */
import { finding, type Finding } from './finding.ts';
import { isBounded, type Task } from './task.ts';

const MOST_TASKS = 10;

export function taskFindings(tasks: readonly Task[]): Finding[] {
  const lacking = (
    code: 'PM401' | 'PM402' | 'PM403' | 'PM404',
    isGood: (task: Task) => boolean,
    sentence: string,
  ): Finding[] =>
    tasks.filter((task) => !isGood(task)).map(({ line }) => finding(code, line.number, sentence));
  return [
    ...lacking('PM401', ({ owner }) => owner !== undefined, 'This task has no owner. Who does it?'),
    ...lacking('PM402', ({ due }) => due !== undefined, 'This task has no date. By when?'),
    ...lacking(
      'PM403',
      ({ doneWhen }) => doneWhen !== undefined,
      'How will one know that this task is done?',
    ),
    ...lacking('PM404', isBounded, 'This task is never over. Say one thing that can be finished and seen.'),
    ...(tasks.length > MOST_TASKS
      ? [
          finding(
            'PM405',
            tasks[MOST_TASKS]?.line.number,
            `${String(tasks.length)} tasks are more than get done. Fewer and larger ones are kept.`,
          ),
        ]
      : []),
  ];
}
