import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROMPTS } from '../../server/postmortems/prompts.ts';
import { CODES, type Code } from '../../server/reports/finding.ts';
import { lintReport, type Beside } from '../../server/reports/lint.ts';
import { readReport } from '../../server/reports/report.ts';

const GOOD = {
  summary: '## Summary\n\nSign-in failed for 20 % of readers, because a certificate expired.',
  timeline: '## Timeline (UTC)\n\n- 10:00 The certificate expired.\n- 10:40 Resolved.',
  cause: '## Root cause\n\nThe certificate expired. Its last day stands on no board, so no check saw it.',
  corrective:
    '## Corrective and Preventative Measures\n\nThe certificate is new, and its last day is watched.',
  tasks:
    '## Tasks\n\n| Task | Type | Owner | Due | Done when |\n|---|---|---|---|---|\n' +
    '| Watch the last day of 12 certificates | detect | Fay Lind | 2024-05-20 | the alert fired |',
  lessons: '## What we learned\n\nDates that stand on no board pass silently.',
};

type Part = keyof typeof GOOD;

function written(changed: Partial<Record<Part, string>>): string {
  return Object.values({ ...GOOD, ...changed }).join('\n\n');
}

function codes(text: string, beside?: Beside): Code[] {
  return lintReport(text, beside).map(({ code }) => code);
}

test('a text in which everything is said well has no findings', () => {
  assert.deepEqual(codes(written({}), { today: '2024-05-06', review: '2024-05-10' }), []);
});

const said = (part: Part, words: string): Partial<Record<Part, string>> => ({
  [part]: `${GOOD[part]} ${words}`,
});

type Row = [
  code: Code,
  has: Partial<Record<Part, string>>,
  hasNot: Partial<Record<Part, string>>,
  beside?: Beside,
];

const DURATION = { names: ['outage', 'impact lasted'], seconds: 6_480, text: '1 h 48 min' };
const LONG = 'Readers met an empty page and called the desk about it. '.repeat(9);

const ROWS: Row[] = [
  ['PM406', { tasks: '' }, { tasks: '', corrective: '' }],
  [
    'PM406',
    { tasks: GOOD.tasks.replace('detect', 'respond') },
    { tasks: GOOD.tasks.replace('detect', 'prevent') },
  ],
  ['PM407', {}, { tasks: GOOD.tasks.replace('2024-05-20', '2024-06-20') }, { today: '2024-06-01' }],
  ['PM407', {}, { tasks: GOOD.tasks.replace('2024-05-20', '1 July 2024') }, { review: '2024-06-01' }],
  ['PM407', {}, { tasks: `${GOOD.tasks} done |` }, { today: '2024-06-01' }],
  ['PM502', said('cause', 'It was human error.'), said('cause', 'The errors were many.')],
  ['PM502', said('cause', 'The operator failed to look.'), said('cause', 'The job failed to start.')],
  ['PM502', said('cause', 'We should have seen it.'), said('cause', 'We see it since then.')],
  [
    'PM502',
    said('cause', 'It should have been tested.'),
    said('cause', 'The job should have started at 02:30.'),
  ],
  ['PM502', said('cause', 'The team should have paged.'), said('cause', 'An alert should have fired.')],
  [
    'PM502',
    said('cause', 'Cy Novak forgot the date.'),
    said('cause', 'The cache forgot the date.'),
    { people: ['Cy Novak'] },
  ],
  ['PM502', said('summary', 'This could easily be seen.'), said('summary', 'Nobody is to blame.')],
  ['PM503', said('cause', 'It was caused by an engineer.'), said('cause', 'It was caused by a job.')],
  [
    'PM503',
    said('cause', '\nAna Ruiz deleted the key.'),
    said('cause', '\nAna Ruiz found the key.'),
    { people: ['Ana Ruiz'] },
  ],
  ['PM504', { cause: '## Root cause\n\nA certificate expired.' }, {}],
  [
    'PM504',
    { cause: '## Root cause\n\nA certificate expired.' },
    { cause: '## Root cause\n\n- A certificate expired.\n- No board shows it.' },
  ],
  ['PM505', said('cause', '\n\nWhy did it expire?'), said('cause', '\n\nHow did it come to expire?')],
  ['PM505', said('lessons', '\n\nWho was on call?'), said('lessons', '\n\nWhat was the cue?')],
  [
    'PM506',
    said('lessons', `\n\n*${PROMPTS.lessons}*`),
    said('lessons', '\n\n*What is new?* The board.'),
    { prompts: Object.values(PROMPTS) },
  ],
  ['PM506', said('cause', 'The trigger: TBD'), said('cause', 'The list of what is to do is short.')],
  [
    'PM506',
    said('cause', '[describe the trigger]'),
    said('cause', '[the board](https://example.org/insert)'),
  ],
  ['PM506', said('timeline', '\n- XX:XX It began.'), said('timeline', '\n- 10:50 It began.')],
  [
    'PM509',
    said('summary', 'The outage lasted 90 minutes.'),
    said('summary', 'The outage lasted 1 h 48 min.'),
    { figures: [DURATION] },
  ],
  [
    'PM509',
    said('summary', 'There were 2 hours of outage.'),
    said('summary', 'There were about 1 h 45 min of outage.'),
    { figures: [DURATION] },
  ],
  [
    'PM509',
    said('summary', 'The impact lasted two hours.'),
    said('summary', 'The next page took 20 s.'),
    { figures: [DURATION] },
  ],
  ['PM510', said('summary', 'MTTR was good.'), said('summary', 'The time was good.')],
  [
    'PM510',
    said('summary', 'Time to detect: 13 min.'),
    said('summary', 'Time to detect: 13 min, from the first error to the alert.'),
  ],
  [
    'PM511',
    said('timeline', '\n- 10:20 password: hunter2Hunter2'),
    said('timeline', '\n- 10:20 the password was changed'),
  ],
  [
    'PM511',
    said('summary', 'Ana Ruiz saw it.'),
    said('summary', 'A colleague saw it.'),
    { isPublic: true, people: ['Ana Ruiz'] },
  ],
  [
    'PM511',
    said('summary', 'The host db1.internal stopped.'),
    said('summary', 'A host of example.org stopped.'),
    { isPublic: true },
  ],
  ['PM511', said('summary', 'See INC-42.'), said('summary', 'See our notice.'), { isPublic: true }],
  ['PM512', { summary: `## Summary\n\n${LONG}` }, { summary: `## Summary\n\n${LONG.slice(0, 240)}` }],
  [
    'PM513',
    said('tasks', '\n- Buy a second host (rejected)'),
    said('tasks', '\n- Buy a second host (rejected: it is rented now)'),
  ],
  [
    'PM513',
    said('tasks', '\n- Buy a second host: expired'),
    said('tasks', '\n- Renew what has expired: the certificate of the shop'),
  ],
  ['PM514', { lessons: '' }, {}],
  [
    'PM514',
    { lessons: '## What we learned' },
    { lessons: '## Lessons learned\n\n### What went well\n\n- The page came soon.' },
  ],
  [
    'PM514',
    { lessons: '## What we learned\n\nSign-in failed for readers, because a certificate expired.' },
    {},
  ],
];

test('every code has a test that carries its name', () => {
  const sources = ['reports/findings.test.ts', 'reports/lint.test.ts', 'postmortems/findings.test.ts'].map(
    (path) => readFileSync(join(import.meta.dirname, '..', path), 'utf8'),
  );
  // A row of a table begins with its code, and so does the name of a test of its own.
  const isNamed = (code: string): boolean =>
    sources.some((text) =>
      new RegExp(`^ +(?:\\[|)'${code}',|^test\\(['\`]${code}\\b|\\{ ${code}: 1 \\}`, 'm').test(text),
    );
  assert.deepEqual(
    Object.keys(CODES).filter((code) => !isNamed(code)),
    [],
  );
  assert.ok(!isNamed('PM599'), 'a code without one is found');
});

for (const [code, has, hasNot, beside] of ROWS) {
  test(`${code} is found in one text and not in its better sibling: ${JSON.stringify(Object.values(has))}`, () => {
    const people = code === 'PM511' ? {} : { ...beside };
    assert.ok(codes(written(has), { ...people, ...beside }).includes(code), 'the text that has it');
    assert.ok(!codes(written(hasNot), beside).includes(code), 'the text that has it not');
  });
}

test('names, hosts and keys are for those inside, so the internal version may have them', () => {
  const text = written(said('summary', 'Ana Ruiz saw db1.internal stop; see INC-42.'));
  assert.deepEqual(codes(text, { people: ['Ana Ruiz'] }), []);
});

test('what was made from the record is not told how to write', () => {
  const block = '<!-- muster:block summary 91c0 -->\nThe operator failed to look.\n<!-- muster:end -->';
  assert.deepEqual(codes(written({ summary: `## Summary\n\n${block}` })), []);
});

const DRAFT = readFileSync(join(import.meta.dirname, '..', 'postmortems', 'expected', 'caching.md'), 'utf8');

/** What the team of the story wrote below the questions of their draft. */
const ANSWERS: Record<keyof typeof PROMPTS, string> = {
  impact: 'Nobody was charged twice. Support answered 310 questions about card payments.',
  detection: 'An alert on the hit rate itself fires eleven minutes sooner.',
  leadUp: 'Release 418 was tried in staging, where the cache is small.',
  misleading: 'Each failed checkout names the gateway in its text, and the database was at 95 %.',
  trigger: 'Release 418 changed the unit of the lifetime in one place of two.',
  conditions: 'Each miss is a query, and the database has room for a hit rate of 80 %.',
  notCaught: 'The check before a release reads the syntax of the configuration, not its values.',
  well: 'The first node was watched for two minutes before the rest.',
  badly: 'The hit rate was read 57 minutes after the alert.',
  lucky: 'It was a Monday morning, with half of the usual load.',
  corrective: 'The unit is the same in both places.',
  preventative: 'A value outside of its range stops a release.',
  tasks: 'Three tasks are enough for now.',
  lessons: 'Ask what moved first: a full database is as often the victim as the cause.',
};

function answered(draft: string): string {
  let text = draft;
  for (const [name, words] of Object.entries(ANSWERS)) {
    text = text.replace(`*${PROMPTS[name as keyof typeof PROMPTS]}*`, words);
  }
  return text
    .replace(/\| not set \| not set \|/g, '| 2023-06-30 | it was seen in staging |')
    .replaceAll('| nobody yet |', '| Ben Sato |');
}

test('the draft of the shipped story has no findings once its questions are answered', () => {
  const text = answered(DRAFT);
  const beside = {
    today: '2023-06-14',
    review: '2023-06-15',
    prompts: Object.values(PROMPTS),
    people: ['Ana Ruiz', 'Ben Sato', 'Cy Novak', 'Dee Okoye', 'Eli Moss', 'Fay Lind', 'Gus Haddad'],
    figures: [{ names: ['impact', 'outage'], seconds: 6_480, text: '1 h 48 min' }],
  };
  assert.deepEqual(lintReport(text, beside), []);
  assert.deepEqual(readReport(text, 'caching.md').findings, []);
});

test('each question of a draft that is still open is found', () => {
  const open = lintReport(DRAFT, { prompts: Object.values(PROMPTS) }).filter(({ code }) => code === 'PM506');
  const inDraft = Object.values(PROMPTS).filter((words) => DRAFT.includes(`*${words}*`));
  assert.equal(open.length, inDraft.length);
  assert.ok(open.length > 10);
});

test('the draft is read back as the record tells it', () => {
  const { told, tasks, facts, questions } = readReport(DRAFT, 'caching.md');
  assert.deepEqual(questions, []);
  const at = (words: string): string | undefined => told.find(({ text }) => text.includes(words))?.at;
  assert.equal(at('Impact began: pages'), '2023-06-12T17:02:00.000Z');
  assert.equal(at('Confirmed: release 418'), '2023-06-12T18:30:00.000Z');
  assert.equal(at('Resolved; all 3'), '2023-06-12T19:28:00.000Z');
  assert.equal(tasks.length, 3);
  assert.equal(facts.duration?.value, '1 h 48 min');
  assert.equal(facts.wrongPaths.length, 2);
});
