import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONSOLE_PARTS } from '../../server/drills/console-routes.ts';
import { REGIONS } from '../../server/incidents/live-regions.ts';
import { paths } from '../../server/web/paths.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Words that stand in the secret parts of a scenario and nowhere else. None may reach whoever practises. */
const MARK = 'zyxomark';

function scenario(publicTitle: string): string {
  return `---
id: ${MARK}-id
title: ${MARK} title
public_title: ${publicTitle}
level: 1
minutes: 30
runbook: cache-miss-storm
home_zone: Europe/Madrid
start: 2024-03-11T09:00
roles: [commander, operations]
abort_when: ${MARK} abort
---

# ${MARK} heading

## Briefing

You sit here.

## Secret

${MARK} secret

## Injects

### ${MARK} the first

- **At:** 0:00
- **As:** alert
- **Trap:** ${MARK} trap

PagesSlow on storefront: all pages take long.

### ${MARK} the second

- **At:** 5:00
- **Unless:** hypothesis "${MARK}" confirmed

Ines, support: "People ask."

### ${MARK} the last

- **At:** 25:00

${MARK} text to come

## Probes

### ${MARK} probe

- **Matches:** hit rate, ${MARK} match
- **Shows:** 41 %, and falling

### ${MARK} other probe

- **Matches:** ${MARK} words
- **Shows:** ${MARK} answer

## Objectives

### ${MARK} objective

- **Competence:** assess
- **By:** 6:00
- **Evidence:** impact stated with percent

## Hints

### Look at the minutes

- **For:** ${MARK} objective

### ${MARK} hint to come

## Colleagues

### Infrastructure

- **Answers:** 1 min

"I am here."

### Database

- **Answers:** 2 min

${MARK} to be said

## Debrief

- ${MARK} question
`;
}

const RUNBOOK = `# Cache\n\n## Detect\n\n### 1. Look\n\nLook.\n`;

async function installed(publicTitle: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-drills-'));
  mkdirSync(join(folder, 'drills'));
  writeFileSync(join(folder, 'drills', `${MARK}.md`), scenario(publicTitle));
  writeFileSync(join(folder, 'cache-miss-storm.md'), RUNBOOK);
  const here = await world({ MUSTER_RUNBOOKS: folder }, '2026-11-23T09:00:00.000Z');
  await enter(here);
  return here;
}

/** Values that lead somewhere, for each parameter of an address. */
function addresses(path: string, slug: string): string[] {
  if (path.endsWith('/live')) return [];
  if (path.includes(':region'))
    return [...REGIONS, ...CONSOLE_PARTS, 'presence', 'ahead'].map((one) => filled(path, slug, one));
  return [filled(path, slug, 'entries')];
}

function filled(path: string, slug: string, region: string): string {
  const isScenario = path.startsWith('/drills/scenarios');
  const values: Readonly<Record<string, string>> = {
    slug: isScenario ? slug : 'cache-miss-storm',
    region,
    seq: '2',
    page: 'drills',
    // Of an inject, where whoever leads a drill names one.
    id: 'inject-2',
  };
  return path.replace(/:([a-z]+)/gi, (_whole, name: string) => values[name] ?? '1');
}

/** Whoever asks these is not asked about anything after that. */
const LEAVING = new Set<string>([paths.logout, paths.drillRatings, paths.drillRatingEnd]);
/** What gives something away because that is what it is for: a hint, or what happens next. */
const GIVING = new Set<string>([paths.drillHints, paths.drillJump]);
/** What authors read: secret, and not for those who practise it. */
const WRITING = new Set<string>([paths.drillAuthor, paths.drillFile]);

/** What of the secret is in any answer to somebody, who also sends every form empty where they act, over every route that there is. */
async function leaks(
  here: World,
  browser: Browser,
  slug: string,
  isActing = false,
  left = new Set<string>(),
): Promise<string[]> {
  const found: string[] = [];
  const [, proof = ''] = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/me')).text) ?? [];
  for (const { method, path } of here.routes) {
    if (path.startsWith('/api/') || LEAVING.has(path) || left.has(path)) continue;
    for (const address of addresses(path, slug)) {
      const request =
        method === 'GET'
          ? browser.get(address)
          : browser
              .post(address)
              .type('form')
              .send(isActing ? { _csrf: proof } : {});
      const answer = await request;
      const said = JSON.stringify(answer.headers) + (answer.text ?? '');
      if (said.toLowerCase().includes(MARK)) found.push(`${method} ${address}`);
    }
  }
  return found;
}

async function begun(here: World): Promise<{ tia: Browser; slug: string }> {
  const tia = await signedIn(here, 'tia');
  const shelf = await tia.get('/drills').expect(200);
  const [, slug = ''] = /\/drills\/scenarios\/([^"]+)"/.exec(shelf.text) ?? [];
  const started = await sendForm(tia, `/drills/scenarios/${slug}`, `/drills/scenarios/${slug}/start`);
  assert.equal(started.headers.location, '/drills/1');
  return { tia, slug };
}

test('nothing of what is secret is in any answer to a trainee, in any state of a drill, or to anybody else', async () => {
  const here = await installed('A quiet morning');
  const { tia, slug } = await begun(here);
  assert.deepEqual(await leaks(here, tia, slug), [], 'at its beginning');

  here.clock.wind(6 * 60);
  await here.tick();
  await sendForm(tia, '/drills/1', '/drills/1/probes', { asked: 'the hit rate' });
  await sendForm(tia, '/drills/1', '/drills/1/hints');
  await sendForm(tia, '/drills/1', '/drills/1/declaration', { severity: 'SEV-1', take_command: 'on' });
  const ask = { to: 'played-infrastructure', reason: 'the cache' };
  await sendForm(tia, '/drills/1/people', '/drills/1/escalations', ask);
  here.clock.wind(90);
  await here.tick();
  await tia.get('/drills/1').expect(200, /People ask\.[\s\S]*I am here\.|I am here\.[\s\S]*People ask\./);
  assert.deepEqual(await leaks(here, tia, slug), [], 'in the middle');

  await sendForm(tia, '/drills/1', '/drills/1/clock', { state: 'paused' });
  assert.deepEqual(await leaks(here, tia, slug), [], 'while it is paused');
  assert.deepEqual(await leaks(here, tia, slug, true, GIVING), [], 'whatever form is sent by whoever may');

  for (const who of ['vic', 'ana', 'max', 'ada'] as const)
    assert.deepEqual(
      await leaks(here, await signedIn(here, who), slug, true, new Set([...GIVING, ...WRITING])),
      [],
      `to ${CAST[who].name}`,
    );
  for (const who of ['tia', 'vic'] as const)
    for (const path of [`/drills/scenarios/${slug}/author`, `/drills/scenarios/${slug}/scenario.md`])
      await (await signedIn(here, who)).get(path).expect(403);
  await here.end();
});

test('a leak is found where one is planted', async () => {
  const here = await installed(`The ${MARK} morning`);
  const { tia, slug } = await begun(here);
  const found = await leaks(here, tia, slug);
  assert.ok(found.includes('GET /drills') && found.includes('GET /drills/1'), found.join());
  await here.end();
});

test('the debrief opens everything to those who took part, once they have rated themselves', async () => {
  const here = await installed('A quiet morning');
  const { tia, slug } = await begun(here);
  await sendForm(tia, '/drills/1', '/drills/1/end', { why: 'finished' });
  assert.deepEqual(await leaks(here, tia, slug), []);
  await sendForm(tia, '/drills/1/debrief', '/drills/1/ratings', { assess: '1' });
  assert.deepEqual(await leaks(here, tia, slug), ['GET /drills/1/debrief.md', 'GET /drills/1/debrief']);
  await here.end();
});

/** Max leads, Tia and Ana practise, Ben watches. */
async function agreedOn(here: World): Promise<{ max: Browser; slug: string }> {
  const max = await signedIn(here, 'max');
  const shelf = await max.get('/drills').expect(200);
  const [, slug = ''] = /\/drills\/scenarios\/([^"]+)"/.exec(shelf.text) ?? [];
  const planning = `/drills/scenarios/${slug}/planning`;
  const seats = {
    role_commander: CAST.tia.id,
    role_operations: CAST.ana.id,
    observers: CAST.ben.id,
    agreed: '2026-11-23 11:00',
  };
  const agreed = await sendForm(max, planning, planning, seats);
  assert.equal(agreed.headers.location, '/drills/1/plan', agreed.text.slice(0, 300));
  return { max, slug };
}

type Asking = Readonly<Record<string, Browser>>;

/** What of the secret is in any answer to those who practise, who watch, and who are outside. */
async function leaksToAll(here: World, people: Asking, slug: string): Promise<string[]> {
  const found: string[] = [];
  for (const [who, browser] of Object.entries(people)) {
    found.push(...(await leaks(here, browser, slug, true)).map((leak) => `${who}: ${leak}`));
    for (const path of ['console', 'console/live', 'console/live/counts', 'console/parts/console-marks']) {
      const { status } = await browser.get(`/drills/1/${path}`);
      assert.ok(status === 404 || status === 403, `${who} at ${path}: ${String(status)}`);
    }
  }
  return found;
}

/** Whoever leads it does everything that leaves a trace beside the entries. */
async function led(max: Browser, tia: Browser): Promise<void> {
  const there = '/drills/1/console';
  await sendForm(tia, '/drills/1', '/drills/1/probes', { asked: 'the weather' });
  await sendForm(max, there, `${there}/injects/inject-2`, { what: 'later', minutes: '50' });
  await sendForm(max, there, `${there}/injects/inject-3`, { what: 'skip' });
  await sendForm(max, there, `${there}/hints/hint-1`);
  await sendForm(max, there, `${there}/messages`, { as: 'chat', to: 'all', text: 'Well?' });
  const form = `${there}/objectives/${MARK}-objective`;
  await sendForm(max, there, form, { mark: '0', note: `${MARK} of a note` });
  await max.get(there).expect(200, new RegExp(`${MARK} of a note[\\s\\S]*${MARK} secret`));
}

test('where somebody leads, nothing of what is secret reaches those who practise or watch, in any state', async () => {
  const here = await installed('A quiet morning');
  const { max, slug } = await agreedOn(here);
  const [tia, ben, ana, ada] = await Promise.all([
    signedIn(here, 'tia'),
    signedIn(here, 'ben'),
    signedIn(here, 'ana'),
    signedIn(here, 'ada'),
  ]);
  assert.deepEqual(await leaksToAll(here, { tia, ben }, slug), [], 'once it is agreed');

  await sendForm(max, '/drills/1/plan', '/drills/1/plan/beginning');
  assert.deepEqual(await leaksToAll(here, { tia, ben }, slug), [], 'at its beginning');

  await led(max, tia);
  assert.deepEqual(await leaksToAll(here, { tia, ben, ana, ada }, slug), [], 'in the middle');

  await sendForm(max, '/drills/1/console', '/drills/1/console/clock', { state: 'frozen' });
  assert.deepEqual(await leaksToAll(here, { tia, ben }, slug), [], 'while it is frozen');

  const real = { title: 'Checkout fails', severity: 'SEV-1', take_command: 'on' };
  await sendForm(max, '/incidents/new', '/incidents', real);
  const end = { why: 'real-emergency', real: '1' };
  await sendForm(max, '/drills/1/console', '/drills/1/console/end', end);
  const found = await leaksToAll(here, { tia, ana, ada }, slug);
  assert.deepEqual(found, [], 'at its end, before anybody rated themselves');
  const told = (await ben.get('/drills/1/debrief').expect(200, new RegExp(`${MARK} secret`))).text;
  assert.doesNotMatch(told, new RegExp(`${MARK} of a note`), 'a note is never told');
  await here.end();
});
