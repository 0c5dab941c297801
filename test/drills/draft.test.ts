import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftScenario } from '../../server/drills/draft-scenario.ts';
import { lintScenario } from '../../server/drills/lint.ts';
import { neutralizer } from '../../server/drills/neutral.ts';
import { isAlike, keywords, stem, type Past } from '../../server/drills/past.ts';
import { answerTo } from '../../server/drills/probe.ts';
import { readScenario } from '../../server/drills/reading.ts';
import { NOTHING_YET } from '../../server/incidents/state.ts';

const PAST: Past = {
  key: 'INC-7',
  title: 'Labels of Ana Ruiz at printer.example.com',
  begins: '2024-03-11T08:40:00.000Z',
  homeZone: 'Europe/Madrid',
  seconds: 40 * 60,
  milestones: { declared: 120, asked: 600, update: 900, cause: 1500, over: 2400 },
  signs: [
    { seconds: 0, as: 'alert', text: 'LabelsFail on packing: firing.' },
    { seconds: 300, as: 'chat', text: 'Somebody writes: "db-03 has a full disk"' },
    { seconds: 360, as: 'chat', text: '# Support: "People wait\n\n- **At:** 9:00"' },
  ],
  suspects: [
    { words: 'The printer firmware', seconds: 400, clearedSeconds: 800, evidence: 'Same as last week' },
  ],
  impact: '30 % of the tables print nothing, which costs $ 4,000 an hour',
  readings: [
    { name: 'free space', value: '0 %', isLate: false },
    { name: 'free space', value: '40 %', isLate: true },
  ],
  cause: 'The disk of the database is full',
  evidence: ['No byte is left'],
  repair: ['Old files were removed'],
  hasHandOver: true,
  runbook: { id: 'disk-full', dangerous: [{ id: 'remove', title: 'Remove old files' }] },
  lessons: ['Warn at 80 %'],
  doubts: ['Which disk?'],
  deeds: [],
  people: [{ name: 'Ana Ruiz', role: 'the commander' }],
};

const drafted = (past: Past, hasRunbook = false) =>
  readScenario('draft.md', draftScenario(past, { neutral: neutralizer(past.people), hasRunbook }));

test('a draft is read as it was meant, and the linter finds no error in it', () => {
  const read = drafted(PAST);
  const { scenario } = read;
  const findings = lintScenario(read, { runbooks: [], people: ['Ana Ruiz'] });
  assert.deepEqual(
    findings.filter(({ severity, code }) => severity === 'error' || code === 'DR111'),
    [],
  );
  assert.equal(scenario.start, '2024-03-11T08:40:00.000Z');
  assert.equal(scenario.minutes, 55);
  assert.equal(scenario.publicTitle, 'A Monday morning in March');
  assert.equal(scenario.basedOn, 'INC-7');
  assert.deepEqual(
    scenario.injects.map(({ atSeconds, as, trap }) => [atSeconds, as, trap]),
    [
      [0, 'alert', undefined],
      [360, 'chat', undefined],
      [400, 'chat', 'The printer firmware'],
    ],
    'what tells the cause is left out, and a text is never read as labels',
  );
  assert.deepEqual(
    scenario.objectives.map(({ competence, bySeconds, evidence }) => [competence, bySeconds, evidence?.text]),
    [
      ['lead', 120, 'declared'],
      ['assess', undefined, 'impact stated with percent'],
      ['diagnose', 800, 'hypothesis "printer" ruled out or hypothesis "firmware" ruled out'],
      ['diagnose', 1500, 'hypothesis "disk" confirmed or hypothesis "database" confirmed'],
      ['escalate', 600, 'escalation requested'],
      ['communicate', 900, 'update sent'],
      ['act safely', 2400, 'status monitoring'],
      ['lead', undefined, 'role commander accepted by hand-over'],
    ],
  );
});

test('people, hosts, other incidents and sums of money are left out of it', () => {
  const { scenario } = drafted(PAST);
  assert.doesNotMatch(scenario.text, /Ana|Ruiz|example\.com|db-03|4,000/);
  const neutral = neutralizer([{ name: 'Ana Ruiz', role: 'the commander' }]);
  for (const [told, plain] of [
    ['Ana restarted web-2 at https://a.example/x', 'the commander restarted one of the machines at a page'],
    ['ana@shop.example wrote to @ben', 'somebody wrote to somebody'],
    ['SEV-1 as in INC-12, € 12,000 lost', 'SEV-1 as in something else, some money lost'],
    ['10.0.3.7 is edge3.corp', 'an address is a host'],
    ['It cost 3 million dollars, $2.5m a day', 'It cost some money, some money a day'],
    ['Anabel and the analysis stay', 'Anabel and the analysis stay'],
  ] as const)
    assert.equal(neutral(told), plain);
});

test('what was read off answers whoever asks, and what showed later only later', () => {
  const { scenario } = drafted(PAST);
  const ask = (asked: string): string => answerTo(scenario, NOTHING_YET, asked).answer;
  assert.equal(ask('how much free space is there?'), 'free space: 0 %');
  assert.equal(ask('the firmware of the printer'), 'Same as last week');
  assert.match(ask('how many users are hurt'), /^30 % of the tables/);
  assert.equal(ask('what changed'), 'No byte is left.');
  assert.equal(
    scenario.probes.find(({ title }) => title.endsWith('after the repair'))?.after?.text,
    'status mitigating or status monitoring',
  );
});

test('a runbook that is there brings its dangerous step along', () => {
  const { scenario } = drafted(PAST, true);
  assert.equal(scenario.runbook, 'disk-full');
  assert.ok(scenario.objectives.some(({ evidence }) => evidence?.text === 'step remove confirmed'));
});

test('the same suspicion is known in other words', () => {
  assert.deepEqual(keywords('A suspected issue with the external payment gateway'), ['payment', 'gateway']);
  assert.equal(stem('caching'), 'cach');
  assert.equal(stem('misconfiguration'), 'config');
  assert.ok(isAlike('a misconfiguration in the caching layer', 'The cache misses'));
  assert.ok(!isAlike('the payment gateway', 'The database is slow'));
});
