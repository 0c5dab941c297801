/** Pages with nothing in them, and pages that come back because a form was sent as it should not be. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CAST, PASSWORD, type Who } from '../../db/demo/cast.ts';
import { makeAccount } from '../../server/identity/actions.ts';
import { barriersOf } from '../support/barriers.ts';
import { sidewaysScroll, unroll } from '../support/chromium.ts';
import { unjudged } from '../support/judged.ts';
import { figure } from '../support/large.ts';
import { FILES } from '../support/sights.ts';
import { demoSite, openSite, type Look, type Site, type Tab } from '../support/site.ts';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PHONE: Look = { width: 360, scheme: 'light' };
const DESK: Look = { width: 1280, scheme: 'dark' };
const ALL: readonly Look[] = [360, 768, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);
const isLarge = figure(0, 1) === 1;

/** What is wrong with the page that is open, however it got there. */
async function faultsOf({ page, complaints }: Tab): Promise<string[]> {
  const size = page.viewportSize();
  await unroll(page);
  const { violations, unsure } = await barriersOf(page);
  if (size !== null) await page.setViewportSize(size);
  const wide = await sidewaysScroll(page);
  return [
    ...violations,
    ...unjudged(unsure).map((one) => `nobody has judged ${one}`),
    ...complaints(),
    ...(wide === 0 ? [] : [`scrolls sideways by ${String(wide)} px`]),
  ];
}

describe('where nothing is yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-empty-'));
  let site: Site<undefined>;
  before(async () => {
    site = await openSite(folder, async ({ kit }) => {
      for (const who of ['iris', 'cy'] as const)
        await makeAccount(kit.people, { ...CAST[who], password: PASSWORD });
      return undefined;
    });
  });
  after(async () => {
    await site.end();
    rmdirSync(folder);
  });

  /** Pages that need nothing in their address. */
  const paths = (): string[] =>
    site.world.routes
      .filter(({ method, path }) => method === 'GET' && !path.includes(':') && !FILES.test(path))
      .map(({ path }) => path)
      .filter((path) => path !== '/setup');

  /** What is wrong with a page that has nothing to show: it says so in words, below its one head. */
  async function faultsOfEmpty(tab: Tab, heads: number): Promise<string[]> {
    const words = await tab.page.locator('main').innerText();
    const count = await tab.page.locator('h1').count();
    return [
      ...(words.length > 20 ? [] : ['says nothing']),
      ...(count === heads ? [] : [`has ${String(count)} heads`]),
      ...(await faultsOf(tab)),
    ];
  }

  for (const look of isLarge ? ALL : [DESK]) {
    test(`each page says what belongs there, ${String(look.width)} px, ${look.scheme}`, async (context) => {
      const tab = await site.tab('iris');
      await tab.look(look);
      for (const path of paths()) {
        await context.test(path, async () => {
          const answer = await tab.page.goto(site.origin + path);
          assert.equal(answer?.status(), 200);
          // The page of all parts shows that of an incident as well.
          assert.deepEqual(await faultsOfEmpty(tab, path === '/help/parts' ? 2 : 1), []);
        });
      }
    });
  }

  test('a page that says nothing of it, or that nobody could read for sure, is found', async () => {
    const tab = await site.tab('iris');
    await tab.page.goto(`${site.origin}/incidents`);
    await tab.page.evaluate(`document.querySelector('main').replaceChildren();
      document.adoptedStyleSheets = [(() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync('footer { background: linear-gradient(red, white) }'); return sheet; })()]`);
    const faults = (await faultsOfEmpty(tab, 1)).join('\n');
    for (const found of [/says nothing/, /has 0 heads/, /nobody has judged color-contrast/])
      assert.match(faults, found);
  });

  test('an incident of which nothing is known but its title has pages without a barrier', async (context) => {
    const tab = await site.tab('cy');
    await tab.look(PHONE);
    await tab.page.goto(`${site.origin}/incidents/new`);
    await tab.page.locator('input[name=title]').fill('Something is wrong');
    await tab.page.locator('main').getByRole('button', { name: 'Declare', exact: true }).click();
    await tab.page.waitForURL(/\/incidents\/1$/);
    for (const path of [
      '',
      '/timeline',
      '/people',
      '/updates',
      '/about',
      '/handover',
      '/resolve',
      '/replay',
    ]) {
      await context.test(path === '' ? 'run' : path, async () => {
        const answer = await tab.page.goto(`${site.origin}/incidents/1${path}`);
        assert.equal(answer?.status(), 200);
        assert.deepEqual(await faultsOf(tab), []);
      });
    }
  });
});

describe('a form that comes back', () => {
  let site: Site;
  before(async () => {
    site = await demoSite();
  });
  after(() => site.end());

  const FORMS_A_PAGE = figure(2, 40);
  const PAGES: readonly (readonly [who: Who, path: () => string])[] = [
    ['cy', () => '/incidents/new'],
    ['ben', () => run()],
    ['ben', () => `${run()}/people`],
    ['ben', () => `${run()}/updates`],
    ['ben', () => `${run()}/about`],
    ['ben', () => `${run()}/resolve`],
    ['ana', () => '/escalation/policies/new'],
    ['ana', () => '/escalation/schedules/new'],
    ['iris', () => '/admin/people'],
    ['iris', () => '/admin/services'],
    ['cy', () => '/me/password'],
  ];
  const run = () => `/incidents/${String(site.told.search)}`;

  /**
   * Empties the fields of a form and sends it past the browser's own checks, by its first button; whether it came back. An
   * earlier one that was taken may have left the page with fewer.
   */
  async function sendEmpty({ page }: Tab, index: number): Promise<boolean> {
    if (index >= (await page.evaluate<number>(`${FORMS}.length`))) return false;
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    const loaded = page.waitForEvent('load');
    await page.evaluate(`(() => {
      const form = ${FORMS}[${String(index)}];
      form.noValidate = true;
      for (const field of form.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox]), textarea')) field.value = '';
      form.requestSubmit(form.querySelector('button:not([type=button])'));
    })()`);
    const status = (await answered).status();
    await loaded;
    if (status !== 422) return false;
    await page.locator('.problems').waitFor();
    return true;
  }

  /** Forms in which something is typed. */
  const FORMS = `[...document.querySelectorAll('main form[method=post]')].filter((form) =>
    form.querySelector('input:not([type=hidden], [type=radio], [type=checkbox]), textarea') !== null)`;

  /** What such a page lacks of what everybody may count on. */
  async function unsaid(tab: Tab): Promise<string[]> {
    const { page } = tab;
    const lacks = await page.evaluate<string[]>(`(() => {
      const links = [...document.querySelectorAll('.problems a')];
      const ends = links.map((link) => document.getElementById(link.hash.slice(1)));
      return [
        ...(document.title.startsWith('Error: ') ? [] : ['no Error in the title']),
        ...(document.querySelector('.problems').contains(document.activeElement) ? [] : ['no focus on the summary']),
        ...(links.length > 0 ? [] : ['no link to a field']),
        ...(ends.includes(null) ? ['a link that leads nowhere'] : []),
        ...(ends.every((field) => field === null || field.checkVisibility()) ? [] : ['a field that is folded away']),
      ];
    })()`);
    return [...lacks, ...(await faultsOf(tab))];
  }

  test('says what is wrong at its head and at its field, and has no barrier', async (context) => {
    let cameBack = 0;
    for (const [who, path] of PAGES) {
      const tab = await site.tab(who);
      await tab.look(who === 'ben' ? PHONE : DESK);
      await tab.page.goto(site.origin + path());
      const forms = Math.min(FORMS_A_PAGE, await tab.page.evaluate<number>(`${FORMS}.length`));
      for (let index = 0; index < forms; index += 1) {
        await context.test(`${path()} ${String(index)}`, async () => {
          await tab.page.goto(site.origin + path());
          if (!(await sendEmpty(tab, index))) return;
          cameBack += 1;
          assert.deepEqual(await unsaid(tab), []);
        });
      }
    }
    assert.ok(cameBack >= 6, `${String(cameBack)} came back`);
  });

  test('one that says nothing of what is wrong is found', async () => {
    const tab = await site.tab('cy');
    await tab.page.goto(`${site.origin}/incidents/new`);
    assert.ok(await sendEmpty(tab, 0));
    await tab.page.evaluate(`document.title = 'Declare'; document.activeElement.blur();
      for (const link of document.querySelectorAll('.problems a')) link.href = '#nowhere';
      document.querySelector('main label').remove()`);
    const lacks = (await unsaid(tab)).join('\n');
    for (const found of [/no Error/, /no focus/, /leads nowhere/, /^label: /m]) assert.match(lacks, found);
  });
});
