/**
 * One incident, worked twice from its declaration to the draft of its postmortem: by keys alone, and by clicks in a
 * browser without JavaScript. What is remembered in the end is the same.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { Who } from '../../db/demo/cast.ts';
import { foundOrganisation } from '../../db/demo/organisation.ts';
import { actAs } from '../support/acting.ts';
import { openSite, type Site } from '../support/site.ts';
import { follow, formTo, press, send } from '../support/walk.ts';

const TITLE = 'Checkout fails for many shoppers';

/** What is answered on the way through the look-alikes of a storm, and the words of the button that is pressed. */
const RESULTS: readonly { values: readonly string[]; ticks?: number; seen: string; then: string }[] = [
  { values: ['7.9 %', '6.2 s'], seen: '7.9 % errors', then: 'Read the cache hit rate' },
  { values: ['41 %'], seen: '41 %', then: 'Find the last configuration change' },
  { values: ['', '', ''], seen: 'none for a week', then: 'Rule out the look-alikes' },
  { values: [], ticks: 3, seen: 'all three are cleared', then: 'Bring in infrastructure' },
  { values: [], seen: 'Cy is here', then: 'Find the last configuration change' },
];
const NOTE = 'The gateway answers within 80 ms.';
const OVERRIDE = 'the exercise of this page ends here';

/** How somebody works: the same acts, each in its own way. */
type Hands = {
  declare(): Promise<void>;
  ask(): Promise<void>;
  accept(): Promise<void>;
  answer(result: (typeof RESULTS)[number]): Promise<void>;
  note(): Promise<void>;
  resolve(): Promise<void>;
  draft(): Promise<void>;
};

async function work(hands: Hands): Promise<void> {
  await hands.declare();
  await hands.ask();
  await hands.accept();
  for (const result of RESULTS) await hands.answer(result);
  await hands.note();
  await hands.resolve();
  await hands.draft();
}

const newSite = (): Promise<Site<unknown>> => openSite('runbooks', ({ kit }) => foundOrganisation(kit));

const enhanced = (page: Page): Promise<void> => page.locator('html[data-enhanced]').waitFor();

/** A keyboard whose presses are counted; what is typed into a field counts once. */
function keyboard(page: Page) {
  let count = 0;
  const pressKey = async (key: string): Promise<void> => {
    count += 1;
    await page.keyboard.press(key);
  };
  return {
    count: () => count,
    press: pressKey,
    type: async (words: string) => {
      count += 1;
      await page.keyboard.type(words);
    },
    /** Goes on with Tab until what has the focus is meant. */
    tabTo: async (target: Locator) => {
      for (let stops = 0; stops < 60; stops += 1) {
        if ((await target.and(page.locator(':focus')).count()) > 0) return;
        await pressKey('Tab');
      }
      throw new Error(`Tab does not reach ${String(target)}`);
    },
    /** Presses a key that sends a form, and waits for the page that comes of it. */
    sends: async (key: string) => {
      const anew = page.waitForEvent('load');
      await pressKey(key);
      await anew;
      await enhanced(page);
      assert.deepEqual(await page.locator('.problems li').allInnerTexts(), []);
    },
  };
}

/** Ben leads and Cy comes; neither touches a mouse. */
function byKeys(ben: Page, cy: Page, counted: Map<string, number>): Hands {
  const keys = keyboard(ben);
  const counting = async (what: string, act: () => Promise<void>): Promise<void> => {
    const before = keys.count();
    await act();
    counted.set(what, (counted.get(what) ?? 0) + keys.count() - before);
  };
  const step = ben.locator('.step[aria-current="step"]');
  return {
    declare: () =>
      counting('declare', async () => {
        await keys.sends('c');
        await keys.type(TITLE);
        await keys.tabTo(ben.locator('[name=service]'));
        await keys.type('Stor');
        await keys.sends('Control+Enter');
        assert.match(ben.url(), /\/incidents\/1$/);
      }),
    ask: () =>
      counting('ask', async () => {
        await keys.sends('e');
        await keys.press('e');
        await keys.type('Cy');
        await keys.tabTo(ben.locator('form[action$="/escalations"] [name=reason]').first());
        await keys.type('Cause unknown');
        await keys.sends('Control+Enter');
        await keys.press('g');
        await keys.sends('i');
        await keys.press('j');
        await keys.sends('Enter');
      }),
    accept: async () => {
      const his = keyboard(cy);
      await cy.reload();
      await enhanced(cy);
      await his.sends('A');
      counted.set('accept', his.count());
    },
    answer: ({ values, ticks = 0, seen, then }) =>
      counting('answer', async () => {
        for (let box = 0; box < ticks; box += 1) await keys.sends('x');
        await keys.press('x');
        await keys.type(seen);
        for (const value of values.toReversed()) {
          await keys.press('Shift+Tab');
          if (value !== '') await keys.type(value);
        }
        await keys.press('Control+Enter');
        await keys.tabTo(step.getByRole('button', { name: then, exact: true }).first());
        await keys.sends('Enter');
      }),
    note: () =>
      counting('note', async () => {
        await keys.press('n');
        await keys.type(NOTE);
        await keys.sends('Control+Enter');
        await ben.locator('#region-timeline').getByText(NOTE).waitFor();
      }),
    resolve: () =>
      counting('resolve', async () => {
        await ben.evaluate('document.activeElement.blur()');
        while (!ben.url().endsWith('/resolve')) {
          const from = ben.url();
          await keys.press(']');
          await ben.waitForURL((address) => address.href !== from);
        }
        await enhanced(ben);
        await keys.tabTo(ben.locator('[name=temporary_confirmed]'));
        await keys.press('Space');
        await keys.press('Tab');
        await keys.type(OVERRIDE);
        await keys.sends('Control+Enter');
      }),
    draft: () =>
      counting('draft', async () => {
        await keys.tabTo(ben.getByRole('button', { name: 'Draft the postmortem' }));
        await keys.sends('Enter');
        assert.match(ben.url(), /\/postmortems\/1/);
      }),
  };
}

/** The same by clicks, where no script runs. */
function byClicks(ben: Page, cy: Page): Hands {
  const step = ben.locator('.step[aria-current="step"]');
  const values = async (of: readonly string[]): Promise<Record<string, string>> => {
    const fields = await step.locator('[name^="value_"]').all();
    const names = await Promise.all(fields.map((field) => field.getAttribute('name')));
    return Object.fromEntries(names.map((name, index) => [name ?? '', of[index] ?? '']));
  };
  return {
    declare: async () => {
      await follow(ben, 'Declare incident');
      await send(formTo(ben, '/incidents'), { title: TITLE, service: 'storefront' }, 'Declare');
    },
    ask: async () => {
      await follow(ben, 'People');
      await send(
        formTo(ben, '/escalations'),
        { to: 'Cy Novak', reason: 'Cause unknown' },
        'Ask them to come',
      );
      await follow(ben, TITLE);
    },
    accept: async () => {
      await follow(cy, 'Board');
      await press(cy.getByRole('button', { name: 'Accept', exact: true }));
    },
    answer: async (result) => {
      for (let box = 0; box < (result.ticks ?? 0); box += 1) {
        await press(step.locator('button.check[aria-pressed=false]').first());
      }
      const fields = { ...(await values(result.values)), observed: result.seen };
      await send(step.locator('form[action$="/result"]'), fields, result.then);
    },
    note: () => send(ben.locator('form.composer'), { text: NOTE }, 'Add note'),
    resolve: async () => {
      await follow(ben, 'Resolve');
      await send(formTo(ben, '/status'), { temporary_confirmed: 'on', override: OVERRIDE }, 'Resolve');
    },
    draft: async () => {
      await follow(ben, 'Resolve');
      await press(ben.getByRole('button', { name: 'Draft the postmortem' }));
    },
  };
}

type Told = { kind: string; by: string; source: string; body: unknown };

/** What the incident tells, without what differs from one run to the next: ids become the places where they came first. */
async function toldIn(site: Site<unknown>): Promise<Told[]> {
  const rows = await site.world.store.db
    .selectFrom('entry')
    .select(['kind', 'actor_name', 'source', 'body'])
    .orderBy('seq')
    .execute();
  const seen: string[] = [];
  const steady = (text: string): string =>
    text.replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, (id) => {
      if (!seen.includes(id)) seen.push(id);
      return `id ${String(seen.indexOf(id))}`;
    });
  return rows.map(({ kind, actor_name, source, body }) => ({
    kind,
    by: actor_name,
    source,
    body: JSON.parse(steady(body)) as unknown,
  }));
}

/** Somebody who is signed in, in a browser of their own. */
async function somebody(site: Site<unknown>, who: Who, javaScriptEnabled: boolean): Promise<Page> {
  const context = await site.browser.newContext({
    javaScriptEnabled,
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await site.signIn(page, who);
  return page;
}

describe('an incident', () => {
  const counted = new Map<string, number>();
  let withKeys: Site<unknown>;
  let withoutScript: Site<unknown>;
  before(async () => {
    withKeys = await newSite();
    withoutScript = await newSite();
  });
  after(async () => {
    await withKeys.end();
    await withoutScript.end();
  });

  test('is worked by keys alone, from its declaration to the draft of its postmortem', async (context) => {
    const ben = (await withKeys.tab('ben')).page;
    const cy = (await withKeys.tab('cy')).page;
    for (const page of [ben, cy]) {
      await page.goto(withKeys.origin);
      await enhanced(page);
    }
    await work(byKeys(ben, cy, counted));
    context.diagnostic([...counted].map(([what, count]) => `${what} ${String(count)}`).join(', '));
    for (const [what, most] of [
      ['declare', 6],
      ['ask', 10],
      ['accept', 1],
      ['answer', 40],
      ['note', 3],
      ['draft', 1],
    ] as const) {
      assert.ok((counted.get(what) ?? 0) <= most, `${what} took ${String(counted.get(what))} keys`);
    }
  });

  test('is worked by clicks where no script runs', async () => {
    await work(
      byClicks(await somebody(withoutScript, 'ben', false), await somebody(withoutScript, 'cy', false)),
    );
  });

  test('is remembered in the same words, whichever way it was worked', async () => {
    const told = await toldIn(withKeys);
    assert.ok(told.length > 20, `${String(told.length)} entries`);
    assert.deepEqual(told, await toldIn(withoutScript));
  });

  test('a way that leaves a word out, or says it of somebody else, is found', async () => {
    const told = await toldIn(withoutScript);
    for (const [site, by, text] of [
      [withKeys, 'Ben Sato', NOTE],
      [withoutScript, 'Cy Novak', NOTE.slice(0, -1)],
    ] as const)
      await actAs(site.world, by, 1, [{ type: 'add-note', text, flavour: 'note' }]);
    const [one, other] = [(await toldIn(withKeys)).at(-1), (await toldIn(withoutScript)).at(-1)];
    assert.equal((await toldIn(withoutScript)).length, told.length + 1);
    assert.notDeepEqual(one?.by, other?.by);
    assert.notDeepEqual(one?.body, other?.body);
  });
});
