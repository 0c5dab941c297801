import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKnown } from '../../server/incidents/entry.ts';
import { goRole, needsGo } from '../../server/incidents/going.ts';
import { currentStep, runOf, stepOf } from '../../server/incidents/run.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';
import type { Runbook, Step } from '../../server/runbooks/runbook.ts';
import { corpus } from '../runbooks/corpus.ts';
import { declared, type Told } from '../support/told.ts';

const HASH = 'b'.repeat(64);
const LONG = `${'averyveryverylongword'.repeat(6)} `;

/** A runbook of each kind that people bring along, and some with more than fits. */
const BOOKS: Runbook[] = [
  ...corpus.map(({ file, bytes }) => readRunbook(file, bytes)),
  readRunbook('long-words.md', `1. ${LONG.repeat(8)}\n2. ${LONG.repeat(9)}\n`),
  readRunbook('long-id.md', `## Triage\n\n### One\n\n<!-- id: ${'x'.repeat(150)} -->\n\nLook.\n`),
  readRunbook(`${'folder/'.repeat(30)}deep.md`, '- [ ] Look\n- [ ] Do\n'),
  readRunbook('long-link.md', `## Triage\n\n### One\n\n- **If** red → [step 2](#${'y'.repeat(300)})\n`),
];

/** Answers a step in the first way that it offers. */
function answer(told: Told, { id, branches, checks }: Step): void {
  const place = { runId: 1, stepId: id };
  for (const { id: checkId } of checks)
    told.act('ben', { type: 'change-check', ...place, checkId, on: true });
  const leading = branches.find(({ targets }) => targets.length > 0);
  const branch = leading && { index: leading.index, target: 0 };
  told.act('ben', { type: 'answer-step', ...place, observed: 'done', matched: 'yes', branch });
}

function confirm(told: Told, step: Step): void {
  if (!needsGo(step)) return;
  const place = { runId: 1, stepId: step.id };
  if (goRole(step) === 'commander') told.act('ana', { type: 'confirm-step', ...place });
  else told.act('ben', { type: 'confirm-step-alone', ...place, typedTarget: step.id, reason: 'nobody else' });
}

for (const runbook of BOOKS) {
  test(`${runbook.file.slice(-40)} can be attached and followed to its last step`, () => {
    const told = declared('2023-06-12T17:15:00.000Z', new Map([[HASH, runbook]]));
    told.act('ana', { type: 'attach-runbook', contentHash: HASH, why: ['chosen'] });
    for (const step of runbook.steps) {
      const run = runOf(told.state, 1);
      assert.ok(run);
      if (stepOf(run, step.id)?.state === 'answered') continue;
      if (currentStep(run)?.stepId !== step.id)
        told.act('ana', { type: 'open-step', runId: 1, stepId: step.id });
      confirm(told, step);
      answer(told, step);
    }
    const run = runOf(told.state, 1);
    assert.ok(runbook.steps.length > 0 && run);
    assert.deepEqual(
      runbook.steps.filter(({ id }) => stepOf(run, id)?.state !== 'answered'),
      [],
    );
    for (const entry of told.entries) assert.ok(isKnown(entry), JSON.stringify(entry.body));
  });
}
