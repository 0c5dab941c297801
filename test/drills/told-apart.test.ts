import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A drill says so on each of its pages, and nothing real ever does. */
let here: World;
let ana: Browser;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-11-23T09:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  const incident = { title: 'Checkout fails', severity: 'SEV-1', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', incident);
  const shelf = await ana.get('/drills');
  const [, briefing = ''] = /href="(\/drills\/scenarios\/[^"]+)"/.exec(shelf.text) ?? [];
  await sendForm(ana, briefing, `${briefing}/start`);
});
after(() => here.end());

/** The pages below an incident, and the same below a drill. */
function pagesBelow(root: string): string[] {
  return here.routes
    .filter(({ method, path }) => method === 'GET' && (path === root || path.startsWith(`${root}/`)))
    .map(({ path }) => path.replace(/:[a-z]+/gi, '1'))
    .filter((path) => !/\/(?:live|parts|attachments|export|redaction)(?:\/|$)/.test(path));
}

test('each page of a drill says DRILL in its title and in its band', async () => {
  // Played alone, a drill is agreed with nobody and led by nobody.
  const pages = pagesBelow('/drills/:number').filter(
    (path) => !/\/(?:debrief(?:\.md)?|console|plan(?:\.ics)?)$/.test(path),
  );
  assert.ok(pages.length >= 11, pages.join());
  for (const path of pages) {
    const { text } = await ana.get(path).expect(200);
    assert.match(text, /<title>DRILL: /, path);
    assert.match(text, /<strong>DRILL<\/strong>/, path);
  }
});

test('no page of a real incident has the word, nor has what is shown to everybody', async () => {
  const real = pagesBelow('/incidents/:number');
  assert.ok(real.length >= 11, real.join());
  for (const path of [...real, '/', '/incidents', '/status', '/status.json', '/escalation']) {
    const { text } = await ana.get(path);
    assert.doesNotMatch(text, /DRILL|region-drill/, path);
  }
});

test('starting a drill while something real burns asks first', async () => {
  const shelf = await ana.get('/drills');
  const [, briefing = ''] = /href="(\/drills\/scenarios\/[^"]+)"/.exec(shelf.text) ?? [];
  await ana.get(briefing).expect(200, /Something real is open[\s\S]*INC-1 Checkout fails/);
});

test('its numbers are its own, and the one is no way to the other', async () => {
  await ana.get('/incidents/1').expect(200, /Checkout fails/);
  await ana.get('/drills/1').expect(200, /DRILL-1/);
  assert.equal((await ana.get('/drills/DRILL-1')).headers.location, '/drills/1');
  for (const address of ['/incidents/-1', '/incidents/DRILL-1', '/drills/-1', '/drills/2', '/drills/x'])
    await ana.get(address).expect(404);
});

test('a drill is merged into nothing real, and nothing real tells of it', async () => {
  const merging = { into: 'INC-1', reason: 'it is the same' };
  const answer = await sendForm(ana, '/drills/1/about', '/drills/1/merging', merging);
  assert.match(answer.text, /A drill is merged into nothing real/);
  const link = { relation: 'duplicate-of', target: 'INC-1' };
  await sendForm(ana, '/drills/1/about', '/drills/1/links', link);
  await ana.get('/incidents/1/about').expect((page) => {
    assert.doesNotMatch(page.text, /DRILL/);
  });
});

test('a drill that runs shows what is real, and is broken off for it', async () => {
  await ana.get('/drills/1/timeline').expect(200, /Something real is open[\s\S]*INC-1 Checkout fails/);
  await sendForm(ana, '/drills/1', '/drills/1/end', { why: 'real-emergency' });
  const { text } = await ana.get('/drills/1').expect(200);
  assert.match(text, /The drill has ended: something real needs the people\.[\s\S]*href="\/incidents\/1"/);
  await sendForm(ana, '/drills/1/debrief', '/drills/1/ratings', { lead: '3' });
  await ana.get('/drills/1/debrief').expect(200, /broken off for a real emergency, so nothing is scored/);
});
