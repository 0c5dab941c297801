import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runRunbookLint, runRunbookShow } from '../../server/runbooks/command.ts';

const TODAY = '2026-11-23';
const folder = mkdtempSync(join(tmpdir(), 'command-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const NOTED = `---
id: noted
owner: platform-team
use_when: [Alert]
last_reviewed: 2026-09-01
escalate_to: dba
---

# Noted

Done when

- [ ] it is quiet

## Detect

### 1. Look

- **Limit:** 5 min

See [the broken one](sub/broken.md).
`;

mkdirSync(join(folder, 'sub'));
writeFileSync(join(folder, 'noted.md'), NOTED);
writeFileSync(
  join(folder, 'warned.md'),
  NOTED.replace('owner: platform-team\n', '').replace('id: noted', 'id: warned'),
);
writeFileSync(
  join(folder, 'sub/broken.md'),
  NOTED.replace('sub/broken.md', 'gone.md').replace('id: noted', 'id: broken'),
);

const at = (file: string): string => join(folder, file);

test('errors end with 1, warnings only under --strict, notes never', async () => {
  const code = async (file: string, strict = false) =>
    (await runRunbookLint([at(file)], { today: TODAY, strict })).exitCode;
  assert.equal(await code('noted.md'), 0);
  assert.equal(await code('noted.md', true), 0);
  assert.equal(await code('warned.md'), 0);
  assert.equal(await code('warned.md', true), 1);
  assert.equal(await code('sub/broken.md'), 1);
});

test('the text names file, line, severity and code, what to do, and what was not looked for', async () => {
  const { output } = await runRunbookLint([at('noted.md'), at('sub/broken.md')], { today: TODAY });
  assert.equal(
    output,
    [
      at('noted.md'),
      '  1  note     RB108  Not said when it is the wrong runbook',
      '                     Add a line `> **Not for** …` that names the look-alikes.',
      '',
      at('sub/broken.md'),
      '   1  note     RB108  Not said when it is the wrong runbook',
      '                      Add a line `> **Not for** …` that names the look-alikes.',
      '  21  error    RB306  Link to a runbook that is not here: gone.md',
      '',
      '2 files: 1 error, 0 warnings and 2 notes.',
      'Not looked for without a database: RB103, RB207, RB308 and RB701.',
      '',
    ].join('\n'),
  );
});

test('a folder is one library', async () => {
  const { output, exitCode } = await runRunbookLint([folder], { today: TODAY, json: true });
  const report = JSON.parse(output) as {
    files: { file: string; findings: { code: string; line: number }[] }[];
    counts: unknown;
    not_given: string[];
    problems: unknown[];
  };
  assert.deepEqual(
    report.files.map(({ file }) => file),
    [at('noted.md'), at('sub/broken.md'), at('warned.md')],
  );
  assert.deepEqual(
    report.files[1]?.findings.map(({ code, line }) => [code, line]),
    [
      ['RB108', 1],
      ['RB306', 21],
    ],
  );
  assert.deepEqual(report.counts, { files: 3, errors: 1, warnings: 1, notes: 3 });
  assert.deepEqual(report.not_given, ['RB103', 'RB207', 'RB308', 'RB701']);
  assert.deepEqual(report.problems, []);
  assert.equal(exitCode, 1);
});

test('a file that is not there is a problem and ends with 1', async () => {
  const { output, exitCode } = await runRunbookLint([at('nowhere.md')], { today: TODAY });
  assert.match(output, /nowhere\.md\n {2}It is not there\./);
  assert.equal(exitCode, 1);
  assert.equal((await runRunbookShow(at('nowhere.md'))).exitCode, 1);
});

test('show gives all that was read, in JSON and in words', async () => {
  const { output, exitCode } = await runRunbookShow('runbooks/cache-miss-storm.md', { json: true });
  assert.equal(exitCode, 0);
  const shown = JSON.parse(output) as {
    title: string;
    metadata: Record<string, unknown>;
    phases: { phase: string; steps: string[] }[];
    steps: {
      id: string;
      labels: Record<string, unknown>;
      commands: unknown[];
      checks: unknown[];
      branches: { undo_first: boolean; targets: { text: string }[] }[];
    }[];
  };
  assert.equal(shown.title, 'Cache-miss storm after a configuration change');
  assert.equal(shown.metadata.watch_seconds, 1800);
  assert.deepEqual(
    shown.phases.map(({ phase, steps }) => [phase, steps.length]),
    [
      ['detect', 1],
      ['triage', 3],
      ['escalate', 1],
      ['resolve', 4],
    ],
  );
  const step = shown.steps.find(({ id }) => id === 'rollback');
  assert.deepEqual(step?.labels, {
    role: 'Operations',
    limit_seconds: 600,
    expect: 'the first node is above 80 % within 2 min (normal: 92 to 97 %)',
    record: [],
    danger: 'high',
    confirm: 'Commander',
    undo: '`cachectl config apply release-$CURRENT --all`',
  });
  assert.equal(step.commands.length, 2);
  assert.equal(step.checks.length, 2);
  assert.deepEqual(
    step.branches.map(({ undo_first: undo, targets }) => [undo, targets.map(({ text }) => text)]),
    [
      [true, ['step:bring-in-infrastructure']],
      [false, ['step:clear-what-was-written-under-the-bad-configuration']],
    ],
  );
  const words = (await runRunbookShow('runbooks/cache-miss-storm.md')).output;
  assert.match(words, /^Cache-miss storm/);
  assert.match(words, /7\. Put the previous configuration back \(rollback\)\n {4}role: Operations/);
  assert.match(words, /if the first node stays below 80 % → undo, then step:bring-in-infrastructure/);
});
