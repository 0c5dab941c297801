import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  entryHref,
  tidied,
  titleIn,
  withAbsoluteLinks,
  withVersion,
} from '../../server/postmortems/document.ts';

const absolute = (path: string) => `https://muster.example.com${path}`;

test('links below our root become whole addresses, others and examples stay', () => {
  const text = [
    '[#1](/incidents/42#e1) [x](https://x.example/)',
    '[y](//y.example)',
    '```',
    '[#1](/incidents/42)',
    '```',
  ];
  assert.equal(
    withAbsoluteLinks(text.join('\n'), absolute),
    ['[#1](https://muster.example.com/incidents/42#e1) [x](https://x.example/)', ...text.slice(1)].join('\n'),
  );
});

test('the title is the first heading, as a reader sees it', () => {
  assert.equal(
    titleIn('<!-- a -->\n# *Checkout* fails \\[again]\n\n# Two', 'none'),
    'Checkout fails [again]',
  );
  assert.equal(titleIn('## Only a section', 'Checkout fails'), 'Checkout fails');
});

test('a text is kept with plain line ends and one at its end', () => {
  assert.equal(tidied('a\r\nb\n\n\n'), 'a\nb\n');
});

test('the first line names the version of a file', () => {
  const text = '<!-- muster:postmortem INC-42 template=default version=1 -->\n# x\n';
  assert.match(withVersion(text, 3), /^<!-- muster:postmortem INC-42 template=default version=3 -->\n# x/);
  assert.equal(withVersion('# no marks\n', 3), '# no marks\n');
});

test('a link to an entry leads to the part of the timeline that holds it, and no other link is touched', () => {
  assert.equal(entryHref('/incidents/42#e14'), '/incidents/42/timeline?entry=14#e14');
  for (const link of ['/incidents/42', '/runbooks/storm#e14', 'https://example.org/incidents/42#e14', '#e14'])
    assert.equal(entryHref(link), link);
});
