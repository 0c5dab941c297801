import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createPolicy } from '../../server/escalation/policy-actions.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world } from '../support/world.ts';

const RUNBOOK = `# Disk is full

## Triage

### 1. Look at the disk

- **Limit:** 5 min

Run df.

### 2. Ask for room

Escalate to \`infrastructure-primary\`.
`;

test('a step that names a policy begins it by one button, and so does a step whose time is over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-steps-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'disk-is-full.md'), RUNBOOK);
  const here = await world({ MUSTER_RUNBOOKS: folder });
  try {
    await enter(here);
    const level = { targets: [{ kind: 'person', id: CAST.ben.id }], mode: 'any', answerWithin: 5 } as const;
    const wanted = {
      name: 'Infrastructure, primary',
      slug: 'infrastructure-primary',
      zone: 'UTC',
      levels: [level],
    };
    await createPolicy(here.kit.escalation, { ...wanted, repeat: 0, fallback: [CAST.ada.id] }, COMMAND_LINE);
    const ana = await signedIn(here, 'ana');
    const typed = { title: 'Disk full', severity: 'SEV-2', take_command: 'on', runbook: 'disk-is-full' };
    const declared = await sendForm(ana, '/incidents/new', '/incidents', typed);
    assert.equal(declared.status, 303, declared.text);
    const before = await ana.get('/incidents/1');
    assert.doesNotMatch(before.text, /Escalate to Infrastructure, primary/);
    here.clock.wind(301);
    const late = await ana.get('/incidents/1');
    assert.match(
      late.text,
      /Escalate to Infrastructure, primary: the time of the step &#34;Look at the disk&#34; is over\./,
    );
    const answer = await sendForm(ana, '/incidents/1', '/incidents/1/escalations');
    assert.equal(answer.status, 303, answer.text);
    const rows = await here.store.db.selectFrom('escalation_run').selectAll().execute();
    assert.deepEqual(
      rows.map(({ policy_name, reason }) => [policy_name, reason]),
      [['Infrastructure, primary', 'The time of the step "Look at the disk" is over']],
    );
    const after = await ana.get('/incidents/1');
    assert.doesNotMatch(after.text, /Escalate to Infrastructure, primary:/, 'it is asked already');
  } finally {
    await here.end();
    rmSync(folder, { recursive: true, force: true });
  }
});
