import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFolder } from '../../server/runbooks/folder.ts';
import { readCondition } from '../../server/drills/condition.ts';
import { runDrillLint, runDrillShow } from '../../server/drills/drill-command.ts';
import { scenariosIn } from '../../server/drills/folder-store.ts';
import { DRILL_CODES, lintScenario } from '../../server/drills/lint.ts';
import { readScenario } from '../../server/drills/reading.ts';

const runbooks = (await readFolder('runbooks')).runbooks.map(({ runbook }) => runbook);
const shipped = await scenariosIn('runbooks');

test('each shipped scenario is read without an error, a warning or a note that says something is missing', () => {
  assert.equal(shipped.length, 6);
  for (const read of shipped) {
    assert.deepEqual(lintScenario(read, { runbooks }), [], read.scenario.file);
    assert.ok(read.scenario.injects.length >= 5, read.scenario.file);
    assert.ok(read.scenario.publicTitle !== undefined, read.scenario.file);
  }
  assert.deepEqual(new Set(shipped.map(({ scenario }) => scenario.level)), new Set([1, 2, 3, 4]));
});

test('a scenario gives its times, guards, traps and answers', () => {
  const { scenario } = shipped.find((one) => one.scenario.id === 'drill-innocent-gateway') ?? {};
  assert.ok(scenario);
  assert.equal(scenario.start, '2024-06-10T17:15:00.000Z');
  assert.deepEqual(scenario.roles, ['commander', 'operations']);
  const [first, support] = scenario.injects;
  assert.deepEqual([first?.atSeconds, first?.as, first?.to], [0, 'alert', ['all']]);
  assert.deepEqual([support?.atSeconds, support?.trap], [240, 'payment gateway']);
  assert.equal(scenario.injects[3]?.unless?.text, 'update sent');
  const provider = scenario.probes.find(({ title }) => title === 'Ask the payment provider');
  assert.equal(provider?.costSeconds, 180);
  assert.match(provider?.shows ?? '', /0\.02 %/);
  assert.equal(scenario.objectives.at(-1)?.isJudged, true);
  assert.equal(scenario.hints[0]?.objective, 'The gateway is cleared with evidence');
  assert.equal(scenario.debrief.length, 3);
});

for (const [text, expected] of [
  ['acknowledged', { is: 'acknowledged' }],
  ['severity at least SEV-2', { is: 'severity', least: 'SEV-2' }],
  ['impact stated with percent', { is: 'impact', withPercent: true }],
  ['step rollback confirmed', { is: 'step', id: 'rollback', done: 'confirmed' }],
  ['check rollback.1 ticked', { is: 'check', stepId: 'rollback', number: '1' }],
  ['hypothesis "the cache" ruled out', { is: 'hypothesis', words: 'the cache', done: 'ruled-out' }],
  ['escalation accepted', { is: 'escalation', target: undefined, done: 'accepted' }],
  ['escalation dba-primary requested', { is: 'escalation', target: 'dba-primary', done: 'requested' }],
  ['update sent 2 times', { is: 'update', times: 2, audience: undefined }],
  ['public update sent', { is: 'update', times: 1, audience: 'public' }],
  ['role commander accepted by hand-over', { is: 'hand-over', role: 'commander' }],
  ['value HIT_RATE below 60', { is: 'value', name: 'HIT_RATE', side: 'below', than: 60 }],
  [
    'declared and not (status resolved or no update overdue)',
    {
      is: 'and',
      of: [
        { is: 'declared' },
        { is: 'not', of: { is: 'or', of: [{ is: 'status', status: 'resolved' }, { is: 'on-time' }] } },
      ],
    },
  ],
] as const) {
  test(`the condition "${text}" is read`, () => {
    assert.deepEqual(readCondition(text), { condition: expected });
  });
}

for (const text of [
  '',
  'declared and',
  'update sent twice',
  '(declared',
  'declared)',
  'step x done',
  'not',
]) {
  test(`the condition "${text}" cannot be read`, () => {
    assert.ok('unread' in readCondition(text));
  });
}

const PART = '## Briefing\n\nYou sit here.\n\n## Injects\n\n### One\n\n- **At:** 0:00\n';

for (const [code, text, line] of [
  ['DR101', '## Injects\n\n### One\n\n- **At:** 0:00\n', 1],
  ['DR101', '## Briefing\n\nYou sit here.\n', 1],
  ['DR102', `${PART}- **Unless:** it rains\n`, 7],
  ['DR103', `${PART}- **Unless:** step gone answered\n`, 7],
  ['DR103', `${PART}- **Unless:** check rollback.9 ticked\n`, 7],
  ['DR104', `${PART}\n### Late\n\n- **At:** 59:00\n`, 11],
  ['DR105', `${PART}\n## Objectives\n\n### Be good\n\n- **Competence:** lead\n`, 13],
  ['DR107', `${PART}\n## Probes\n\n### A\n\n- **Matches:** x\n\n### B\n\n- **Matches:** x, y\n`, 13],
  ['DR108', PART, 1],
  ['DR109', `---\nroles: [commander, operations]\n---\n${PART}`, 1],
  ['DR110', `${PART}\n## Hints\n\n### Look\n\n- **For:** nothing\n`, 13],
  ['DR111', `${PART}\nAsk www.our-real-shop.com about it.\n`, 11],
  ['DR112', `${PART}- **Unless:** declared\n\n### Two\n\n- **At:** soon\n`, 12],
] as const) {
  test(`${code} is given for line ${String(line)} of a scenario that has it`, () => {
    const findings = lintScenario(readScenario('x.md', text), { runbooks });
    const found = findings.filter((finding) => finding.code === code);
    assert.equal(found[0]?.line, line, JSON.stringify(findings));
  });
}

test('DR106 is given where the briefing has a word of the secret, and DR111 for a person with an account', () => {
  const text = `## Briefing\n\nBeware of the dragon, says Val Quist.\n\n## Secret\n\nA dragon lies there.\n`;
  const codes = lintScenario(readScenario('x.md', text), { runbooks, people: ['Val Quist'] }).map(
    ({ code }) => code,
  );
  assert.ok(codes.includes('DR106') && codes.includes('DR111'), codes.join());
});

test('each code has its severity, and codes are never given twice', () => {
  assert.equal(new Set(DRILL_CODES).size, DRILL_CODES.length);
});

test('muster drill lint and show say what is there', async () => {
  const lint = await runDrillLint(['runbooks'], { strict: true });
  assert.deepEqual(lint, { output: '6 scenarios: 0 errors, 0 warnings and 0 notes.\n', exitCode: 0 });
  const show = await runDrillShow('runbooks/drills/weekend-certificate.md');
  assert.match(show.output, /Injects\n {2}0:00 {2}Alert: certificate expired/);
});

test('whatever is typed, a scenario is read', () => {
  for (const text of [
    '',
    '---\nlevel: 9\nstart: then\nroles: [king]\nhome_zone: PST\n---\n# X\n',
    '###\n##\n#',
    '\0',
  ])
    assert.doesNotThrow(() => readScenario('x.md', text));
});
