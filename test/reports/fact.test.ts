import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../../server/reports/report.ts';
import { secondsOfSpan } from '../../server/reports/written-span.ts';

type Facts = ReturnType<typeof readReport>['facts'];

function facts(summary: string, timeline: readonly string[] = ['10:15 UTC a', '10:20 UTC b']): Facts {
  const lines = timeline.map((line) => `- ${line}`).join('\n');
  return readReport(
    `# Outage: the caches failed\n\n## Summary\n\n${summary}\n\n## Timeline\n\n${lines}\n`,
    'x.md',
  ).facts;
}

const DURATIONS: [words: string, duration: string | undefined][] = [
  ['It lasted 45 minutes.', '45 minutes'],
  ['Pages were slow for about 2 hours.', '2 hours'],
  ['Pages were slow for 1 h 48 min.', '1 h 48 min'],
  ['Pages were slow for an hour and a half.', 'an hour and a half'],
  ['Duration: 1h 21m', '1h 21m'],
  ['Duration: 1h21m', '1h21m'],
  ['A 45-minute outage of the shop.', '45-minute'],
  ['There were 2 hours and 5 minutes of downtime.', '2 hours and 5 minutes'],
  ['It was fixed within 20 minutes.', '20 minutes'],
  ['Pages took 40 seconds each.', undefined],
  ['Entries live for 3 s instead of an hour.', undefined],
  ['Mails were up to 3 hours late.', undefined],
  ['It broke.', undefined],
];

for (const [words, duration] of DURATIONS) {
  test(`"${words}" says ${duration ?? 'no duration'}`, () => {
    assert.equal(facts(words).duration?.value, duration);
  });
}

const SPANS: [text: string, seconds: number | undefined][] = [
  ['45 minutes', 2_700],
  ['1 h 48 min', 6_480],
  ['1h21m', 4_860],
  ['45-minute', 2_700],
  ['2 hours and 5 minutes', 7_500],
  ['an hour', 3_600],
  ['half an hour', 1_800],
  ['an hour and a half', 5_400],
  ['two hours', 7_200],
  ['1.5 h', 5_400],
  ['1,5 hours', 5_400],
  ['two cats', undefined],
];

for (const [text, seconds] of SPANS) {
  test(`${text} are ${String(seconds)} seconds`, () => {
    assert.equal(secondsOfSpan(text), seconds);
  });
}

const PERCENTS: [words: string, percent: number | undefined][] = [
  ['About 35% of users.', 35],
  ['35 % of users.', 35],
  ['12.5 percent of users.', 12.5],
  ['90% CPU on all hosts.', undefined],
  ['Some users.', undefined],
];

for (const [words, percent] of PERCENTS) {
  test(`"${words}" says ${String(percent)} percent`, () => {
    assert.equal(facts(words).percent?.value, percent);
  });
}

const SEVERITIES: [words: string, severity: string | undefined][] = [
  ['It was a SEV-1.', 'SEV-1'],
  ['Severity: High', 'Severity: High'],
  ['Sev 2 incident', 'Sev 2'],
  ['P1', 'P1'],
  ['It was severe.', undefined],
];

for (const [words, severity] of SEVERITIES) {
  test(`"${words}" says ${severity ?? 'no severity'}`, () => {
    assert.equal(facts(words).severity?.value, severity);
  });
}

test('a misleading path is told with what is known of it', () => {
  const [path, ...more] = facts('x', [
    '10:15 UTC At first we suspected the gateway; cleared by its own logs',
    '10:20 UTC b',
  ]).wrongPaths;
  assert.deepEqual(more, []);
  assert.deepEqual([path?.hasTime, path?.isCleared, path?.line.number], [true, true, 9]);
});

test('two paths of one sentence are two', () => {
  const { wrongPaths } = facts('x', [
    'Red herrings were a suspected issue with the gateway and a possible lock',
    '10:20 UTC b',
    '10:21 UTC c',
  ]);
  assert.deepEqual(
    wrongPaths.map(({ value, hasTime }) => [value, hasTime]),
    [
      ['gateway', false],
      ['lock', false],
    ],
  );
});

test('an escalation is told with its time and its person, if it has them', () => {
  const { escalations } = facts('x', [
    '10:15 UTC Escalated to Fay Lind',
    'It was escalated to the Platform Team',
    '10:20 UTC b',
  ]);
  assert.deepEqual(
    escalations.map(({ hasTime, hasPerson }) => [hasTime, hasPerson]),
    [
      [true, true],
      [false, false],
    ],
  );
});
