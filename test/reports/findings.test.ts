import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Code } from '../../server/reports/finding.ts';
import type { Answers } from '../../server/reports/question.ts';
import { readReport, type Report } from '../../server/reports/report.ts';
import { textOf } from './documents.ts';

function counts({ findings }: Report): Partial<Record<Code, number>> {
  const found: Partial<Record<Code, number>> = {};
  for (const { code } of findings) found[code] = (found[code] ?? 0) + 1;
  return found;
}

const LACKING = {
  PM101: 1,
  PM102: 3,
  PM103: 2,
  PM104: 1,
  PM201: 1,
  PM202: 1,
  PM203: 4,
  PM301: 1,
  PM302: 1,
  PM303: 1,
  PM304: 2,
  PM305: 1,
  PM306: 1,
  PM307: 1,
  PM308: 1,
  PM309: 1,
  PM310: 1,
  PM401: 5,
  PM402: 5,
  PM403: 5,
  PM404: 5,
  PM501: 1,
};

const POOR = textOf('everything-missing.md');

test('a report that lacks almost everything has each finding, and each as often as it is true', () => {
  assert.deepEqual(counts(readReport(POOR, 'poor.md')), LACKING);
});

test('the zone question shows both readings of both times', () => {
  const [question, ...more] = readReport(POOR, 'poor.md').questions;
  assert.deepEqual(more, []);
  assert.ok(question?.about === 'zone');
  assert.deepEqual(
    question.readings.map(({ value, times }) => [value, ...times.map(({ at }) => at)]),
    [
      ['America/New_York', '2022-03-09T13:05:00.000Z', '2022-03-09T14:50:00.000Z'],
      ['-04:00', '2022-03-09T12:05:00.000Z', '2022-03-09T13:50:00.000Z'],
    ],
  );
});

test('an answer to the zone question ends it and leaves all other findings', () => {
  const answered = readReport(POOR, 'poor.md', { zones: { EDT: 'America/New_York' } });
  const { PM201: asked, ...rest } = LACKING;
  assert.equal(asked, 1);
  assert.deepEqual(counts(answered), rest);
  assert.deepEqual(
    answered.told.map(({ at }) => at),
    ['2022-03-09T13:05:00.000Z', undefined, undefined, undefined, undefined, '2022-03-09T14:50:00.000Z'],
  );
});

/** A report without findings, part by part. */
const GOOD = {
  title: '# Readers could not sign in',
  facts: '- Severity: SEV-2\n- Duration: 40 min',
  summary: '## Summary\n\nSign-in failed for 20 % of readers on 4 May 2024, because a certificate expired.',
  people: '## Responders\n\nAna Ruiz (commander)',
  leadUp: '## Lead-up\n\nThe certificate was issued on 4 May 2023.',
  timeline:
    '## Timeline (UTC)\n\n- 10:00 The certificate expired.\n- 10:10 Ben Sato was paged.\n- 10:40 Sign-in works again, resolved.',
  paths: '## Misleading paths\n\n- The directory, 10:12 to 10:20: cleared by its own logs.',
  cause: '## Root cause\n\nThe certificate expired. Nothing watched its last day.',
  well: '## What went well\n\nThe page came after one minute.',
  lucky: '## Where we were lucky\n\nIt was a Saturday.',
  updates: '## Communication\n\nOne notice at 10:20.',
  tasks:
    '## Action items\n\n- Watch the last day of 12 certificates. Owner: Fay Lind. Due: 2024-05-20. Done when the alert fired in a drill.',
  lessons: '## What we learned\n\nDates that nobody watches pass.',
};

type Part = keyof typeof GOOD;

function written(changed: Partial<Record<Part, string>> = {}): string {
  return Object.entries({ ...GOOD, ...changed })
    .map(([, part]) => part)
    .filter((part) => part !== '')
    .join('\n\n');
}

test('a report that says everything has no findings', () => {
  assert.deepEqual(readReport(written(), 'good.md').findings, []);
});

type Row = [code: Code, changed: Partial<Record<Part, string>>, count?: number, answers?: Answers];

const TASK = 'Watch 12 dates. Owner: Fay Lind. Due: 2024-05-20. Done when seen.';

const ROWS: Row[] = [
  ['PM101', { title: '# Postmortem\n\n# Readers could not sign in' }],
  ['PM102', { lucky: 'Where we were lucky:\n\nIt was a Saturday.' }],
  [
    'PM103',
    {
      timeline:
        '## Timeline (UTC)\n\n- 10:00 The certificate expired.\n10:10 Ben Sato was paged.\n- 10:40 Resolved.',
    },
  ],
  ['PM104', { well: '## What went well\n\n    The page came after one minute.' }],
  ['PM201', { timeline: GOOD.timeline.replace('(UTC)', '(CEST)') }],
  ['PM201', { timeline: GOOD.timeline.replace(' (UTC)', '') }],
  ['PM202', { timeline: GOOD.timeline.replace('(UTC)', '(PST)') }, 1, { zone: 'UTC' }],
  ['PM203', { timeline: `${GOOD.timeline}\n- Somebody went home.` }],
  ['PM204', { timeline: GOOD.timeline.replace('- 10:00', '- 04/05/2024 10:00') }],
  ['PM205', { timeline: `${GOOD.timeline}\n- 09:00 A new one was issued.` }],
  [
    'PM206',
    {
      summary: GOOD.summary.replace(' on 4 May 2024', ''),
      leadUp: '## Lead-up\n\nThe certificate was old.',
      tasks: GOOD.tasks.replace('2024-05-20', 'Q3 2024'),
    },
  ],
  [
    'PM207',
    {
      summary: GOOD.summary.replace('4 May 2024', '27 October 2024'),
      timeline: '## Timeline (Europe/Berlin)\n\n- 02:30 The certificate expired.\n- 04:00 Resolved.',
    },
  ],
  ['PM301', { facts: '- Severity: SEV-2' }],
  [
    'PM302',
    {
      timeline: GOOD.timeline.replace('Sign-in works again, resolved', 'A certificate was issued'),
      paths: GOOD.paths.replace('10:12 to 10:20', 'at 10:12'),
    },
  ],
  ['PM303', { summary: GOOD.summary.replace(', because a certificate expired', '') }],
  ['PM304', { paths: '## Misleading paths\n\n- The directory' }],
  ['PM305', { timeline: `${GOOD.timeline}\n- It was escalated to the team.` }],
  ['PM306', { timeline: GOOD.timeline.replace('Sign-in works again, resolved', 'A certificate was issued') }],
  [
    'PM307',
    {
      summary: GOOD.summary.replace('a certificate expired', 'of a certificate'),
      timeline: GOOD.timeline.replace('expired', 'was too old'),
      cause: GOOD.cause.replace('The certificate expired', 'The certificate was too old'),
      leadUp: '## Lead-up\n\nNothing is known.',
    },
  ],
  ['PM308', { facts: '- Duration: 40 min' }],
  ['PM309', { summary: GOOD.summary.replace('failed for', 'failed intermittently for') }],
  ['PM310', { lucky: '' }],
  ['PM401', { tasks: `## Tasks\n\n- ${TASK.replace('Owner: Fay Lind. ', '')}` }],
  ['PM402', { tasks: `## Tasks\n\n- ${TASK.replace('Due: 2024-05-20. ', '')}` }],
  ['PM403', { tasks: `## Tasks\n\n- ${TASK.replace(' Done when seen.', '')}` }],
  ['PM404', { tasks: '## Tasks\n\n- Improve it. Owner: Fay Lind. Due: 2024-06-01.' }],
  ['PM405', { tasks: `## Tasks\n\n${`- ${TASK}\n`.repeat(11)}` }],
  [
    'PM501',
    {
      lessons:
        '## Conclusion\n\nSign-in failed for readers because a certificate expired. Nothing watched its last day.',
    },
  ],
];

for (const [code, changed, count = 1, answers] of ROWS) {
  test(`${code} is found where it is so: ${Object.keys(changed).join(', ')}`, () => {
    const report = readReport(written(changed), 'good.md', answers);
    assert.equal(counts(report)[code], count, JSON.stringify(report.findings));
  });
}

test('a text that tells of no incident has one finding and nothing read from it', () => {
  const report = readReport('# Bread\n\n## Ingredients\n\n- flour\n', 'bread.md');
  assert.deepEqual(counts(report), { PM100: 1 });
  assert.deepEqual([report.told, report.tasks, report.questions], [[], [], []]);
});
