import assert from 'node:assert/strict';
import { cpuUsage } from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { destination, inlineHtml, lex, plainText, toHtml } from '../../server/core/markdown.ts';

test('headings get the anchors of a Markdown host, repeated ones a number, all of them the prefix', () => {
  const html = toHtml('# Roll *back*\n\n## Roll back\n\n## 3. Why?', { anchorPrefix: 'r1-' });
  assert.deepEqual(
    [...html.matchAll(/id="([^"]*)"/g)].map(([, id]) => id),
    ['r1-roll-back', 'r1-roll-back-1', 'r1-3-why'],
  );
});

const DESTINATIONS: [string, 'external' | 'local' | undefined][] = [
  ['https://status.example/x', 'external'],
  ['HTTP://status.example', 'external'],
  ['mailto:oncall@example.org', 'external'],
  ['#2-look', 'local'],
  ['other.md#2-look', 'local'],
  ['../a/b.md', 'local'],
  ['/runbooks', 'local'],
  ['javascript:alert(1)', undefined],
  ['java\nscript:alert(1)', undefined],
  [' \u0001javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['vbscript:x', undefined],
  ['file:///etc/passwd', undefined],
  ['//elsewhere.example/x', undefined],
  ['/\\elsewhere.example', undefined],
  ['\\\\elsewhere.example', undefined],
  ['', undefined],
];
for (const [href, kind] of DESTINATIONS) {
  test(`a link to ${JSON.stringify(href)} is ${kind ?? 'not followed'}`, () => {
    assert.equal(destination(href)?.kind, kind);
  });
}

test('a link that may not be followed leaves its words', () => {
  assert.equal(inlineHtml('[open](javascript:alert%281%29) it'), 'open it');
});

test('links to other hosts say that we do not vouch for them, links inside can be mapped', () => {
  const html = inlineHtml('[a](https://a.example/x?y=1&z=2) [b](other.md#look)', {
    link: (href) => `/runbooks/${href.replace('.md', '')}`,
  });
  assert.match(html, /<a href="https:\/\/a\.example\/x\?y=1&amp;z=2" rel="noopener nofollow">a<\/a>/);
  assert.match(html, /<a href="\/runbooks\/other#look">b<\/a>/);
});

test('a mapping cannot lead to a script', () => {
  assert.doesNotMatch(inlineHtml('[b](other.md)', { link: () => 'javascript:alert(1)' }), /javascript/);
});

test('pictures from other hosts become links, our own are shown', () => {
  const html = toHtml('![board](https://a.example/b.png) ![plan](plan.png)', {
    image: (src) => `/files/${src}`,
  });
  assert.match(html, /<a href="https:\/\/a\.example\/b\.png" rel="noopener nofollow">board<\/a>/);
  assert.match(html, /<img src="\/files\/plan\.png" alt="plan" loading="lazy"/);
  assert.doesNotMatch(toHtml('![x](data:image/svg+xml;base64,AAAA)'), /<img/);
});

test('raw HTML is not rendered, background is folded, and a placeholder in angles is kept', () => {
  const html = toHtml(
    '<details open>\n<summary>Why <b>this</b></summary>\n\n**words**\n\n</details>\n\nssh <host> <u>now</u><br>then',
  );
  assert.match(html, /<details open(?:="")?>\s*<summary>Why this<\/summary>/);
  assert.match(html, /<strong>words<\/strong>/);
  assert.match(html, /ssh &lt;host&gt; now<br \/>then/);
});

test('task boxes are shown as signs, not as fields', () => {
  const html = toHtml('- [ ] open\n- [x] done');
  assert.match(html, /☐<\/span> open/);
  assert.match(html, /☑<\/span> done/);
  assert.doesNotMatch(html, /<input/);
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<style>*{display:none}</style>',
  '<form action=//x><input name=password></form>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<details ontoggle=alert(1) open>',
  '<summary onclick="alert(1)">',
  '<br onclick=alert(1)>',
  '[x](<javascript:alert(1)>)',
  '[x](java&#115;cript:alert(1))',
  '![x"onerror="alert(1)](y.png)',
  '[x](y.md "a\\" onmouseover=\\"alert(1)")',
  '<<script>script>alert(1)</</script>script>',
  '`<script>`\n\n```"><script>\nx\n```',
  '<!--><script>alert(1)</script>-->',
  '# x" onclick="alert(1)',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
];

const ELEMENT = /<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi;
const ELEMENTS = new Set(
  'h1 h2 h3 h4 h5 h6 p br hr ul ol li blockquote pre code em strong del a img table thead tbody tr th td details summary div span'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set([
  'href',
  'title',
  'rel',
  'src',
  'alt',
  'loading',
  'start',
  'align',
  'open',
  'id',
  'class',
  'role',
  'tabindex',
  'aria-label',
]);

/** What is wrong with a piece of HTML: an element or attribute off the list, or an address that runs. */
function harm(html: string): string[] {
  const found: string[] = [];
  const rest = html.replace(ELEMENT, (_all, name: string, attributes: string) => {
    if (!ELEMENTS.has(name)) found.push(name);
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)) {
      if (!ATTRIBUTES.has(attribute)) found.push(attribute);
      if (/^\s*(?:javascript|data|vbscript):/i.test(value) && attribute !== 'alt' && attribute !== 'title')
        found.push(value);
    }
    return '';
  });
  if (/<(?!\/[a-z][a-z0-9]*>)/i.test(rest)) found.push('a bare <');
  return found;
}

test('the test for harm sees harm', () => {
  for (const planted of ['<script>', '<p onclick="x">', '<a href="javascript:x">', '<p <']) {
    assert.notDeepEqual(harm(planted), []);
  }
});

for (const markdown of HOSTILE) {
  test(`nothing runs in ${JSON.stringify(markdown).slice(0, 60)}`, () => {
    assert.deepEqual(harm(toHtml(markdown)), []);
    assert.deepEqual(harm(inlineHtml(markdown)), []);
  });
}

test('nothing runs in any mixture of hostile pieces', () => {
  const mixture = fc.array(
    fc.oneof(fc.constantFrom(...HOSTILE, '\n\n', '- ', '> ', '*', '`', '<', '>', '"'), fc.string()),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(mixture, (parts) => {
      assert.deepEqual(harm(toHtml(parts.join(''))), []);
    }),
    { numRuns: 300 },
  );
});

const N = 50_000;
const DEEP: [string, string][] = [
  ['opening brackets', '['.repeat(N)],
  ['quotes', '>'.repeat(N)],
  ['quotes with blanks', '> '.repeat(N)],
  ['stars', '*'.repeat(N)],
  ['stars around words', '*a '.repeat(N)],
  ['underscores in words', '_a'.repeat(N)],
  ['numbered items in items', '1. '.repeat(N)],
  ['bullets in quotes', '- > '.repeat(N)],
  [
    'bullets that step in',
    Array.from({ length: 800 }, (_, level) => `${' '.repeat(2 * level)}- a`).join('\n'),
  ],
  ['images in images', '!['.repeat(N)],
  ['folds in folds', '<details>\n\n'.repeat(N / 10)],
  ['tags', '<b>'.repeat(N)],
  ['half a tag', '<a b="'.repeat(N)],
  ['tags that never close in a block', `<div>\n${'<a '.repeat(N)}`],
  ['quotes in a tag', `<div>\n${`<a b="'`.repeat(N)}`],
  ['comments that never close', `<div>\n${'<!--'.repeat(N)}`],
  ['backticks', '`'.repeat(N)],
];
for (const [name, markdown] of DEEP) {
  test(`${N} ${name} neither hang nor overflow`, () => {
    const began = cpuUsage();
    const html = toHtml(markdown);
    assert.ok(html.length < markdown.length * 12, 'the answer grows with the text, not with its square');
    assert.ok(plainText(markdown).length <= markdown.length);
    assert.ok(cpuUsage(began).user < 5_000_000, 'it takes seconds at most, on a slow machine too');
  });
}

test('what nests too deep is kept as words', () => {
  assert.match(toHtml(`${'> '.repeat(200)}still here`), /still here/);
  assert.match(toHtml(`${'*a* '.repeat(2000)}and here`), /and here/);
});

test('the words of a line lose their marks and keep their signs', () => {
  assert.equal(
    plainText('Run `df -h`, **then** [look](x.md) &amp; wait <host> <b>now</b>'),
    'Run df -h, then look & wait <host> now',
  );
  assert.equal(plainText('1. Look\nfurther'), '1. Look further');
});

test('the tokens of a text are its text, but for blanks', () => {
  const piece = fc.constantFrom(
    '# a\n',
    '- b\n',
    '  - c\n',
    '> d\n',
    '```\ne\n```\n',
    '\n',
    '1. f\n',
    '\tg\n',
    'h|i\n-|-\n',
    '<details>\n',
    '***\n',
    'j\n===\n',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (parts) => {
      const text = parts.join('').replace(/\r\n?/g, '\n');
      const raw = lex(text)
        .map((token) => token.raw)
        .join('');
      assert.equal(raw.replace(/\s/g, ''), text.replace(/\s/g, ''));
    }),
    { numRuns: 300 },
  );
});
