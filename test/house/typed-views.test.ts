import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { lifted } from './lift-view.ts';
import { typedViewFindings } from './typed-views.ts';

const ERROR = "<%# page: Shown<import('../server/web/error-page.ts').ErrorPage> %>";
const HTML = "<%# page: { chrome: never, text: string, body: import('../server/core/html.ts').SafeHtml } %>";
const PART = '<%# page: { word: string, many: readonly string[] } %>';

/** One wrong view a row: its name, its lines, the line that is wrong, what is said. */
const PLANTED: readonly [name: string, lines: readonly string[], line: number, says: RegExp][] = [
  ['property', [ERROR, '<p>', '<%= page.headline %></p>'], 3, /'headline' does not exist/],
  ['undefined', [ERROR, '<% if (page.errorId.length > 0) { %>x<% } %>'], 2, /possibly 'undefined'/],
  ['object', [ERROR, '<%= page.problems %>'], 2, /not assignable/],
  ['any', [ERROR, "<%= JSON.parse('1') %>"], 2, /not assignable to parameter of type 'never'/],
  ['raw', [HTML, '', '', '<%- page.text %>'], 4, /not assignable to parameter of type .*__safeHtml/],
  [
    'part',
    [ERROR, "<%- part('word', { word: 1, many: [] }) %>"],
    2,
    /'number' is not assignable to type 'string'/,
  ],
  ['kept', [ERROR, "<%- kept('word', page, { word: 1, many: [] }) %>"], 2, /'number' is not assignable/],
  ['no-part', [ERROR, "<%- part('absent', page) %>"], 2, /"absent"/],
  ['address', [ERROR, `<a href="<%= href('/nowhere') %>">x</a>`], 2, /'never'/],
  ['values', [ERROR, `<a href="<%= href('/incidents/:number') %>">x</a>`], 2, /Expected 2 arguments/],
  ['unused', [ERROR, '<% const left = 1; %>'], 2, /'left' is declared but/],
  ['no-type', ['<p>text</p>'], 1, /does not name the type/],
  ['no-such-type', ["<%# page: import('../server/web/absent.ts').Page %>"], 1, /Cannot find module/],
  ['syntax', [ERROR, '<% if (page.errorId) { %>'], 2, /'\}' expected/],
  ['comment', [ERROR, '<% // a remark %><%= page.nothing %>'], 2, /A comment in a view/],
];

test('each wrong view is found at its file and line, and a right one is not', () => {
  const right = [
    HTML,
    '<% for (const word of [1, 2]) { -%>',
    '<%= word %><%= page.text %> <%= undefined %>',
    '<%_ } _%>',
    "<%- page.body %><%- part('word', { word: page.text, many: ['a'] }) %><%% not code %%>",
    "<%= href('/incidents?open=yes') %> <%= href('/incidents/:number', { number: 42 }) %><%# page.nothing %>",
  ];
  const views = new Map([
    ...PLANTED.map(([name, lines]) => [name, lines.join('\n')] as const),
    ['parts/word', `${PART}\n<%= page.word %>`],
    ['right', right.join('\n')],
  ]);
  const findings = typedViewFindings(views, new Map());
  for (const [name, , line, says] of PLANTED) {
    const found = findings.filter(({ file }) => file === `views/${name}.ejs`);
    const fits = found.some((finding) => finding.line === line && says.test(finding.sentence));
    assert.ok(fits, `${name}: expected ${String(says)} in line ${line}, found ${JSON.stringify(found)}`);
  }
  const others = findings.filter(({ file }) => !PLANTED.some(([name]) => file === `views/${name}.ejs`));
  assert.deepEqual(others, []);
});

test('a call that renders a view is held to the type that the view names', () => {
  const views = new Map([
    ['word', '<%# page: Shown<{ word: string, more?: number }> %>\n<%= page.word %>'],
    ['parts/word', `${PART}\n<%= page.word %>`],
  ]);
  const calls = [
    "import { page } from './web/answer.ts';",
    "import type { Render } from './web/render.ts';",
    "export const right = page('word', 'Title', { word: 'yes' });",
    "export const wrong = page('word', 'Title', { word: 3 });",
    "export const less = page('word', 'Title', {});",
    "export const absent = page('sentence', 'Title', {});",
    "export const rightPart = (render: Render) => render.part('word', { word: 'a', many: [] });",
    "export const wrongPart = (render: Render) => render.part('word', { word: 'a' });",
  ];
  const file = resolve(import.meta.dirname, '../../server/planted.ts');
  const findings = typedViewFindings(views, new Map([[file, calls.join('\n')]]));
  assert.deepEqual(
    findings.map(({ file, line, sentence }) => `${file}:${String(line)} ${sentence}`),
    [
      'server/planted.ts:4 What is given here does not fit the page of views/word.ejs: "word" is number, not string.',
      'server/planted.ts:5 What is given here does not fit the page of views/word.ejs: "word" is missing.',
      'server/planted.ts:6 There is no view views/sentence.ejs.',
      'server/planted.ts:8 What is given here does not fit the page of views/parts/word.ejs: "many" is missing.',
    ],
  );
});

test('the code keeps its line and its column', () => {
  const view = `${PART}\n<b>\n  <%= page.word %> and <% if (page.many) { -%>\n<%- page.body %><% } %>`;
  const { code } = lifted(view, './helpers.ts', ['part']);
  const place = (text: string, word: string) => text.split('\n').map((row) => row.indexOf(word));
  for (const word of ['page.word', 'page.many', 'page.body']) {
    assert.deepEqual(place(code, word).slice(1, 4), place(view, word).slice(1, 4), word);
  }
});
