import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFrontMatter } from '../../server/runbooks/front-matter.ts';

const read = (yaml: string) => readFrontMatter(`---\n${yaml}\n---\nbody\n`);

test('all keys are read, dates stay text', () => {
  const { metadata, problems, end } = read(
    'id: a-b\ntitle: T\nservices: [x, y]\nservice: z\nowner: platform-team\nuse_when: A, B*\ndefault_severity: sev2\nstyle: do-confirm\n' +
      'watch: PT30M\nescalate_to: infra\nhosts: [w.example]\nlast_reviewed: 2026-09-02\nreview_in: 6 months\nlast_exercised: 2026-08-18\ntags: [t]\ncolour: blue',
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(metadata, {
    ...{ id: 'a-b', title: 'T', services: ['x', 'y', 'z'], owner: 'platform-team', useWhen: ['A', 'B*'] },
    ...{
      defaultSeverity: 'SEV-2',
      style: 'do-confirm',
      watchSeconds: 1800,
      escalateTo: 'infra',
      hosts: ['w.example'],
    },
    ...{ lastReviewed: '2026-09-02', reviewIn: '6 months', lastExercised: '2026-08-18', tags: ['t'] },
    other: { colour: 'blue' },
  });
  assert.equal(readFrontMatter('---\nid: a\n---\nbody\n').end, 14);
  assert.ok(end > 0);
});

const PROBLEMS: [string, RegExp][] = [
  ['last_reviewed: 2026-13-01', /^`last_reviewed` is not a date/],
  ['last_reviewed: [2026-01-01]', /not a date/],
  ['review_in: sometime', /`review_in` is not a duration/],
  ['watch: 6 months', /`watch` is not a duration/],
  ['default_severity: urgent', /SEV-1/],
  ['style: fast', /read-do/],
  ['use_when: {a: b}', /`use_when` is not a list of names/],
  ['owner: [a]', /`owner` is not a name/],
];
for (const [yaml, reason] of PROBLEMS) {
  test(`"${yaml}" is kept, shown and said to be unreadable`, () => {
    const { metadata, problems, unread } = read(`id: x\n${yaml}`);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.reason ?? '', reason);
    assert.equal(problems[0]?.at, '---\nid: x\n'.length);
    assert.equal(Object.keys(metadata.other).length, 1);
    assert.equal(metadata.id, 'x');
    assert.equal(unread, undefined);
  });
}

const BROKEN: [string, string, RegExp][] = [
  ['an unclosed quote', 'id: "x', /quote/],
  ['a list', '- a\n- b', /not a list of keys and values/],
  ['a sentence', 'just words', /not a list of keys and values/],
  ['a tab as indentation', 'a:\n\tb: c', /tab/i],
  ['the same key twice', 'id: a\nid: b', /unique/],
  ['too many aliases', `a: &a [1]\nb: [${'*a, '.repeat(30)}]`, /alias/i],
  [
    'aliases of aliases',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]`,
    /alias/i,
  ],
  ['deep nesting', '['.repeat(20_000), /./],
  ['too much of it', `a: ${'x'.repeat(70_000)}`, /64 KiB/],
];
for (const [name, yaml, reason] of BROKEN) {
  test(`front matter with ${name} is shown as text, with the reason`, () => {
    const { metadata, unread, problems } = read(yaml);
    assert.equal(unread, `${yaml}\n`);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.reason ?? '', reason);
    assert.equal(metadata.id, undefined);
  });
}

test('custom tags and dangerous keys make nothing but text', () => {
  const { metadata } = read('owner: !!js/function x\n__proto__: {polluted: true}\nconstructor: a');
  assert.equal(metadata.owner, 'x');
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  assert.ok(Object.hasOwn(metadata.other, 'constructor'));
});

test('TOML is shown as text', () => {
  const { unread, problems, end } = readFrontMatter('+++\ntitle = "x"\n+++\nbody');
  assert.equal(unread, 'title = "x"\n');
  assert.equal(end, 20);
  assert.match(problems[0]?.reason ?? '', /TOML/);
});

test('a line at the top that nothing closes is no front matter', () => {
  for (const text of ['---\nwords\n', '---', '--- a\nid: x\n---\n', 'x\n---\nid: x\n---\n']) {
    assert.equal(readFrontMatter(text).end, 0, text);
  }
});

test('an empty front matter is fine', () => {
  const { end, problems, unread } = readFrontMatter('---\n---\nbody');
  assert.deepEqual([end, problems, unread], [8, [], undefined]);
});
