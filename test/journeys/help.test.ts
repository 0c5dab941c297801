import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { world, type World } from '../support/world.ts';

const NAMES = readdirSync(new URL('../../views/help/', import.meta.url))
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.slice(0, -'.md'.length));

let here: World;
before(async () => {
  here = await world();
});
after(() => here.end());

/** Where a help page is served; the index has the address of the help itself. */
function addressOf(name: string): string {
  return name === 'README' ? '/help' : `/help/${name}`;
}

/** The addresses below /help, and the file names that were left as they stand, in the text of a page. */
function helpLinks(html: string): string[] {
  const targets = [...html.matchAll(/href="([^"]+)"/g)].map(([, target = '']) => target.split('#')[0] ?? '');
  return [...new Set(targets.filter((target) => /^\/help(?:\/|$)|\.md$/.test(target)))];
}

test('every help page opens without an account', async () => {
  assert.ok(NAMES.length > 10);
  for (const name of NAMES) await here.browser().get(addressOf(name)).expect(200);
});

test('every link between help pages leads to a page', async () => {
  const known = new Set([...NAMES.map(addressOf), '/help/parts']);
  const wrong: string[] = [];
  let followed = 0;
  for (const name of NAMES) {
    const { text } = await here.browser().get(addressOf(name));
    const links = helpLinks(text);
    followed += links.length;
    wrong.push(...links.filter((link) => !known.has(link)).map((link) => `${name}.md leads to ${link}`));
  }
  assert.deepEqual(wrong, []);
  assert.ok(followed > NAMES.length, 'pages have links to each other');
});

test('every place in a help page that is linked to is there', async () => {
  const pages = new Map<string, string>();
  for (const name of NAMES) pages.set(addressOf(name), (await here.browser().get(addressOf(name))).text);
  const wrong: string[] = [];
  let followed = 0;
  for (const [address, text] of pages) {
    for (const [, page = '', anchor = ''] of text.matchAll(/href="(\/help[^"#]*)#([^"]+)"/g)) {
      followed += 1;
      if (pages.get(page)?.includes(`id="${anchor}"`) !== true)
        wrong.push(`${address} leads to ${page}#${anchor}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(followed > 0);
});

test('the index leads to every page', async () => {
  const { text } = await here.browser().get('/help');
  const links = helpLinks(text);
  assert.deepEqual(
    NAMES.map(addressOf).filter((address) => !links.includes(address)),
    [],
  );
});

test('a link to a page that is not there is found', () => {
  assert.deepEqual(
    helpLinks('<a href="/help/gone#x">a</a> <a href="gone/too.md">b</a> <a href="/me">c</a>'),
    ['/help/gone', 'gone/too.md'],
  );
});

test('an unknown help page says where the list is', async () => {
  const answer = await here.browser().get('/help/nothing').expect(404);
  assert.match(answer.text, /The list of help pages shows all/);
});

test('the address of a problem explains it', async () => {
  const answer = await here.browser().get('/help/problems/stale').expect(200);
  assert.match(answer.text, /<code>stale-text<\/code>/);
});
