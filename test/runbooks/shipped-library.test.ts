import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRunbookLint } from '../../server/runbooks/command.ts';
import { readFolder } from '../../server/runbooks/folder.ts';
import { lintLibrary } from '../../server/runbooks/lint.ts';

const { runbooks: files, problems } = await readFolder('runbooks');
const runbooks = files.map(({ runbook }) => runbook);

const TEAMS = ['platform-team', 'payments-team', 'storefront-team'];
const TARGETS = [
  'infrastructure-primary',
  'payments-primary',
  'storefront-primary',
  'database-primary',
  'engineering-manager',
];

test('every file of the library is read, by the convention, and none is broken', () => {
  assert.deepEqual(problems, []);
  assert.ok(runbooks.length >= 9);
  for (const { file, rule, phases } of runbooks) {
    assert.equal(rule, 1, file);
    assert.deepEqual(phases, ['detect', 'triage', 'escalate', 'resolve'], file);
  }
});

for (const today of ['2026-11-23', '2027-01-31']) {
  test(`the library has no error and no warning on ${today}, with every target known`, () => {
    const known = { exercised: true, targets: TARGETS, hosts: [], previousSteps: [] };
    const { findings, notGiven } = lintLibrary(runbooks, { today, known: () => known });
    assert.deepEqual(notGiven, []);
    for (const [file, found] of findings) {
      assert.deepEqual(
        found.filter(({ severity }) => severity !== 'note'),
        [],
        file,
      );
    }
  });
}

test('the command line says the same, also strictly', async () => {
  const { exitCode, output } = await runRunbookLint(['runbooks'], { today: '2026-11-23', strict: true });
  assert.equal(exitCode, 0, output);
});

test('one file alone is judged among those beside it', async () => {
  const { exitCode, output } = await runRunbookLint(['runbooks/cache-miss-storm.md'], {
    today: '2026-11-23',
    strict: true,
  });
  assert.equal(exitCode, 0, output);
});

for (const { file, metadata, steps, references, notFor } of runbooks) {
  test(`${file} has a known owner, asks for proof first, and ends in numbers`, () => {
    assert.ok(TEAMS.includes(metadata.owner ?? ''));
    assert.ok(TARGETS.includes(metadata.escalateTo ?? ''));
    assert.match(notFor ?? '', /\.md\)/);
    assert.match(steps[0]?.title ?? '', /^(?:Prove|Read)/);
    assert.deepEqual(
      steps.map(({ number }) => number),
      steps.map((_, index) => String(index + 1)),
    );
    for (const title of ['What to tell users', 'Aftercare']) {
      assert.ok(
        references.some((part) => part.title === title && part.markdown !== ''),
        title,
      );
    }
    for (const step of steps)
      assert.ok(
        step.expect !== undefined && step.role !== undefined && step.limitSeconds !== undefined,
        step.id,
      );
  });

  test(`${file} leads each observation somewhere, and every branch to the step that it numbers`, () => {
    for (const { branches, id } of steps) {
      assert.ok(branches.length > 0, id);
      for (const { targets, text } of branches) {
        const numbers = [...text.matchAll(/step (\d+)/g)].map(([, number]) => number);
        const ids = targets.flatMap((target) => (target.to === 'step' ? [target.stepId] : []));
        assert.deepEqual(
          ids,
          numbers.map((number) => steps.find((step) => step.number === number)?.id),
          text,
        );
      }
    }
  });
}
