/** The line breaks in the middle of what the server says: each part comes to its last state, and nothing is there twice. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { actAs } from '../support/acting.ts';
import { follow, isLive, until } from '../support/following.ts';
import { figure } from '../support/large.ts';
import { demoSite, type Site } from '../support/site.ts';

/** Each byte in the large run; in the usual one each of the ends of an event, and a few on the way. */
const EVERY = figure(13, 1);

let site: Site;
let page: Page;
let pulled: string[] = [];
before(async () => {
  site = await demoSite();
  ({ page } = await site.tab('ben'));
  page.on('request', (request) => {
    const [, region] = /\/parts\/([a-z]+)/.exec(request.url()) ?? [];
    if (region !== undefined && region !== 'presence') pulled.push(region);
  });
  await follow(page, `${site.origin}/incidents/${String(site.told.search)}`);
});
after(() => site.end());

let acts = 0;

/** One act of Ana's that touches every part of the page. */
async function anaActs(): Promise<void> {
  acts += 1;
  const to = acts % 2 === 1 ? 'SEV-1' : 'SEV-2';
  const command = { type: 'set-severity', to, reason: `Reading ${String(acts)}` } as const;
  await actAs(site.world, 'Ana Ruiz', site.told.search, [command]);
}

/** Parts of the page whose words are others than those of the page as the server gives it now, and entries that are there twice. */
const FAULTS = `fetch(location.href).then((answer) => answer.text()).then((html) => {
  const now = new DOMParser().parseFromString(html, 'text/html');
  const words = (element) => {
    const copy = element?.cloneNode(true);
    // Clocks go on by themselves, and how it is followed is no part of it.
    for (const clock of copy?.querySelectorAll('.clocks, #live, .presence') ?? []) clock.remove();
    return (copy?.dataset.severity ?? '') + (copy?.textContent.replace(/\\s+/g, ' ').trim() ?? 'nothing');
  };
  const regions = [...now.querySelectorAll('[id^="region-"]')];
  const stale = regions.filter((one) => words(one) !== words(document.getElementById(one.id)));
  const ids = [...document.querySelectorAll('.timeline .entry')].map(({ id }) => id);
  return [
    ...stale.map(({ id }) => id + ' is stale'),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => id + ' is there twice'),
  ];
})`;

/** Breaks the line in the next batch as it is told to, and waits until the page follows along again. */
async function afterCut(change: (batch: string) => { sent: string; isCut: boolean }): Promise<string> {
  let batch = '';
  site.meddle((said) => {
    if (batch !== '' || !said.includes('\nid: ')) return { sent: said, isCut: false };
    batch = said;
    return change(said);
  });
  pulled = [];
  await anaActs();
  await until(page, `document.querySelector('#live').dataset.state === 'catching'`);
  // A browser waits two seconds; one that hears of a network comes back at once.
  await page.evaluate(`dispatchEvent(new Event('online'))`);
  await isLive(page);
  return batch;
}

const settled = () =>
  until(page, `document.querySelector('.timeline').textContent.includes('Reading ${String(acts)}')`);

test('cut at any byte, each part shows its last state, and none is pulled or shown a second time for nothing', async (t) => {
  let length = 1;
  let cuts = 0;
  for (let at = 0; at < length; at += EVERY) {
    const batch = await afterCut((said) => ({ sent: said.slice(0, at), isCut: true }));
    length = batch.length;
    await settled();
    await isLive(page);
    assert.deepEqual(await page.evaluate(FAULTS), [], `cut at byte ${String(at)} of ${String(length)}`);
    const told = batch.slice(0, at).split('\n\n').length - 1;
    const again = pulled.filter((region, index) => pulled.indexOf(region) !== index);
    assert.ok(again.length <= told, `${String(told)} were told, ${again.join()} came again`);
    cuts += 1;
  }
  t.diagnostic(`${String(cuts)} cuts of ${String(length)} bytes`);
});

test('cut after the whole batch, nothing is said or pulled again', async () => {
  await afterCut((said) => ({ sent: said, isCut: true }));
  await settled();
  await isLive(page);
  assert.deepEqual(await page.evaluate(FAULTS), []);
  assert.deepEqual(
    pulled.filter((region, index) => pulled.indexOf(region) !== index),
    [],
  );
});

test('a server that puts the number on the first event of a batch is found', async () => {
  await afterCut((said) => {
    const [first = '', ...rest] = said.split('\n\n').filter((event) => event !== '');
    const id = /\nid: \d+/.exec(rest.at(-1) ?? '')?.[0] ?? '';
    return { sent: `${first}${id}\n\n`, isCut: true };
  });
  assert.notDeepEqual(await page.evaluate(FAULTS), []);
});
