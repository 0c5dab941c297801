import { z } from 'zod';
import { Invalid } from '../web/problem.ts';
import { choice, gathered, line, optionalLine, several } from '../web/fields.ts';
import { PHASES } from '../runbooks/runbook.ts';
import { act, type Act, type ActReading } from './act-routes.ts';
import type { Renamed } from './decide-run-moves.ts';

const ACT = 'incident.act';

const runIdOf = ({ params }: ActReading): number => Number(params.run);

/** Following a runbook. */
export const RUN_ACTS: readonly Act[] = [
  act(
    '/runs',
    ACT,
    'Attach a runbook by the hash of its version',
    z.strictObject({ content_hash: line('the runbook to attach', 64), why: several() }),
    ({ content_hash, why }) => ({ type: 'attach-runbook', contentHash: content_hash, why }),
  ),
  act(
    '/runs/none-fits',
    ACT,
    'Say that none of our runbooks fits',
    z.strictObject({
      looked: several().describe('the runbooks that were looked at'),
      reason: optionalLine(),
    }),
    ({ looked, reason }) => ({ type: 'say-none-fits', looked, reason }),
  ),
  act(
    '/runs/:run/detachment',
    ACT,
    'Detach a runbook that is the wrong one',
    z.strictObject({ reason: line('why it is the wrong one') }),
    ({ reason }, reading) => ({ type: 'detach-runbook', runId: runIdOf(reading), reason }),
  ),
  act(
    '/runs/:run/version',
    ACT,
    'Move a run to another version of its runbook; steps of one id map by themselves',
    gathered(
      'step_',
      'renamed',
      z.strictObject({
        content_hash: line('the version to move to', 64),
        /** A form sends each as `step_old`. */
        renamed: several(200).describe('steps that are called differently there, as old-id=new-id'),
      }),
    ),
    ({ content_hash, renamed }, reading) => ({
      type: 'move-run',
      runId: runIdOf(reading),
      contentHash: content_hash,
      renamed: renamed.map(renamedStep),
    }),
  ),
  act(
    '/runs/:run/phase',
    ACT,
    'Move a run to another phase',
    z.strictObject({ to: choice(PHASES, 'Choose a phase.'), reason: optionalLine() }),
    ({ to, reason }, reading) => ({ type: 'move-phase', runId: runIdOf(reading), to, reason }),
  ),
  act(
    '/runs/:run/questions',
    ACT,
    'Say that the text of the runbook is wrong, missing or unclear',
    z.strictObject({
      problem: choice(['wrong', 'missing', 'unclear'], 'Say whether the text is wrong, missing or unclear.'),
      text: line('what is wrong with the text'),
      step: optionalLine(100),
    }),
    ({ problem, text: words, step }, reading) => ({
      type: 'question-step',
      runId: runIdOf(reading),
      stepId: step,
      problem,
      text: words,
    }),
  ),
];

function renamedStep(pair: string): Renamed {
  const [, from, to] = /^([^=]+)=([^=]+)$/.exec(pair) ?? [];
  if (from !== undefined && to !== undefined) return { from, to };
  throw new Invalid([
    { field: 'renamed', sentence: `Write a renamed step as old-id=new-id; "${pair}" is not.` },
  ]);
}
