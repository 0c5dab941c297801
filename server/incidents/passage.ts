/** The way that a run took through its runbook, as the decision tree shows it. */
import type { Passage, StepPlace } from '../runbooks/tree-words.ts';
import { answerOf, currentStep, type Run, type StepRecord } from './run.ts';

export function passageOf(run: Run): Passage {
  const current = currentStep(run);
  const places = new Map<string, StepPlace>();
  const taken = new Set<string>();
  const chosen = new Set<string>();
  for (const record of run.steps) {
    const place = placeOf(record, current);
    if (place !== undefined) places.set(record.stepId, place);
    // A step may have been come to by an answer that was taken back; then nobody has gone that way.
    if (place !== undefined && record.cameFrom !== undefined)
      taken.add(`${record.cameFrom} ${record.stepId}`);
    const branch = answerOf(record)?.branch;
    if (branch === undefined) continue;
    chosen.add(`${record.stepId} ${String(branch.index)} ${branch.target}`);
    if (branch.target.startsWith('step:'))
      taken.add(`${record.stepId} ${branch.target.slice('step:'.length)}`);
  }
  return { places, taken, chosen };
}

function placeOf(record: StepRecord, current: StepRecord | undefined): StepPlace | undefined {
  switch (record.state) {
    case 'to-do':
      return undefined;
    case 'skipped':
      return 'skipped';
    case 'open':
      return record === current ? 'current' : 'open';
    case 'answered':
      return answerOf(record)?.matched === 'yes' ? 'done' : 'unexpected';
  }
}
