/** Tasks: what the review promised, and what somebody noted during the incident and nobody has taken up yet. */
import type { Frame } from './frame.ts';
import { table } from './table.ts';
import { stepText } from './told-run.ts';
import { cell } from '../core/typed-words.ts';

export function actionsBlock(frame: Frame): string {
  const rows = [...itemRows(frame), ...followUpRows(frame), ...questionRows(frame)];
  if (rows.length === 0) return 'No task was noted during the incident.';
  return table(['Task', 'Type', 'Owner', 'Due', 'Done when'], rows);
}

/** What the review agreed upon stands first, known by its key. */
function itemRows({ items, isNamed, ref }: Frame): string[][] {
  return items.map(({ key, text, type, owner, due, doneWhen, sourceSeq }) => {
    const source = sourceSeq === undefined ? '' : ` ${ref(sourceSeq)}`;
    const who = owner === undefined ? 'nobody yet' : isNamed ? cell(owner) : 'named';
    return [
      `${key} ${cell(text)}${source}`.trimEnd(),
      type,
      who,
      due ?? 'not set',
      doneWhen === undefined ? 'not set' : cell(doneWhen),
    ];
  });
}

function followUpRows(frame: Frame): string[][] {
  const taken = new Set(frame.items.map(({ sourceSeq }) => sourceSeq));
  const open = frame.state.followUps.filter(({ seq }) => !taken.has(seq));
  return open.map(({ text, type, owner, ownerName, at, seq }) => {
    const who =
      owner === undefined ? 'nobody yet' : cell(frame.who({ id: owner, name: ownerName ?? owner }, at));
    return row(`${cell(text)} ${frame.ref(seq)}`, type ?? 'not set', who);
  });
}

/** What somebody found wrong, missing or unclear in the runbook is a task for its owner. */
function questionRows(frame: Frame): string[][] {
  return frame.state.runs.flatMap((run) =>
    run.questions.map(({ stepId, title, problem, text, seq }) => {
      const place = stepId === undefined ? '' : `, ${stepText({ stepId, title })}`;
      const task = `Runbook "${cell(run.title)}"${place} is ${problem}: ${cell(text)} ${frame.ref(seq)}`;
      return row(task.replaceAll(/(?<!\\)\|/g, '\\|'), 'respond', 'nobody yet');
    }),
  );
}

function row(task: string, type: string, owner: string): string[] {
  return [task, type, owner, 'not set', 'not set'];
}
