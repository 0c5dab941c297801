import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currentGo } from '../../server/incidents/going.ts';
import type { Run, StepRecord } from '../../server/incidents/run.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';

const RUNBOOK = readRunbook(
  'x.md',
  '# X\n\n## Fix\n\n### 1. Look\n\nLook.\n\n### 2. Purge\n\n- **Danger:** high\n\nPurge.\n',
);

const open = (stepId: string): Partial<StepRecord> => ({ stepId, state: 'open', goes: [] });

test('a dangerous step that is open waits for its go, also behind a harmless one that is open', () => {
  const [look, purge] = RUNBOOK.steps;
  assert.ok(look && purge?.danger === 'high');
  const run = (...steps: Partial<StepRecord>[]): Run => ({ runId: 1, steps }) as unknown as Run;
  assert.equal(currentGo(run(open(look.id)), RUNBOOK), undefined);
  assert.equal(currentGo(run(open(look.id), open(purge.id)), RUNBOOK)?.stepId, purge.id);
  assert.equal(currentGo(run({ ...open(purge.id), state: 'answered' }), RUNBOOK), undefined);
});
