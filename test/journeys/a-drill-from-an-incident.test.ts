import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { Refused } from '../../server/core/refused.ts';
import { saveVersion } from '../../server/drills/author-actions.ts';
import { slugOf } from '../../server/drills/scenario.ts';
import { viewerOf } from '../support/acting.ts';
import { atOnce } from '../support/at-once.ts';
import { enter, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/**
 * Max brings in what a shop wrote about a morning of 2023, makes a drill of it with one button, and Tia plays it. What she
 * did stands beside what was done then.
 */
let here: World;
let max: Browser;
let tia: Browser;
let author = '';

const REPORT = readFileSync(new URL('../reports/samples/caching-problem.md', import.meta.url), 'utf8');
const IMPORT = '/postmortems/import';

before(async () => {
  here = await world(
    { MUSTER_HOME_ZONE: 'America/Los_Angeles', MUSTER_RUNBOOKS: 'runbooks' },
    '2026-11-23T09:00:00.000Z',
  );
  await enter(here);
  max = await signedIn(here, 'max');
  tia = await signedIn(here, 'tia');
});
after(() => here.end());

test('a report from elsewhere is brought in', async () => {
  const looked = await sendForm(max, IMPORT, IMPORT, { act: 'look', text: REPORT });
  const fields = hiddenFields(looked.text, IMPORT, ['held']);
  const answers = { 'answer_zone:PST': 'America/Los_Angeles', act: 'bring-in' };
  const done = await max
    .post(IMPORT)
    .type('form')
    .send({ ...fields, ...answers });
  assert.equal(done.headers.location, '/postmortems/1', done.text.slice(0, 500));
});

test('one button drafts a drill from it, in which the linter finds no error', async () => {
  const drafted = await sendForm(max, '/postmortems/1', '/incidents/1/scenario');
  assert.equal(drafted.status, 303, drafted.text.slice(0, 500));
  author = drafted.headers.location ?? '';
  const { text } = await max.get(author).expect(200);
  assert.match(text, /Drafted\. It can be played at once/);
  assert.doesNotMatch(text, /<strong>error<\/strong>/);
  assert.match(text, /based on <a href="\/incidents\/1">INC-1/);
  const again = await sendForm(max, '/incidents/1/resolve', '/incidents/1/scenario');
  assert.equal(again.headers.location, author, 'pressed again it opens what is there');
});

test('those who only practise see neither the page of authors nor what the drill is about', async () => {
  await tia.get(author).expect(403);
  await tia.get(author.replace(/author$/, 'scenario.md')).expect(403);
  const shelf = await tia.get('/drills').expect(200);
  assert.match(shelf.text, /A Monday morning in June/);
  assert.doesNotMatch(shelf.text, /Caching problem/);
});

test('she plays it on the ordinary pages, to what was really the matter', async () => {
  const shelf = await tia.get('/drills').expect(200);
  const [, briefing = ''] = /href="([^"]+)">A Monday morning in June/.exec(shelf.text) ?? [];
  const started = await sendForm(tia, briefing, `${briefing}/start`);
  assert.equal(started.headers.location, '/drills/1');
  const run = await tia.get('/drills/1').expect(200);
  assert.match(run.text, /sudden increase in error rates and latency/);
  assert.doesNotMatch(run.text, /misconfiguration|caching/i);
  await sendForm(tia, '/drills/1', '/drills/1/declaration', { severity: 'SEV-1', take_command: 'on' });
  await sendForm(tia, '/drills/1', '/drills/1/probes', { asked: 'how many users are hurt?' });
  await tia.get('/drills/1').expect(200, /approximately 35% of users/);
  await sendForm(tia, '/drills/1', '/drills/1/impacts', { statement: 'They cannot buy', percent: '35' });
});

test('the wrong paths of that morning invite her as well, and what she asks clears them', async () => {
  here.clock.wind(13 * 30);
  await here.tick();
  await tia.get('/drills/1').expect(200, /I would look here first: external payment gateway/);
  await sendForm(tia, '/drills/1', '/drills/1/hypotheses', { statement: 'The payment gateway' });
  await sendForm(tia, '/drills/1', '/drills/1/probes', { asked: 'the payment gateway' });
  await tia.get('/drills/1').expect(200, /As on any other day/);
  await settle('ruling-out', 'The payment gateway', 'As on any other day');
  await sendForm(tia, '/drills/1', '/drills/1/hypotheses', { statement: 'The configuration of the cache' });
  await sendForm(tia, '/drills/1', '/drills/1/probes', { asked: 'what changed last?' });
  await tia.get('/drills/1').expect(200, /traced back to an incorrect configuration in the caching layer/);
  here.clock.wind(17 * 30);
  await here.tick();
  await settle('confirmation', 'The configuration of the cache', 'It was changed this morning');
});

test('the debrief shows her times beside the real ones', async () => {
  await sendForm(tia, '/drills/1', '/drills/1/end', { why: 'finished' });
  await sendForm(tia, '/drills/1/debrief', '/drills/1/ratings', { diagnose: '3' });
  const { text } = await tia.get('/drills/1/debrief').expect(200);
  assert.match(text, /Beside what really happened/);
  assert.match(text, /The cause was confirmed<\/th><td>30:00<\/td><td>1:15:00<\/td><td>45:00 sooner/);
  assert.match(text, /Ruled out: external payment gateway<\/th><td>13:00<\/td><td>no time is known/);
  assert.match(text, /Ruled out: database bottleneck<\/th><td>not done/);
  assert.match(text, /The cause is named with evidence \(by 1:15:00\): <strong>3: unprompted and in time/);
  assert.match(text, /Regular configuration reviews/);
  assert.doesNotMatch(text, /You had read the scenario/);
});

test('an author makes it better: a newer version is offered, the older one is kept', async () => {
  const { text } = await max.get(author.replace(/author$/, 'scenario.md')).expect(200);
  assert.match(text, /^---\nid: drill-from-inc-1\n/);
  const better = text.replace('A Monday morning in June', 'The shop on a Monday');
  const saved = await sendForm(max, author, author, { text: better });
  assert.equal(saved.status, 303, saved.text.slice(0, 500));
  await max.get(saved.headers.location ?? '').expect(200, /Saved\.[\s\S]*Versions[\s\S]*older/);
  await max.get(author).expect(200, /This is an older version/);
  await tia.get('/drills').expect(200, /The shop on a Monday/);
  const late = await max
    .post(author)
    .type('form')
    .send({
      ...hiddenFields((await max.get(saved.headers.location ?? '')).text, saved.headers.location ?? ''),
      text: 'x',
    });
  assert.match(late.text, /Somebody saved a newer version meanwhile/);
  author = saved.headers.location ?? '';
});

test('of two versions saved upon one at the same moment one is on offer, and sent twice it is one', async () => {
  const manager = await viewerOf(here, 'max');
  const { text } = await max.get(author.replace(/author$/, 'scenario.md')).expect(200);
  const save = (title: string) => () =>
    saveVersion(here.kit.drills, manager, slugIn(author), text.replace('The shop on a Monday', title));
  const onOffer = async () => {
    const offered = await here.kit.drills.scenarios.list();
    return offered.filter(({ scenario }) => scenario.id === 'drill-from-inc-1').map(({ hash }) => hash);
  };
  const two = await atOnce(here.store, 'scenario_version', [save('A shop'), save('The other shop')]);
  const saved = two.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [refused] = two.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  assert.ok(refused instanceof Refused && refused.code === 'newer-version', String(refused));
  assert.deepEqual(await onOffer(), saved);
  author = author.replace(slugIn(author), slugOf(saved[0] ?? ''));
  const same = await atOnce(here.store, 'scenario_version', [save('A shop again'), save('A shop again')]);
  assert.deepEqual(
    same.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
    [...(await onOffer()), ...(await onOffer())],
  );
  author = author.replace(slugIn(author), slugOf((await onOffer())[0] ?? ''));
});

test('an error is refused with its line, and what was typed stays', async () => {
  const wrong =
    '---\nid: drill-from-inc-1\n---\n\n# X\n\n## Injects\n\n### A\n\n- **At:** 0:00\n\nthe typed text\n';
  const refused = await sendForm(max, author, author, { text: wrong });
  assert.ok(refused.status === 409 || refused.status === 422, String(refused.status));
  assert.match(refused.text, /It has 1 error\. Line 1: There is no Briefing/);
  assert.match(refused.text, /the typed text/);
  const other = await sendForm(max, author, author, { text: '---\nid: another\n---\n' });
  assert.match(other.text, /Leave the id as it is: drill-from-inc-1/);
});

test('whoever rehearses what they have read had read it, and does not read on while it runs', async () => {
  const slug = slugIn(author);
  const started = await sendForm(max, author, `/drills/scenarios/${slug}/start`);
  assert.equal(started.headers.location, '/drills/2');
  const shut = await max.get(author);
  assert.equal(shut.status, 409);
  assert.match(shut.text, /You take part in DRILL-2/);
  await sendForm(max, '/drills/2', '/drills/2/end', { why: 'finished' });
  await sendForm(max, '/drills/2/debrief', '/drills/2/ratings', { lead: '2' });
  await max.get('/drills/2/debrief').expect(200, /You had read the scenario before/);
  await max.get(author).expect(200);
});

test('what goes on, and what is not for everybody, becomes no drill', async () => {
  await sendForm(max, '/incidents/new', '/incidents', { title: 'Checkout fails', severity: 'SEV-3' });
  await max.get('/incidents/2/resolve').expect(200, /^(?![\s\S]*\/incidents\/2\/scenario)/);
  const fields = hiddenFields((await max.get('/postmortems/1')).text, '/incidents/1/scenario');
  const open = await max.post('/incidents/2/scenario').type('form').send(fields);
  assert.match(open.text, /INC-2 is not over/);
});

function slugIn(address: string): string {
  return /scenarios\/([^/]+)/.exec(address)?.[1] ?? '';
}

async function settle(how: 'ruling-out' | 'confirmation', statement: string, seen: string): Promise<void> {
  const { text } = await tia.get('/drills/1').expect(200);
  const [, ruling = ''] = /action="([^"]+\/ruling-out)"/.exec(text) ?? [];
  assert.notEqual(ruling, '', `${statement} can be settled`);
  const done = await tia
    .post(ruling.replace('ruling-out', how))
    .type('form')
    .send({ ...hiddenFields(text, ruling), text: seen });
  assert.equal(done.status, 303, done.text.slice(0, 300));
}
