import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readRunbook } from '../../server/runbooks/reading.ts';

const runbook = readRunbook('cache-miss-storm.md', readFileSync('runbooks/cache-miss-storm.md'));

test('the cache-miss storm has four phases with 1, 3, 1 and 4 steps', () => {
  assert.equal(runbook.rule, 1);
  assert.deepEqual(runbook.phases, ['detect', 'triage', 'escalate', 'resolve']);
  const counts = runbook.phases.map((phase) => runbook.steps.filter((step) => step.phase === phase).length);
  assert.deepEqual(counts, [1, 3, 1, 4]);
});

test('its steps are known by the ids that its author and its titles give', () => {
  assert.deepEqual(
    runbook.steps.map(({ id }) => id),
    [
      ...[
        'prove-that-shoppers-are-affected',
        'read-the-cache-hit-rate',
        'find-change',
        'rule-out-the-look-alikes',
      ],
      ...['bring-in-infrastructure', 'agree-on-the-rollback', 'rollback'],
      ...['clear-what-was-written-under-the-bad-configuration', 'watch-and-close'],
    ],
  );
  assert.deepEqual(
    runbook.steps.map(({ number }) => number),
    ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  );
});

test('it names 3 exit criteria, 6 checks, 5 commands, 6 values to record and 2 dangerous steps', () => {
  assert.deepEqual(
    runbook.exitCriteria.map(({ text }) => text),
    [
      'The hit rate is 92 % or more for 30 minutes',
      'Checkout errors are below 0.5 % for 30 minutes',
      'Every temporary change is listed on the incident',
    ],
  );
  assert.equal(runbook.steps.flatMap(({ checks }) => checks).length, 6);
  assert.equal(runbook.steps.flatMap(({ commands }) => commands).length, 5);
  assert.deepEqual(
    runbook.steps.flatMap(({ records }) => records),
    ['ERRORS', 'LATENCY', 'HIT_RATE', 'PREVIOUS', 'CURRENT', 'CHANGED_AT'],
  );
  assert.deepEqual(
    runbook.steps.filter(({ danger }) => danger === 'high').map(({ id }) => id),
    ['rollback', 'clear-what-was-written-under-the-bad-configuration'],
  );
});

test('it leads to three other runbooks', () => {
  const files = runbook.steps
    .flatMap(({ branches }) => branches.flatMap(({ targets }) => targets))
    .flatMap((target) => (target.to === 'runbook' ? [target.file] : []));
  assert.deepEqual(files, ['payment-gateway-down.md', 'database-overload.md']);
  assert.match(runbook.notFor ?? '', /\(cache-node-lost\.md\)/);
});

test('the step that rolls back carries all that a dangerous step needs', () => {
  const step = runbook.steps.find(({ id }) => id === 'rollback');
  assert.equal(step?.confirm, 'Commander');
  assert.equal(step.undo, '`cachectl config apply release-$CURRENT --all`');
  assert.equal(step.limitSeconds, 600);
  assert.deepEqual(
    step.blocks.map(({ kind }) => kind),
    ['callout', 'command', 'prose', 'command'],
  );
  assert.deepEqual(step.commands[0], {
    index: 0,
    language: 'sh',
    text: 'cachectl config apply release-$PREVIOUS --canary 1',
    placeholders: ['PREVIOUS'],
  });
  assert.deepEqual(step.branches[0], {
    index: 0,
    otherwise: false,
    condition: 'the first node stays below 80 %',
    undoFirst: true,
    targets: [{ to: 'step', stepId: 'bring-in-infrastructure', title: 'Bring in infrastructure' }],
    text: 'If the first node stays below 80 % → undo, then step 5',
  });
});

test('two targets behind one arrow make two buttons', () => {
  const step = runbook.steps.find(({ id }) => id === 'agree-on-the-rollback');
  assert.deepEqual(
    step?.branches[1]?.targets.map(({ to }) => to),
    ['step', 'stop'],
  );
});
