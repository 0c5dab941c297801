import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import { askProbe, endAsked, takeHint } from '../../server/drills/actions.ts';
import { startDryRun } from '../../server/drills/dry-run-actions.ts';
import { agree } from '../../server/drills/plan-actions.ts';
import { beginAgreed, startSolo } from '../../server/drills/start-actions.ts';
import { trainee } from '../../server/drills/trainee.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act } from '../../server/incidents/actions.ts';
import { drillNow } from '../../server/incidents/drill-clock.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import { mailText } from '../../server/notify/mail-text.ts';
import type { Content } from '../../server/notify/message.ts';
import { shortText } from '../../server/notify/short-text.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { figure } from '../support/large.ts';
import { Dice, someCommand } from '../support/random-commands.ts';
import { world, type Browser, type World } from '../support/world.ts';

/**
 * Whatever is played, by whomever and in whatever state: each page of a drill says DRILL in its title and its band, and so
 * does each message and what is taken along. No page of a real incident has the word, whatever is done in it.
 */
type Site = { here: World; tia: Viewer; max: Viewer; tiaSees: Browser; anaSees: Browser };

const NOTHING = { opId: undefined, body: {} };

async function opened(): Promise<Site> {
  const settings = { MUSTER_RUNBOOKS: 'runbooks', MUSTER_SMTP_URL: 'smtp://127.0.0.1:9' };
  const here = await world(settings, '2026-11-23T09:00:00.000Z');
  await enter(here);
  const [tia, max] = await Promise.all([CAST.tia, CAST.max].map(({ id }) => viewerById(here.store.db, id)));
  assert.ok(tia !== undefined && max !== undefined);
  return { here, tia, max, tiaSees: await signedIn(here, 'tia'), anaSees: await signedIn(here, 'ana') };
}

/** What is refused is no matter. */
async function tried(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Alone, in a dry run, or with somebody who leads it. @returns its number */
async function begun({ here, tia, max }: Site, seed: number): Promise<number> {
  const { drills } = here.kit;
  const offered = await drills.scenarios.list();
  const one = offered[seed % offered.length];
  assert.ok(one);
  const request = { opId: `drill ${String(seed)}`, body: seed };
  if (seed % 3 === 0) return -(await startSolo(drills, tia, one, request)).number;
  if (seed % 3 === 1) {
    const shelf = await drills.incidents.library.shelf();
    const slug = shelf[seed % shelf.length]?.row.runbook_id ?? '';
    return -(await startDryRun(drills, tia, slug, { isPaused: seed % 2 === 0 }, request)).number;
  }
  const [role = 'commander'] = one.scenario.roles;
  const wanted = { roles: { [role]: tia.id }, observers: [], at: here.clock.now() };
  const number = await agree(drills, max, one, wanted, NOTHING);
  await beginAgreed(drills, max, number, request);
  return number;
}

async function acted({ here, tia }: Site, number: number, dice: Dice): Promise<unknown> {
  const { drills, incidents } = here.kit;
  if (dice.roll(5) === 0) return askProbe(drills, tia, number, dice.one(['the load', 'orders']), NOTHING);
  if (dice.roll(5) === 0) return takeHint(drills, tia, number, NOTHING);
  const { state } = await openRoom(incidents, trainee(tia), -number);
  const command = someCommand(state, dice, drillNow(state, here.clock.now()));
  return act(incidents, trainee(tia), -number, [command], NOTHING);
}

/** The pages below an address, as the table of routes has them. */
function pagesBelow({ routes }: World, root: string): string[] {
  return routes
    .filter(({ method, path }) => method === 'GET' && (path === root || path.startsWith(`${root}/`)))
    .map(({ path }) => path)
    .filter(
      (path) =>
        !/\/(?:live|parts|attachments|redaction|console|counts|export)(?:\/|$)|\.ics$|:seq/.test(path),
    );
}

/** Where a page does not say it. */
function unsaid(text: string): string[] {
  const places = { title: /<title>DRILL: |<title>[^<]*\bDRILL-/, band: /<strong>DRILL<\/strong>/ };
  return Object.entries(places).flatMap(([place, says]) => (says.test(text) ? [] : [place]));
}

async function everyPageSays({ here, tiaSees }: Site, number: number): Promise<number> {
  let seen = 0;
  for (const pattern of pagesBelow(here, '/drills/:number')) {
    const path = pattern.replace(':number', String(number)).replace(/:[a-z]+/gi, '1');
    const { status, text, headers } = await tiaSees.get(path);
    if (status !== 200) continue;
    seen += 1;
    if (headers['content-type']?.startsWith('text/markdown') === true) {
      for (const head of text.match(/^#{1,2} .*$/gm) ?? []) assert.match(head, /^#+ DRILL: /, path);
      continue;
    }
    assert.deepEqual(unsaid(text), [], path);
  }
  return seen;
}

/** As each way of telling words them. */
async function everyMessageSays({ here }: Site): Promise<number> {
  const rows = await here.store.db.selectFrom('message').selectAll().execute();
  const told = rows
    .map(({ content }) => JSON.parse(content) as Content)
    .filter((content) => content.kind !== 'test' && content.subjectKey.startsWith('DRILL'));
  const links = { publicAddress: 'https://m.example', answer: undefined };
  for (const content of told) {
    if (content.kind === 'test') continue;
    const mail = mailText(content, links);
    assert.match(mail.subject, /^\W*DRILL/);
    assert.match(JSON.stringify(shortText(content, links)), /DRILL/);
  }
  return told.length;
}

test('every page, message and export of a drill says DRILL, whatever is played and whenever one looks', async () => {
  const site = await opened();
  const { here, max, tia } = site;
  let [pages, messages] = [0, 0];
  for (let seed = 1; seed <= figure(9, 90); seed += 1) {
    const dice = new Dice(seed);
    const number = await begun(site, seed);
    for (let turn = 0; turn < 8; turn += 1) {
      await tried(() => acted(site, number, dice));
      here.clock.wind(dice.roll(90));
      await here.tick();
    }
    pages += await everyPageSays(site, number);
    const why = dice.one(['finished', 'stopped', 'real-emergency'] as const);
    const by = seed % 3 === 2 && why === 'finished' ? max : tia;
    await tried(() => endAsked(here.kit.drills, by, number, why, NOTHING));
    await tried(() =>
      sendForm(
        site.tiaSees,
        `/drills/${String(number)}/debrief`,
        `/drills/${String(number)}/ratings`,
        {},
      ).catch(() => undefined),
    );
    pages += await everyPageSays(site, number);
    messages += await everyMessageSays(site);
  }
  assert.ok(pages > figure(9, 90) * 20, `${String(pages)} pages`);
  assert.ok(messages > 0);
  await here.end();
});

test('no page and no export of a real incident has the word or the frame, whatever is done in it', async () => {
  const site = await opened();
  const { here, anaSees, tia } = site;
  await startSolo(
    here.kit.drills,
    tia,
    (await here.kit.drills.scenarios.list())[0] ?? assert.fail(),
    NOTHING,
  );
  const ana = await viewerById(here.store.db, CAST.ana.id);
  assert.ok(ana);
  for (let seed = 1; seed <= figure(3, 40); seed += 1) {
    const dice = new Dice(seed);
    await sendForm(anaSees, '/incidents/new', '/incidents', {
      title: `Real ${String(seed)}`,
      severity: 'SEV-2',
      take_command: 'on',
    });
    for (let turn = 0; turn < 20; turn += 1) {
      const { state } = await openRoom(here.kit.incidents, ana, seed);
      const command = someCommand(state, dice, here.clock.now());
      await tried(() => act(here.kit.incidents, ana, seed, [command], NOTHING));
      here.clock.wind(dice.roll(120));
      await here.tick();
    }
    assert.deepEqual(unsaid((await anaSees.get(`/incidents/${String(seed)}`).expect(200)).text), [
      'title',
      'band',
    ]);
    const exports = ['json', 'md', 'html'].map((format) => `/incidents/${String(seed)}/export/${format}`);
    const pages = pagesBelow(here, '/incidents/:number').map((path) =>
      path.replace(':number', String(seed)).replace(/:[a-z]+/gi, '1'),
    );
    for (const path of [...pages, ...exports, '/', '/incidents', '/status']) {
      const { text } = await anaSees.get(path);
      assert.doesNotMatch(text, /DRILL|region-drill|drill\.\w+\.css/, path);
    }
  }
  const rows = await here.store.db.selectFrom('message').selectAll().execute();
  for (const { content } of rows) assert.doesNotMatch(content, /DRILL/);
  await here.end();
});
