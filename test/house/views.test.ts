import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTypeOf } from './lift-view.ts';
import { found, source, sourcesIn, type Source } from './tree.ts';

/** Attributes of htmx that need no `eval` and cannot lose what somebody types (the rest is forbidden). */
const HTMX =
  /^hx-(?:(?:get|post|target|swap|trigger|sync|status|indicator|morph-skip)(?::inherited)?|sse:connect)$/;

/** A tag of EJS, blanked out where only the HTML is looked at. */
const TAG = /<%[\s\S]*?%>/g;

const SAFE = /^(?:(?:part|kept)\('[a-z][a-z0-9/-]*', [\s\S]+\)|[a-z]\w*(?:\??\.\w+)*)$/i;

function viewFaults(view: Source): string[] {
  const html = { path: view.path, text: view.text.replace(TAG, (tag) => tag.replace(/[^\n]/g, '¤')) };
  const typed =
    pageTypeOf(view.text) === undefined
      ? [`${view.path}:1 The first line does not name the type of the page.`]
      : [];
  return [
    ...typed,
    ...found(view, TAG, ([tag]) =>
      /\binclude\s*\(/.test(tag) ? 'include hands the caller’s fields on: use part(name, value).' : undefined,
    ),
    ...found(view, TAG, ([tag]) => unsafe(tag)),
    ...found(
      html,
      /<script(?![^>]*\ssrc=)[^>]*>/g,
      () => 'No script inside a page: the content policy refuses it.',
    ),
    ...found(html, /<style\b/g, () => 'No style sheet inside a page: the content policy refuses it.'),
    ...found(html, /\sstyle\s*=/g, () => 'No style attribute: the content policy refuses it.'),
    ...found(
      html,
      /\s(on[a-z]+)\s*=/g,
      ([, name = '']) => `No handler in an attribute (${name}): the content policy refuses it.`,
    ),
    ...found(html, /=["' ]*(?:javascript|js):/g, () => 'No code in an attribute.'),
    ...found(html, /\s(hx-[a-z:-]+)/g, ([, name = '']) =>
      HTMX.test(name) ? undefined : `${name} is not among the attributes of htmx that we use.`,
    ),
    ...found(html, /\shx-trigger="[^"]*\[/g, () => 'A filter in hx-trigger needs eval.'),
    ...found(
      html,
      /\s(?:href|src|action|formaction|poster|hx-get|hx-post|hx-sse:connect)="(\/[^"]*)"/g,
      ([, path = '']) => `${path} leaves the base path out: write href('${path}').`,
    ),
    ...unguarded(view),
  ];
}

function unsafe(tag: string): string | undefined {
  if (!tag.startsWith('<%-')) return undefined;
  const expression = tag.slice(3, -2).replace(/[-_]$/, '').trim();
  if (SAFE.test(expression)) return undefined;
  return `<%- is for part(…) and a SafeHtml value by its name, not for ${expression}.`;
}

/** Every form that changes something carries the proof that it is ours, and an id so that it counts once. */
function unguarded(view: Source): string[] {
  return found(view, /<form\b(?=[^>]+\bmethod="post")[\s\S]*?<\/form>/g, ([form]) =>
    form.includes("part('guard',")
      ? undefined
      : "A form that posts needs <%- part('guard', page.chrome) %> inside.",
  );
}

test('views keep to what a page may hold', () => {
  assert.deepEqual(sourcesIn('views', '.ejs').flatMap(viewFaults), []);
});

const FIRST = '<%# page: { word: string } %>\n';

/** One wrong view a row: what stands in its second line, and what is said. */
const PLANTED: readonly [text: string, says: RegExp][] = [
  ["<% include('part', page) %>", /include hands/],
  ['<%- page.word + page.word %>', /not for page\.word \+ page\.word/],
  ['<%- JSON.stringify(page) %>', /not for JSON/],
  ['<script>go()</script>', /No script/],
  ['<style>p { margin: 0 }</style>', /No style sheet/],
  ['<p class="<%= page.word %>" style="color: red">', /No style attribute/],
  ['<button onclick="go()">', /\(onclick\)/],
  ['<a href="javascript:go()">', /No code/],
  ['<p hx-on="click: go()">', /hx-on is not/],
  ['<p hx-get="js:go()">', /No code/],
  ['<p hx-boost="true">', /hx-boost is not/],
  ['<p hx-delete="<%= page.word %>">', /hx-delete is not/],
  ['<p hx-trigger="click[ctrlKey]">', /needs eval/],
  ['<a href="/incidents">', /\/incidents leaves the base path out/],
  ['<form method="post" action="<%= page.word %>"><input name="a"></form>', /needs <%- part\('guard'/],
];

test('each wrong view is found in its line', () => {
  for (const [text, says] of PLANTED) {
    const faults = viewFaults({ path: 'views/planted.ejs', text: FIRST + text });
    assert.equal(faults.length, 1, `${text} gives ${JSON.stringify(faults)}`);
    assert.match(faults[0] ?? '', says);
    assert.match(faults[0] ?? '', /^views\/planted\.ejs:2 /);
  }
  assert.match(viewFaults({ path: 'views/planted.ejs', text: '<p>' })[0] ?? '', /does not name the type/);
});

test('what is allowed is let through', () => {
  const lines = [
    '<script type="module" src="<%= asset(\'live.js\') %>"></script>',
    '<p class="one" hx-get="<%= page.word %>" hx-trigger="steps from:#live" hx-swap="outerMorph" hx-sse:connect="x">',
    "<%- part('field', { name: 'a' }) %><%- page.body %><%- step.html -%>",
    '<form method="post" action="<%= href(page.word) %>"><%- part(\'guard\', page.chrome) %></form>',
    '<form method="get" action="<%= href(page.word) %>"><input name="q"></form>',
    '<a href="https://example.org/">the condition is met</a>',
  ];
  assert.deepEqual(viewFaults({ path: 'views/right.ejs', text: FIRST + lines.join('\n') }), []);
  assert.deepEqual(viewFaults(source('views/parts/guard.ejs')), []);
});
