import assert from 'node:assert/strict';
import { cpuUsage } from 'node:process';
import { test } from 'node:test';
import { readRunbook } from '../../server/runbooks/reading.ts';
import { targetText } from '../../server/runbooks/runbook.ts';
import type { Step } from '../../server/runbooks/runbook.ts';

const read = (...lines: string[]) => readRunbook('dir/some-file.md', lines.join('\n'));

/** The only step of a convention file whose step has these lines. */
function stepWith(...lines: string[]): Step {
  const runbook = read('# T', '', '## Detect', '', '### 1. Look', '', ...lines);
  assert.equal(runbook.steps.length, 1);
  const [step] = runbook.steps;
  assert.ok(step);
  return step;
}

const prose = (step: Step): string[] =>
  step.blocks.flatMap((block) => (block.kind === 'prose' ? [block.markdown] : []));
const titles = (steps: Step[]): string[] => steps.map(({ title }) => title);

test('the title is the first heading, else the front matter, else the file name', () => {
  assert.equal(read('---', 'title: From above', '---', 'text', '# Heading *here*').title, 'Heading here');
  assert.equal(read('---', 'title: From above', '---', 'text').title, 'From above');
  assert.equal(read('text').title, 'some-file');
});

test('the id is the front matter, else the file name', () => {
  assert.equal(read('---', 'id: cache', '---').id, 'cache');
  assert.equal(read('x').id, 'some-file');
  assert.equal(readRunbook('Old Notes.TXT', 'x').id, 'old-notes');
});

test('phases come in any order and any case, and one may be missing', () => {
  const runbook = read('## RESOLVE', '### a', '## 2. detect:', '### b', '## triage', 'words only');
  assert.deepEqual(runbook.phases, ['resolve', 'detect']);
  assert.deepEqual(
    runbook.source.phases.map(({ phase, steps }) => [phase, steps]),
    [
      ['resolve', 1],
      ['detect', 1],
      ['triage', 0],
    ],
  );
});

test('any second-level heading closes the open step, so that later lists do not leak into it', () => {
  const runbook = read(
    '## Detect',
    '### Look',
    '- [ ] mine',
    '## Aftercare',
    '- [ ] not mine',
    '- **Role:** Nobody',
    '### Nor a step',
  );
  assert.deepEqual(titles(runbook.steps), ['Look']);
  assert.deepEqual(
    runbook.steps[0]?.checks.map(({ text }) => text),
    ['mine'],
  );
  assert.equal(runbook.steps[0].role, undefined);
  assert.equal(runbook.references[0]?.title, 'Aftercare');
});

test('a second title closes the step as well', () => {
  const runbook = read('# One', '## Detect', '### Look', '# Two', 'words');
  assert.equal(runbook.title, 'One');
  assert.deepEqual(titles(runbook.steps), ['Look']);
  assert.equal(runbook.references[0]?.title, 'Two');
});

test('one list may mix attributes, checks, branches and plain items', () => {
  const step = stepWith(
    '- **Role:** Operations',
    '- [ ] a box',
    '- a plain item',
    '- **Limit**: 5 min',
    '- **If** red → stop',
  );
  assert.equal(step.role, 'Operations');
  assert.equal(step.limitSeconds, 300);
  assert.deepEqual(step.checks, [{ id: '1', text: 'a box' }]);
  assert.deepEqual(step.branches[0]?.targets, [{ to: 'stop' }]);
  assert.deepEqual(prose(step), ['- a plain item']);
});

test('a line right under a value is prose, and a sentence may go on in the next line', () => {
  const step = stepWith(
    '- **Limit:** 5 min',
    'Look at the board.',
    '',
    'Then:',
    '',
    '- **Expect:** below 60 %',
    'for a minute',
  );
  assert.equal(step.limitSeconds, 300);
  assert.deepEqual(prose(step), ['Look at the board.', 'Then:']);
  assert.equal(step.expect, 'below 60 %\nfor a minute');
});

test('an indented line after a heading is prose unless it looks like a command', () => {
  assert.deepEqual(prose(stepWith('    Open the board and read it.')), ['Open the board and read it.']);
  assert.deepEqual(prose(stepWith('    kubectl get pods -n shop')), ['    kubectl get pods -n shop']);
});

test('a fence with a language is a command, machine output and fences without one are shown', () => {
  const step = stepWith(
    '```sh',
    'df -h',
    '```',
    '```',
    'plain',
    '```',
    '```text',
    'said',
    '```',
    '```log',
    'said',
    '```',
    '```output',
    'x',
    '```',
  );
  assert.deepEqual(step.commands, [{ index: 0, language: 'sh', text: 'df -h', placeholders: [] }]);
  assert.match(prose(step).join(), /plain[\s\S]*said[\s\S]*said[\s\S]*x/);
});

test('placeholders are capitals behind a dollar sign, also in braces and single quotes', () => {
  const step = stepWith('```sh', `echo '$PREVIOUS' "\${CURRENT}" $HOME_2 $lower $1 $PREVIOUS`, '```');
  assert.deepEqual(step.commands[0]?.placeholders, ['PREVIOUS', 'CURRENT', 'HOME_2']);
});

test('a label in a table or a code block is text', () => {
  const step = stepWith(
    '| **Role:** | Operations |',
    '|---|---|',
    '',
    '```text',
    '- **Limit:** 5 min',
    '```',
  );
  assert.equal(step.role, undefined);
  assert.equal(step.limitSeconds, undefined);
});

test('a label needs its colon, inside or outside the bold', () => {
  assert.equal(stepWith('- **Undo** the change by hand').undo, undefined);
  assert.equal(stepWith('- **Undo:** by hand').undo, 'by hand');
  assert.equal(stepWith('- __undo__: by hand').undo, 'by hand');
});

test('a fence in a numbered list of a step can be copied, and the numbers stay', () => {
  const step = stepWith('1. Look:', '', '   ```sh', '   uptime', '   ```', '', '2. Wait');
  assert.deepEqual(
    step.commands.map(({ text }) => text),
    ['uptime'],
  );
  assert.deepEqual(prose(step), ['1. Look:', '2. Wait']);
});

test('danger in words that we cannot weigh is never none, and is shown as written', () => {
  const step = stepWith('- **Danger:** medium');
  assert.equal(step.danger, 'low');
  assert.deepEqual(prose(step), ['- **Danger:** medium']);
});

test('values to record are names; plain words become names and stay readable', () => {
  assert.deepEqual(stepWith('- **Record:** PREVIOUS, `CURRENT`', '- **Record:** AT').records, [
    'PREVIOUS',
    'CURRENT',
    'AT',
  ]);
  const step = stepWith('- **Record:** hit rate (in %), load');
  assert.deepEqual(step.records, ['HIT_RATE', 'LOAD']);
  assert.deepEqual(prose(step), ['- **Record:** hit rate (in %), load']);
});

test('warnings keep their word, other quotes stay quotes', () => {
  const step = stepWith('> [!WARNING]', '> Slowly.', '', '> said somebody');
  assert.deepEqual(step.blocks, [
    { kind: 'callout', word: 'warning', markdown: 'Slowly.' },
    { kind: 'prose', markdown: '> said somebody' },
  ]);
});

test('background is folded, and nothing in it is read as a part of the step', () => {
  const runbook = read(
    '## Detect',
    '### Look',
    '<details><summary>Why</summary>',
    '',
    '### Deep',
    '- **Role:** Nobody',
    '```sh',
    'x',
    '```',
    '',
    '</details>',
    '',
    '- **Role:** Expert',
  );
  assert.deepEqual(titles(runbook.steps), ['Look']);
  assert.equal(runbook.steps[0]?.role, 'Expert');
  assert.deepEqual(runbook.steps[0].commands, []);
});

test('a fold that is never closed does not swallow the steps after it', () => {
  const runbook = read('## Detect', '### Look', '<details>', '', 'words', '', '### Go on', 'more');
  assert.deepEqual(titles(runbook.steps), ['Look', 'Go on']);
});

test('ids come from the comment, else the title without its number, and are made unique', () => {
  const runbook = read(
    '## Detect',
    '### 1. Look',
    '### 2) Look',
    '### Step 3: Look',
    '### 4. Look',
    '',
    '<!-- id: look-2 -->',
    'words',
    '### 503 errors',
    '### 6.1 Deep',
  );
  assert.deepEqual(
    runbook.steps.map(({ id, number }) => [id, number]),
    [
      ['look', '1'],
      ['look-3', '2'],
      ['look-4', '3'],
      ['look-2', '4'],
      ['503-errors', undefined],
      ['deep', '6.1'],
    ],
  );
});

test('a comment further down names nothing', () => {
  assert.equal(read('## Detect', '### Look', 'words', '', '<!-- id: other -->').steps[0]?.id, 'look');
});

test('branches lead to steps by the anchors of a Markdown host, also to repeated and to encoded ones', () => {
  const runbook = read(
    ...[
      '## Detect',
      '### Look',
      '- **If** a → [first](#2-look-dort)',
      '- **If** b -> [second](#2-look-dort-1)',
    ],
    ...[
      '- **If** c → [third](#3-gr%C3%BCn)',
      '- **If** d → [gone](#9-gone)',
      '- **Otherwise** → [phase](#resolve)',
    ],
    ...['## Resolve', '### 2. Look dort', '### 2. Look dort', '### 3. Grün'],
  );
  assert.deepEqual(
    runbook.steps[0]?.branches.flatMap(({ targets }) => targets.map(targetText)),
    ['step:look-dort', 'step:look-dort-2', 'step:grün', 'missing:9-gone', 'step:look-dort'],
  );
});

const BRANCHES: [
  string,
  unknown[],
  Partial<{ condition: string; undoFirst: boolean; otherwise: boolean }>,
][] = [
  ['**If** both are normal → cancel as a false alarm', [{ to: 'cancel' }], { condition: 'both are normal' }],
  ['**If** it holds -> resolve', [{ to: 'resolve' }], {}],
  [
    '**Otherwise** → escalate to engineering-manager.',
    [{ to: 'escalate', name: 'engineering-manager' }],
    { condition: '' },
  ],
  [
    '**Otherwise** → escalate to Bo Hansen, then wait',
    [{ to: 'escalate', name: 'Bo Hansen' }],
    { otherwise: true },
  ],
  ['**If** red → escalate to [the DBA](people.md#dba)', [{ to: 'escalate', name: 'the DBA' }], {}],
  ['**If** red → [Other](../db/other.md#2-x)', [{ to: 'runbook', file: 'db/other.md', title: 'Other' }], {}],
  ['**If** red → undo, then stop', [{ to: 'stop' }], { undoFirst: true }],
  ['**If** load → 90 % → stop', [{ to: 'stop' }], { condition: 'load → 90 %' }],
  [
    '**If** `a -> b` fails → stop or escalate to dba-primary',
    [{ to: 'stop' }, { to: 'escalate', name: 'dba-primary' }],
    { condition: '`a -> b` fails' },
  ],
  ['**If red**: → stop', [{ to: 'stop' }], { condition: 'red' }],
  ['**If** red, look closer', [], { condition: 'red, look closer' }],
  ['**If** red → wait until the errors stop', [], {}],
  ['**If** red → [the wiki](https://wiki.example/x)', [], {}],
];
for (const [markdown, targets, rest] of BRANCHES) {
  test(`the branch "${markdown}" leads to ${targets.length === 0 ? 'nothing' : JSON.stringify(targets)}`, () => {
    const [branch] = stepWith(`- ${markdown}`).branches;
    assert.deepEqual(branch?.targets, targets);
    assert.deepEqual({ ...branch, ...rest }, branch);
  });
}

test('an If without bold, or in a paragraph, is prose', () => {
  assert.deepEqual(stepWith('- If red → stop').branches, []);
  assert.deepEqual(stepWith('**If** red → stop').branches, []);
});

test('exit criteria stand under a paragraph or a heading, before the first phase', () => {
  for (const announce of ['**We are done when**', 'Done when:', '## We are done when', '### Done when']) {
    const runbook = read(
      '# T',
      '',
      announce,
      '',
      '- [ ] quiet',
      '- [x] *tested*',
      '',
      '## Detect',
      '### Look',
    );
    assert.deepEqual(
      runbook.exitCriteria,
      [
        { id: '1', text: 'quiet' },
        { id: '2', text: '*tested*' },
      ],
      announce,
    );
    assert.doesNotMatch(runbook.introduction, /quiet/);
  }
  assert.deepEqual(read('## Detect', '### Look', 'Done when', '', '- [ ] late').exitCriteria, []);
});

test('when to use it, and when not', () => {
  const runbook = read(
    '> **Use this when** it is red',
    '> for long.',
    '>',
    '> and more',
    '',
    '> **Not for:** green, see [x](x.md)',
  );
  assert.equal(runbook.useWhen, 'it is red for long.');
  assert.equal(runbook.notFor, 'green, see [x](x.md)');
});

test('several lines say together when not to use it', () => {
  assert.equal(
    read('> **Not for** a.', '> **Not for** b,', '> c.', '', '> **Not for** d.').notFor,
    'a. b, c. d.',
  );
});

test('rule 1: a phase without step headings takes its numbered items, else its bullets', () => {
  const runbook = read(
    '## Detect',
    '1. one',
    '2. two',
    '',
    '- a bullet of two',
    '## Resolve',
    'Words.',
    '',
    '* three',
    '* four',
  );
  assert.equal(runbook.rule, 1);
  assert.deepEqual(
    runbook.steps.map(({ title, phase }) => [title, phase]),
    [
      ['one', 'detect'],
      ['two', 'detect'],
      ['three', 'resolve'],
      ['four', 'resolve'],
    ],
  );
  assert.deepEqual(prose(runbook.steps[1] ?? assert.fail()), ['- a bullet of two']);
  assert.deepEqual(
    runbook.references.map(({ phase, markdown }) => [phase, markdown]),
    [['resolve', 'Words.']],
  );
});

test('rule 2: numbered items are steps; what stands between two belongs to the one before', () => {
  const runbook = read(
    'Hello.',
    '',
    '1. First',
    '   - nested',
    '   - [ ] box',
    '',
    '```sh',
    'uptime',
    '```',
    '',
    'Words.',
    '',
    '2. Second',
    '',
    '## Fix it',
    '3. Third',
    '',
    '- [ ] box of three',
  );
  assert.equal(runbook.rule, 2);
  assert.deepEqual(
    runbook.steps.map(({ title, number, phase }) => [title, number, phase]),
    [
      ['First', '1', undefined],
      ['Second', '2', undefined],
      ['Third', '3', 'resolve'],
    ],
  );
  assert.deepEqual(prose(runbook.steps[0] ?? assert.fail()), ['- nested', 'Words.']);
  assert.deepEqual(runbook.steps[0]?.checks, [{ id: '1', text: 'box' }]);
  assert.equal(runbook.steps[0].commands.length, 1);
  assert.equal(runbook.steps[2]?.checks.length, 1);
  assert.equal(runbook.introduction, 'Hello.');
});

test('what it is for stands in its own place and not in the introduction as well', () => {
  const told = read(
    '> **Use this when** it is slow.',
    '>',
    '> **Not for** the night.',
    '',
    'Hello.',
    '',
    '1. Look',
  );
  assert.deepEqual([told.useWhen, told.notFor, told.introduction], ['it is slow.', 'the night.', 'Hello.']);
  const mixed = read('> **Use this when** it is slow.', '>', '> A word of caution.', '', '1. Look');
  assert.match(mixed.introduction, /A word of caution/);
});

test('rule 2: the id is made of the first eight words', () => {
  const [step] = read('1. One two three four five six seven eight nine ten').steps;
  assert.equal(step?.id, 'one-two-three-four-five-six-seven-eight');
});

test('rule 2: a table of contents is not followed', () => {
  const runbook = read('1. [A](#a)', '2. [B](#b)', '', '## A', '- [ ] do it', '## B');
  assert.equal(runbook.rule, 3);
});

test('rule 3: tasks are steps with one box, and exit criteria are no steps', () => {
  const runbook = read(
    'Done when',
    '',
    '- [ ] quiet',
    '',
    '## Do',
    '- [ ] one',
    '- words of one',
    '- [ ] two',
    '  - [ ] below two',
  );
  assert.equal(runbook.rule, 3);
  assert.deepEqual(titles(runbook.steps), ['one', 'two']);
  assert.deepEqual(
    runbook.steps[0]?.checks.map(({ text }) => text),
    ['one'],
  );
  assert.deepEqual(prose(runbook.steps[0]), ['- words of one']);
  assert.deepEqual(
    runbook.steps[1]?.checks.map(({ text }) => text),
    ['two', 'below two'],
  );
  assert.equal(runbook.exitCriteria.length, 1);
});

test('rule 4: sections of the deepest level that holds prose twice are steps, with the phase of their words', () => {
  const runbook = read(
    '# T',
    '## Alert',
    'Why.',
    '### Deep',
    'Once only.',
    '## Mitigation',
    'Do.',
    '## Who to call',
    'Them.',
    '## Other',
    'x',
  );
  assert.equal(runbook.rule, 4);
  assert.deepEqual(
    runbook.steps.map(({ title, phase }) => [title, phase]),
    [
      ['Alert', 'detect'],
      ['Mitigation', 'resolve'],
      ['Who to call', 'escalate'],
      ['Other', undefined],
    ],
  );
  assert.match(prose(runbook.steps[0] ?? assert.fail()).join(), /### Deep\nOnce only/);
});

test('rule 5: bullets under a heading that names action are steps', () => {
  const runbook = read('## Meaning', '- not this', '## What to do', '- this', '- and this', '', 'Words.');
  assert.equal(runbook.rule, 5);
  assert.deepEqual(titles(runbook.steps), ['this', 'and this']);
  assert.deepEqual(prose(runbook.steps[1] ?? assert.fail()), ['Words.']);
});

test('rule 6: otherwise one step with the whole text', () => {
  const runbook = read('# Title', '', 'Words.', '', '- a bullet');
  assert.equal(runbook.rule, 6);
  assert.deepEqual(titles(runbook.steps), ['Read and do']);
  assert.deepEqual(prose(runbook.steps[0] ?? assert.fail()), ['Words.\n\n- a bullet']);
});

test('a file that is no Markdown is one step, as it stands', () => {
  const runbook = readRunbook('a.rst', '~~~~\n1. one\n');
  assert.deepEqual(
    runbook.steps.map(({ title, blocks }) => [title, blocks]),
    [['Read and do', [{ kind: 'prose', markdown: '~~~~~text\n~~~~\n1. one\n~~~~~' }]]],
  );
});

test('a file beyond one mebibyte is cut between characters and shown as it stands', () => {
  const runbook = readRunbook('a.md', 'ü'.repeat(600_000));
  assert.equal(runbook.source.damage.cut, true);
  assert.equal(runbook.source.damage.invalidBytes, false);
  assert.equal(runbook.steps.length, 1);
  assert.equal(runbook.text.length, 524_288);
});

test('a file of one mebibyte is read in full', () => {
  const runbook = readRunbook('a.md', `1. one\n${'x'.repeat(1024 * 1024 - 7)}`);
  assert.equal(runbook.source.damage.cut, false);
  assert.equal(runbook.rule, 2);
});

test('bytes that are not UTF-8 are shown as such, a byte-order mark is not shown at all', () => {
  const broken = readRunbook('a.md', Uint8Array.from([0x31, 0x2e, 0x20, 0xfc]));
  assert.equal(broken.source.damage.invalidBytes, true);
  assert.equal(broken.text, '1. \ufffd');
  const marked = readRunbook('a.md', Uint8Array.from([0xef, 0xbb, 0xbf, 0x23, 0x20, 0x61]));
  assert.equal(marked.source.damage.invalidBytes, false);
  assert.equal(marked.title, 'a');
});

test('links by label keep their definitions when a part is shown alone', () => {
  const runbook = read(
    '## Detect',
    '### Look',
    'See [the board][b].',
    '',
    '- **If** red → [Other][o]',
    '',
    '[b]: https://a.example "Board"',
    '[o]: other.md',
  );
  assert.deepEqual(prose(runbook.steps[0] ?? assert.fail()), [
    'See [the board][b].\n\n[b]: <https://a.example> "Board"\n',
  ]);
  assert.deepEqual(runbook.steps[0]?.branches[0]?.targets, [
    { to: 'runbook', file: 'dir/other.md', title: 'Other' },
  ]);
});

for (const sign of [
  '[',
  '>',
  '*',
  '- ',
  '1. ',
  '_a',
  '<details>\n\n',
  '### a\n',
  '## Detect\n### a\n',
  '- **If** a → ',
]) {
  test(`a file of 20,000 ${JSON.stringify(sign)} is read within seconds`, () => {
    const began = cpuUsage();
    const runbook = readRunbook('a.md', `## Detect\n\n### Look\n\n${sign.repeat(20_000)}`);
    assert.ok(runbook.steps.length > 0);
    assert.ok(cpuUsage(began).user < 5_000_000);
  });
}
