import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cpuUsage } from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { CODES, severityOf } from '../../server/runbooks/finding.ts';
import type { Code } from '../../server/runbooks/finding.ts';
import { lint, lintLibrary, NEEDS_KNOWN } from '../../server/runbooks/lint.ts';
import type { Known, LintOptions } from '../../server/runbooks/lint.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';
import { corpus } from './corpus.ts';

const TODAY = '2026-11-23';

const HEAD = `---
id: clean
owner: platform-team
use_when: [Alert]
last_reviewed: 2026-09-01
last_exercised: 2026-08-01
escalate_to: dba
---

# Clean

> **Not for** anything else: see [the other](other.md).

Done when

- [ ] it is quiet
`;

const STEPS = `
## Detect

### 1. Look at the board

- **Role:** Operations
- **Limit:** 5 min
- **Expect:** 3 lamps (normal: none)
- **If** red → [step 2](#2-switch-it-off)
- **Otherwise** → stop

## Resolve

### 2. Switch it off

- **Role:** Operations
- **Limit:** 5 min
`;

/** A file without any finding, and its text for changing one thing. */
const CLEAN = HEAD + STEPS;

const KNOWN: Known = { exercised: true, targets: ['dba'], hosts: ['wiki.example'], previousSteps: [] };
const OPTIONS: LintOptions = { today: TODAY, known: KNOWN, neighbours: [{ file: 'other.md', id: 'other' }] };

function codes(markdown: string | Uint8Array, options: Partial<LintOptions> = {}): Code[] {
  return lint(readRunbook('clean.md', markdown), { ...OPTIONS, ...options }).map(({ code }) => code);
}

/** The clean file with one text in place of another. */
function changed(from: string | RegExp, to: string, base = CLEAN): string {
  const text = base.replace(from, to);
  assert.notEqual(text, base, `${String(from)} stands in the base`);
  return text;
}

const below = (...lines: string[]): string => `${CLEAN}\n${lines.join('\n')}\n`;
const dangerous = (...lines: string[]): string =>
  below(
    '- **Danger:** high',
    '- **Undo:** put it back',
    '- **Confirm:** Commander',
    '- [ ] it is off',
    ...lines,
  );
const renamed = {
  known: {
    ...KNOWN,
    previousSteps: [
      { id: 'look-at-the-board', title: 'Look at the board' },
      { id: 'turn-it-off', title: 'Turn it off' },
    ],
  },
};
const unexercised = { known: { ...KNOWN, exercised: false } };
const NO_ESCALATION = changed('escalate_to: dba\n', '');
const phase = (count: number): string =>
  `## Detect\n\n${Array.from({ length: count }, (_, n) => `### Look at board ${n}\n- **Limit:** 1 min\n`).join('\n')}`;
const titled = (words: number): string =>
  changed(
    '### 2. Switch it off',
    `<!-- -->\n### Switch ${'it '.repeat(words - 1)}`.trimEnd(),
    changed(
      '#2-switch-it-off',
      `#switch-${Array(words - 1)
        .fill('it')
        .join('-')}`,
    ),
  );

type Row = {
  code: Code;
  gives: string | Uint8Array;
  with?: Partial<LintOptions>;
  near: string | Uint8Array;
  nearWith?: Partial<LintOptions>;
};

/** For each code a file that gives it, and one like it that does not. */
const ROWS: Row[] = [
  { code: 'RB101', gives: changed('owner: platform-team\n', ''), near: CLEAN },
  { code: 'RB102', gives: changed('2026-09-01', '2026-05-22'), near: changed('2026-09-01', '2026-05-23') },
  { code: 'RB102', gives: changed('last_reviewed: 2026-09-01\n', ''), near: CLEAN },
  {
    code: 'RB102',
    gives: changed('2026-09-01', '2026-09-01\nreview_in: 2 months'),
    near: changed('2026-09-01', '2026-09-01\nreview_in: 3 months'),
  },
  {
    code: 'RB103',
    gives: changed('last_exercised: 2026-08-01\n', ''),
    with: unexercised,
    near: CLEAN,
    nearWith: unexercised,
  },
  {
    code: 'RB103',
    gives: changed('last_exercised: 2026-08-01\n', ''),
    with: unexercised,
    near: changed('last_exercised: 2026-08-01\n', ''),
  },
  { code: 'RB104', gives: changed('id: clean', 'id: "clean'), near: changed('id: clean', 'id: "clean"') },
  { code: 'RB104', gives: changed('last_exercised: 2026-08-01', 'last_exercised: in August'), near: CLEAN },
  { code: 'RB105', gives: changed('last_exercised', 'lastExercised'), near: CLEAN },
  {
    code: 'RB106',
    gives: CLEAN,
    with: { neighbours: [{ file: 'other.md', id: 'clean' }] },
    near: CLEAN,
    nearWith: { neighbours: [{ file: 'clean.md', id: 'clean' }, { file: 'other.md' }] },
  },
  {
    code: 'RB107',
    gives: changed('use_when: [Alert]\n', ''),
    near: changed('# Clean', '# Clean\n\n> **Use this when** it is red', changed('use_when: [Alert]\n', '')),
  },
  { code: 'RB108', gives: changed(/> \*\*Not for.*\n/, ''), near: CLEAN },
  { code: 'RB109', gives: changed('- [ ] it is quiet', '- it is quiet'), near: CLEAN },
  {
    code: 'RB110',
    gives: changed('id: clean', 'id: clean\ndefault_severity: SEV-2'),
    near: below('## What to tell users', '', '"Slow."').replace(
      'id: clean',
      'id: clean\ndefault_severity: SEV-2',
    ),
  },
  {
    code: 'RB110',
    gives: below('## What to tell users').replace('id: clean', 'id: clean\ndefault_severity: SEV-1'),
    near: changed('id: clean', 'id: clean\ndefault_severity: SEV-3'),
  },
  { code: 'RB111', gives: changed('2026-09-01', '2026-11-24'), near: changed('2026-09-01', '2026-11-23') },
  { code: 'RB201', gives: `${HEAD}\n1. Look\n2. Wait\n`, near: CLEAN },
  {
    code: 'RB202',
    gives: below('## Triage', '', 'Words only.'),
    near: below('## Triage', '', '- Look closer'),
  },
  { code: 'RB202', gives: `${HEAD}\n## Triage\n\nWords only.\n`, near: CLEAN },
  { code: 'RB203', gives: HEAD + phase(10), near: HEAD + phase(9) },
  { code: 'RB204', gives: titled(26), near: titled(25) },
  {
    code: 'RB205',
    gives: below('### Database', '- **Limit:** 1 min'),
    near: below('### Do not touch the database', '- **Limit:** 1 min'),
  },
  {
    code: 'RB206',
    gives: below(
      '<!-- id: x -->',
      '',
      '### Look',
      '',
      '<!-- id: x -->',
      '- **Limit:** 1 min',
      '',
      '### Wait',
      '',
      '<!-- id: x -->',
      '- **Limit:** 1 min',
    ),
    near: below('### Look', '', '<!-- id: x -->', '- **Limit:** 1 min', '', '### Look', '- **Limit:** 1 min'),
  },
  {
    code: 'RB207',
    gives: CLEAN,
    with: renamed,
    near: changed('### 2. Switch it off\n', '### 2. Switch it off\n\n<!-- id: turn-it-off -->\n'),
    nearWith: renamed,
  },
  { code: 'RB301', gives: changed('#2-switch-it-off', '#2-switch-it-on'), near: CLEAN },
  { code: 'RB302', gives: changed(/\*\*If\*\* red → .*/, '**If** red, look closer'), near: CLEAN },
  { code: 'RB303', gives: changed('- **Otherwise** → stop\n', ''), near: CLEAN },
  { code: 'RB304', gives: changed(/\*\*If\*\* red → .*/, '**If** red → cancel'), near: CLEAN },
  {
    code: 'RB304',
    gives: changed(/→ \[step 2.*/, '→ [step 3](#3-wait)') + '\n### 3. Wait\n\n- **Limit:** 1 min\n',
    near:
      changed(/→ \[step 2.*/, '→ [step 3](#3-wait)').replace('- **Otherwise** → stop\n', '') +
      '\n### 3. Wait\n\n- **Limit:** 1 min\n',
  },
  {
    code: 'RB305',
    gives: `${CLEAN.replaceAll('- **Limit:** 5 min\n', '')}- **If** back → [step 1](#1-look-at-the-board)\n- **Otherwise** → resolve\n`,
    near: `${CLEAN.replace('- **Limit:** 5 min\n', '')}- **If** back → [step 1](#1-look-at-the-board)\n- **Otherwise** → resolve\n`,
  },
  {
    code: 'RB306',
    gives: below('See [x](gone.md#2-there).'),
    near: below('See [x](other.md#2-there) and [y](clean.md) and [z](picture.png) and `[w](gone.md)`.'),
  },
  { code: 'RB306', gives: CLEAN, with: { neighbours: [] }, near: CLEAN },
  { code: 'RB307', gives: NO_ESCALATION, near: NO_ESCALATION.replace('→ stop', '→ escalate to dba') },
  { code: 'RB307', gives: NO_ESCALATION, near: NO_ESCALATION.replace('## Resolve', '## Escalate') },
  {
    code: 'RB308',
    gives: changed('→ stop', '→ escalate to nobody-we-know'),
    near: changed('→ stop', '→ escalate to DBA'),
  },
  { code: 'RB308', gives: changed('escalate_to: dba', 'escalate_to: dbas'), near: CLEAN },
  {
    code: 'RB309',
    gives: below('If it stays red, ask the team.'),
    near: below('Ask what moved first, and the team of the board by name.'),
  },
  { code: 'RB401', gives: dangerous().replace('- **Undo:** put it back\n', ''), near: dangerous() },
  { code: 'RB402', gives: dangerous().replace('- **Confirm:** Commander\n', ''), near: dangerous() },
  { code: 'RB403', gives: dangerous().replace('- [ ] it is off', '- it is off'), near: dangerous() },
  {
    code: 'RB401',
    gives: dangerous().replace('- **Undo:** put it back\n', ''),
    near: below('- **Danger:** low'),
  },
  ...[
    'rm -rf /tmp/x',
    'psql -c "DROP TABLE a"',
    'app deploy --force',
    'cachectl purge',
    'kubectl delete --all pods',
    'psql -c "delete from a"',
  ].map((command): Row => ({
    code: 'RB404',
    gives: below('```sh', command, '```'),
    near: below('- **Danger:** low', '', '```sh', command, '```'),
  })),
  {
    code: 'RB404',
    gives: below('```sh', 'rm -r x', '```'),
    near: below('```sh', 'ls # never rm -rf here', 'git push --force-with-lease', 'df --format x', '```'),
  },
  {
    code: 'RB405',
    gives: changed('- **If** red', '```sh\nsystemctl restart board\n```\n\n- **If** red'),
    near: below('```sh', 'systemctl restart board', '```'),
  },
  {
    code: 'RB405',
    gives: changed('- **If** red', '\nRestart the board.\n\n- **If** red'),
    near: changed(
      '- **If** red',
      '\nDid somebody restart the board? Read the restart count.\n\n- **If** red',
    ),
  },
  {
    code: 'RB405',
    gives: changed('- **If** red', '```sh\nkubectl -n a scale deploy/b --replicas 2\n```\n\n- **If** red'),
    near: changed('- **If** red', '```sh\nkubectl rollout history deploy/b\n```\n\n- **If** red'),
  },
  {
    code: 'RB406',
    gives: dangerous().replace('put it back', '`apply $OLD`'),
    near: dangerous('- **Record:** OLD').replace('put it back', '`apply $OLD`'),
  },
  {
    code: 'RB501',
    gives: below('```sh', 'apply $OLD', '```'),
    near: below('- **Record:** OLD', '', '```sh', 'apply $OLD', '```'),
  },
  {
    code: 'RB501',
    gives: below('```sh', 'apply $OLD', '```', '- **Record:** OLD'),
    near: below('```sh', 'OLD=$(ls) && apply "$OLD" "$HOME" $old', '```'),
  },
  {
    code: 'RB501',
    gives: below("Say: we put back '$OLD'."),
    near: changed('- **If** red', '- **Record:** OLD\n- **If** red') + "\nSay: we put back '$OLD'.\n",
  },
  {
    code: 'RB502',
    gives: below('- **Record:** OLD'),
    near: below('- **Record:** OLD', '- **Expect:** 3 (normal: 3)'),
  },
  {
    code: 'RB502',
    gives: below('- **Record:** OLD'),
    near: below('- **Record:** OLD', '- **If** it is $OLD → stop', '- **Otherwise** → resolve'),
  },
  { code: 'RB503', gives: below('```', 'ls', '```'), near: below('```text', 'ls', '```') },
  {
    code: 'RB504',
    gives: below('password: hunter2hunter'),
    near: below('password: $db_password, or <from the vault>. The token is in the vault.'),
  },
  {
    code: 'RB504',
    gives: below('```sh', 'curl -H "Authorization: Bearer abcdefghij0123456789xyz"', '```'),
    near: below('```sh', 'curl -H "Authorization: Bearer $TOKEN"', '```', '- **Record:** TOKEN').replace(
      '$TOKEN',
      '<token>',
    ),
  },
  { code: 'RB504', gives: below('postgres://app:s3cretword@db/x'), near: below('postgres://app@db/x') },
  {
    code: 'RB601',
    gives: changed('3 lamps (normal: none)', 'looks fine'),
    near: changed('3 lamps (normal: none)', 'the lamp is green (normal: green)'),
  },
  { code: 'RB602', gives: changed(' (normal: none)', ''), near: CLEAN },
  { code: 'RB603', gives: changed('5 min', 'soon'), near: changed('5 min', 'PT5M') },
  { code: 'RB603', gives: below('- **Danger:** medium'), near: below('- **Danger:** LOW') },
  { code: 'RB603', gives: changed('Operations', 'the usual people'), near: changed('Operations', 'Expert') },
  {
    code: 'RB603',
    gives: dangerous().replace('Commander', 'Boss'),
    near: dangerous().replace('Commander', 'commander'),
  },
  { code: 'RB604', gives: changed('- **Limit:** 5 min\n', ''), near: CLEAN },
  {
    code: 'RB701',
    gives: below('<https://docs.wiki.example/x>'),
    near: below('<https://wiki.example.org/x>'),
  },
  {
    code: 'RB701',
    gives: changed('id: clean', 'id: clean\nhosts: [wiki.example]'),
    near: changed('id: clean', 'id: clean\nhosts: [elsewhere.example]'),
  },
  { code: 'RB702', gives: below('![](a.png)'), near: below('![the board](a.png)') },
  { code: 'RB703', gives: Uint8Array.from([...new TextEncoder().encode(CLEAN), 0xfc]), near: below('ü') },
  { code: 'RB703', gives: CLEAN + ' '.repeat(1024 * 1024), near: CLEAN },
];

test('the file that the table starts from gives nothing at all', () => {
  assert.deepEqual(codes(CLEAN), []);
});

test('every code has a row', () => {
  assert.deepEqual([...new Set(ROWS.map(({ code }) => code))].sort(), CODES);
});

ROWS.forEach(({ code, gives, with: options, near, nearWith }, row) => {
  test(`${code} is given, and not given next to it (row ${row + 1})`, () => {
    assert.ok(codes(gives, options).includes(code), `given: ${codes(gives, options).join(' ')}`);
    assert.ok(
      !codes(near, nearWith ?? (near === gives ? {} : options)).includes(code),
      'not given next to it',
    );
  });
});

test('a near file gives nothing else either, where one thing was mended', () => {
  for (const { code, near, nearWith } of ROWS) {
    const others = codes(near, nearWith).filter((other) => severityOf(other) === 'error' && other !== code);
    assert.deepEqual(others, [], code);
  }
});

test('the example of the format gives two notes and nothing else', () => {
  const neighbours = ['cache-node-lost.md', 'payment-gateway-down.md', 'database-overload.md'].map(
    (file) => ({ file }),
  );
  const runbook = readRunbook('cache-miss-storm.md', readFileSync('runbooks/cache-miss-storm.md'));
  const known = { ...KNOWN, targets: ['infrastructure-primary', 'engineering-manager'], hosts: [] };
  const findings = lint(runbook, { today: TODAY, known, neighbours });
  assert.deepEqual(
    findings.map(({ code, severity, line }) => [code, severity, line]),
    [
      ['RB602', 'note', 114],
      ['RB602', 'note', 174],
    ],
  );
});

test('without a database, four codes are not looked for, and the answer says which', () => {
  const text =
    changed('last_exercised: 2026-08-01\n', '').replace('→ stop', '→ escalate to nobody-we-know') +
    '\n<https://wiki.example>\n';
  const runbook = readRunbook('clean.md', text);
  const alone = lintLibrary([runbook], { today: TODAY, alsoThere: ['other.md'] });
  assert.deepEqual(alone.findings.get('clean.md'), []);
  assert.deepEqual(alone.notGiven, ['RB103', 'RB207', 'RB308', 'RB701']);
  const full = lintLibrary([runbook], {
    today: TODAY,
    alsoThere: ['other.md'],
    known: () => ({ ...KNOWN, exercised: false }),
  });
  assert.deepEqual(
    full.findings.get('clean.md')?.map(({ code }) => code),
    ['RB103', 'RB308', 'RB701'],
  );
  assert.deepEqual(full.notGiven, []);
  assert.equal(NEEDS_KNOWN.length, 4);
});

test('links and ids are judged among the files of the library', () => {
  const one = readRunbook('a/one.md', '---\nid: x\n---\n[two](../two.md) [three](three.md)');
  const two = readRunbook('two.md', '---\nid: x\n---\n[one](a/one.md)');
  const { findings } = lintLibrary([one, two], { today: TODAY });
  const found = [...findings.values()].map((each) =>
    each.filter(({ severity }) => severity === 'error').map(({ code, line }) => [code, line]),
  );
  assert.deepEqual(found, [
    [
      ['RB106', 2],
      ['RB306', 4],
    ],
    [['RB106', 2]],
  ]);
});

test('a finding points at its line, in the order of the file, and says what to do', () => {
  const findings = lint(
    readRunbook('clean.md', changed('escalate_to: dba', 'last_reviewd: 2026-01-01')),
    OPTIONS,
  );
  assert.deepEqual(
    findings.map(({ code, line, hint }) => [code, line, hint]),
    [
      ['RB307', 1, 'Add `escalate_to:`, a phase `## Escalate`, or a branch → escalate to NAME.'],
      ['RB105', 7, 'Did you mean `last_reviewed`?'],
    ],
  );
});

test('a renamed step is known by its likeness, or by its neighbours', () => {
  const previousSteps = [
    { id: 'look-at-the-board', title: 'Look at the board' },
    { id: 'press-the-button', title: 'Press the button' },
  ];
  const [finding] = lint(readRunbook('clean.md', CLEAN), { ...OPTIONS, known: { ...KNOWN, previousSteps } });
  assert.equal(
    finding?.message,
    'Step was press-the-button in the last version; add <!-- id: press-the-button --> to keep its history',
  );
  const other = [...previousSteps, { id: 'switch-it-off', title: 'Switch it off' }];
  assert.deepEqual(codes(CLEAN, { known: { ...KNOWN, previousSteps: other } }), []);
});

test('nothing that can be read makes the linter fail', () => {
  for (const { file, bytes } of corpus) {
    for (const finding of lint(readRunbook(file, bytes), OPTIONS)) {
      assert.equal(finding.severity, severityOf(finding.code));
      assert.ok(finding.line >= 1 && finding.line <= readRunbook(file, bytes).text.split('\n').length);
    }
  }
  const lines = corpus.flatMap(({ bytes }) => new TextDecoder().decode(bytes).split('\n'));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 40 }), (chosen) => {
      lint(readRunbook('a.md', chosen.join('\n')), OPTIONS);
    }),
    { numRuns: 500 },
  );
});

const LONG_LINES = [
  'dd ',
  'kubectl ',
  'a-',
  'password ',
  'token: ',
  'undo ',
  ', ',
  'https://a:',
  'rm -a ',
  '1',
  'eyJaaaaaaaaaa.',
  'ask ',
  '$A ',
  '# ',
];
for (const words of LONG_LINES) {
  test(`a line of 20,000 ${JSON.stringify(words)} is linted within seconds`, () => {
    const line = words.repeat(20_000);
    const began = cpuUsage();
    lint(
      readRunbook(
        'a.md',
        `## ${line}x\n\n## Detect\n\n### ${line}\n\n- **If** ${line}x → ${line}\n\n\`\`\`sh\n${line}\n\`\`\`\n`,
      ),
      OPTIONS,
    );
    assert.ok(cpuUsage(began).user < 5_000_000);
  });
}
