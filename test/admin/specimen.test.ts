/** The page of all parts: each partial stands on it, or says here why it does not. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { world, type World } from '../support/world.ts';

const VIEWS = new URL('../../views/', import.meta.url);

/** Partials that the page does not show, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'region-board': 'of the board and its list, which a page of its own shows whole with the demo',
  'incident-line': 'of the board and its list, which a page of its own shows whole with the demo',
  'real-open': 'of the board and its list, which a page of its own shows whole with the demo',
  'region-entries': 'is the whole of another page, which the browser tests look at there',
  'region-news': 'is the whole of another page, which the browser tests look at there',
  'region-people': 'is the whole of another page, which the browser tests look at there',
  'region-updates': 'is the whole of another page, which the browser tests look at there',
  'entry-acts': 'is the whole of another page, which the browser tests look at there',
  similar: 'is the whole of another page, which the browser tests look at there',
  'region-drill': 'belongs to a drill, whose style sheet is not on this page',
  'region-console-marks': 'belongs to a drill, whose style sheet is not on this page',
  'region-console-people': 'belongs to a drill, whose style sheet is not on this page',
  'region-console-story': 'belongs to a drill, whose style sheet is not on this page',
  'policy-form': 'is a form of one page',
  'policy-trial': 'is shown in the form of a policy alone',
  'turn-fields': 'is a form of one page',
  swaps: 'is a form of one page',
  question: 'stands on the pages of runbooks only',
  'step-reading': 'stands on the pages of runbooks only',
  'step-labels': 'stands on the pages of runbooks only',
  proof: 'stands on the pages of runbooks only',
  'item-rows': 'stands on the pages of postmortems only',
  remark: 'stands on the pages of postmortems only',
  bars: 'is a chart, whose style sheet is not on this page',
  health: 'is for the public, on a layout of its own',
  'public-incident': 'is for the public, on a layout of its own',
  found: 'is a list of what was found',
  'rota-table': 'is a table of one page',
  qr: 'is on paper only',
  'run-lines': 'is a list of the page of escalations',
  'steps-ahead': 'is a part for the device and is not looked at',
};

let here: World;
let html: string;
before(async () => {
  here = await world();
  html = (await here.browser().get('/help/parts').expect(200)).text;
});
after(() => here.end());

/** The partials that a view calls, and those that they call. */
function reached(view: string, known = new Set<string>()): Set<string> {
  const text = readFileSync(new URL(`${view}.ejs`, VIEWS), 'utf8');
  for (const [, name = ''] of text.matchAll(/\b(?:part|kept)\('([\w-]+)'/g)) {
    if (known.has(name)) continue;
    known.add(name);
    reached(`parts/${name}`, known);
  }
  return known;
}

function faultsOf(parts: readonly string[], shown: ReadonlySet<string>): string[] {
  return [
    ...parts
      .filter((name) => !shown.has(name) && ELSEWHERE[name] === undefined)
      .map((name) => `${name} is not shown`),
    ...Object.keys(ELSEWHERE)
      .filter((name) => shown.has(name))
      .map((name) => `${name} is shown after all`),
    ...Object.keys(ELSEWHERE)
      .filter((name) => !existsSync(new URL(`parts/${name}.ejs`, VIEWS)))
      .map((name) => `${name} is no part`),
  ];
}

const PARTS = readdirSync(new URL('parts/', VIEWS)).map((file) => file.replace(/\.ejs$/, ''));

test('every partial is on the page of all parts, or says why not', () => {
  assert.deepEqual(faultsOf(PARTS, new Set([...reached('help-parts'), ...reached('layouts/page')])), []);
  assert.deepEqual(
    faultsOf([...PARTS, 'planted'], new Set(reached('help-parts'))).includes('planted is not shown'),
    true,
  );
});

test('a step is shown in each of its states, from the partial of the run page', () => {
  const states = new Set(
    [...html.matchAll(/<li class="step"[^>]* data-state="([a-z-]+)"/g)].map(([, state]) => state),
  );
  for (const state of ['todo', 'current', 'claimed', 'done', 'skipped', 'mismatched', 'queued'])
    assert.ok(states.has(state), state);
  assert.match(html, /Waiting/, 'held');
  assert.match(html, /step-danger/, 'dangerous');
});

test('roles, calls, entries and panels are shown in each of their states', () => {
  for (const shown of [
    /class="role role-missing"/,
    /Command(?:er)?<\/dt><dd>Ana Ruiz/,
    /Ana Ruiz offers you/,
    /class="notice notice-warning call"/,
    /data-struck/,
    /Corrected, see how it read/,
    /<span class="badge">pinned<\/span>/,
    /<p class="entry-time"><time [^>]*>~/,
    /The payment gateway fails/,
    /Send half of the traffic/,
    /Ring the payment partner/,
    /id="region-rail"/,
    /The next two weeks of Payments/,
  ])
    assert.match(html, shown);
});

test('no form of it reaches anything real, and no name is there twice', async () => {
  const actions = [...html.matchAll(/action="([^"]*)"/g)].map(([, action = '']) => action);
  const acts = actions.filter((action) => action.startsWith('/incidents/'));
  assert.ok(acts.length > 20);
  assert.deepEqual(
    acts.filter((action) => !action.startsWith('/incidents/0/')),
    [],
  );
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
});
