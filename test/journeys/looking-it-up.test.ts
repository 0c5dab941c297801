import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf } from '../../server/identity/permissions.ts';
import { act, open } from '../../server/incidents/actions.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import type { Command } from '../../server/incidents/command.ts';
import {
  beginPostmortem,
  publishPostmortem,
  readPostmortem,
  savePostmortem,
} from '../../server/postmortems/actions.ts';
import { proposeItem } from '../../server/postmortems/item-actions.ts';
import { askForReview } from '../../server/postmortems/review-actions.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { CAST, enter, signedIn, type Member } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Three incidents of two years are looked back on, and somebody looks for what was learned. */
let here: World;
let ana: Browser;
let vic: Browser;

const request = { opId: undefined, body: {} };

function viewer(member: Member): Viewer {
  const { id, name, email, role } = CAST[member];
  const rest = {
    type: 'person',
    permissions: permissionsOf(role),
    zone: undefined,
    scopes: undefined,
  } as const;
  return { id, name, email, role, ...rest };
}

type Telling = {
  day: string;
  title: string;
  severity: 'SEV-1' | 'SEV-2';
  service?: string;
  cause: string;
  fix: string;
};

async function told(
  { day, title, severity, service, cause, fix }: Telling,
  visibility: 'all' | 'private' = 'all',
) {
  here.clock.setTo(`${day}T10:00:00.000Z`);
  const { incidents } = here.kit;
  const { number } = await open(
    incidents,
    viewer('ana'),
    (key) => ({
      type: 'declare',
      key,
      kind: 'incident',
      title,
      severity,
      service,
      visibility,
      homeZone: 'UTC',
      takeCommand: true,
    }),
    request,
  );
  const does = async (make: (id: string) => Command, id = '') => {
    here.clock.wind(60);
    await act(incidents, viewer('ana'), number, [make(id)], request);
  };
  await does(() => ({ type: 'open-hypothesis', statement: cause }));
  const state = async () => (await openRoom(incidents, undefined, number)).state;
  await does(
    (hypothesisId) => ({ type: 'confirm-hypothesis', hypothesisId, evidence: [{ text: 'it was seen' }] }),
    (await state()).hypotheses[0]?.id,
  );
  await does(() => ({ type: 'start-change', what: fix, where: 'production', temporary: false }));
  await does(
    (changeId) => ({ type: 'finish-change', changeId, outcome: 'worked' }),
    (await state()).changes[0]?.id,
  );
  await does(() => ({ type: 'move-status', to: 'resolved', override: 'a small one' }));
  await beginPostmortem(here.kit.postmortems, viewer('ana'), number);
  return number;
}

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'UTC' }, '2024-11-02T09:00:00.000Z');
  await enter(here);
  const kit = here.kit.postmortems;
  const first = await told({
    day: '2024-11-02',
    title: 'Checkout fails',
    severity: 'SEV-1',
    cause: 'a full disk on the database',
    fix: 'Old logs removed',
  });
  const { version } = await readPostmortem(kit, viewer('ana'), first);
  const text = version.text.replace('*What helped, and is worth keeping?*', 'The zeppelin plan was at hand.');
  await savePostmortem(kit, viewer('ana'), first, { text, baseRev: 1 });
  await publishPostmortem(kit, viewer('max'), first, { rev: 2, opId: undefined, unreviewed: 'a trial' });
  await savePostmortem(kit, viewer('ana'), first, { text: text.replace('zeppelin', 'balloon'), baseRev: 2 });
  const second = await told({
    day: '2025-03-02',
    title: 'Search finds nothing',
    severity: 'SEV-2',
    cause: 'the index was not rebuilt',
    fix: 'Index built anew',
  });
  await askForReview(kit, viewer('ana'), second, [CAST.ben.id]);
  await told(
    {
      day: '2025-04-02',
      title: 'Salaries were shown',
      severity: 'SEV-1',
      cause: 'a wrong permission',
      fix: 'Permission taken',
    },
    'private',
  );
  here.clock.setTo('2025-11-02T09:00:00.000Z');
  ana = await signedIn(here, 'ana');
  vic = await signedIn(here, 'vic');
});
after(() => here.end());

async function titles(who: Browser, query: string): Promise<string[]> {
  const { text } = await who.get(`/postmortems${query}`).expect(200);
  return [...text.matchAll(/<a data-row [^>]*>([^<]+)</g)].map(([, title = '']) => title);
}

const CASES: readonly [string, readonly string[]][] = [
  ['', ['Checkout fails', 'Salaries were shown', 'Search finds nothing']],
  ['?q=balloon', ['Checkout fails']],
  ['?q=ballo+plan', ['Checkout fails']],
  ['?q=zeppelin', []],
  ['?q=indexes+reb', ['Search finds nothing']],
  ['?q=the', ['Checkout fails', 'Salaries were shown', 'Search finds nothing']],
  ['?cause=disk', ['Checkout fails']],
  ['?severity=SEV-1', ['Checkout fails', 'Salaries were shown']],
  ['?year=2025', ['Salaries were shown', 'Search finds nothing']],
  ['?year=2025&severity=SEV-1&q=salaries', ['Salaries were shown']],
  ['?q=%22%27%25*', ['Checkout fails', 'Salaries were shown', 'Search finds nothing']],
];
for (const [query, expected] of CASES) {
  test(`the library finds ${String(expected.length)} by "${query}"`, async () => {
    assert.deepEqual((await titles(ana, query)).toSorted(), [...expected].toSorted());
  });
}

test('whoever only reads finds what was published, as it was published', async () => {
  assert.deepEqual(await titles(vic, ''), ['Checkout fails']);
  assert.deepEqual(await titles(vic, '?q=zeppelin'), ['Checkout fails']);
  assert.deepEqual(await titles(vic, '?q=balloon'), []);
  await vic.get('/search?q=zeppelin').expect(200, /Checkout fails/);
});

test('each text stands there with its true state', async () => {
  const { text } = await ana.get('/postmortems').expect(200);
  assert.match(text, /Version 2 published, version 3 is a draft/);
  assert.match(text, /In review/);
  assert.match(text, /cause: a full disk on the database/);
  await vic.get('/postmortems').expect(200, />Published</);
});

test('what was typed stays, and an empty answer says what to do', async () => {
  const { text } = await ana.get('/postmortems?q=nothing+of+the+kind&severity=SEV-2').expect(200);
  assert.match(text, /value="nothing of the kind"/);
  assert.match(text, /value="SEV-2" selected/);
  assert.match(text, /Take a word or a choice away/);
  await ana.get('/postmortems?page=9').expect(200, /There is no such page/);
  await ana.get('/postmortems?severity=SEV-7').expect(422, /Choose a severity from the list/);
});

test('what happened on this day a year ago is said, until somebody looks for something', async () => {
  await ana
    .get('/postmortems')
    .expect(200, /A year ago today: <a href="\/postmortems\/1">INC-1 Checkout fails/);
  const { text } = await ana.get('/postmortems?q=index').expect(200);
  assert.ok(!text.includes('A year ago today'));
});

test('whoever declares sees what was seen before, why it is similar and what fixed it', async () => {
  const typed = { title: 'The database has a full disk again', look: 'on' };
  const looked = await sendForm(ana, '/incidents/new', '/incidents', typed);
  assert.equal(looked.status, 200);
  assert.match(looked.text, /Seen before\?/);
  assert.match(looked.text, /Its cause has &#34;(?:disk|full|database)/i);
  assert.match(looked.text, /What fixed it: Old logs removed/);
  assert.ok(!looked.text.includes('Index built anew'));
});

test('an incident that goes on says which promise is open while its cause is back', async () => {
  const wanted = {
    text: 'Page before the disk is full',
    type: 'detect',
    owner: undefined,
    due: undefined,
    doneWhen: undefined,
    ticket: undefined,
  } as const;
  await proposeItem(here.kit.postmortems, viewer('ana'), 1, { ...wanted, sourceSeq: undefined });
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Orders hang: a full disk' });
  const { text } = await ana.get('/incidents/4').expect(200);
  assert.match(
    text,
    /The cause of INC-1 may be back while ACT-1 is open: <a href="\/actions\/1">Page before the disk is full/,
  );
  const seen = await ana.get('/incidents/4/similar').expect(200, /What fixed it: Old logs removed/);
  assert.match(seen.text, /ACT-1 is open/);
});

test('what somebody may not see is similar to nothing', async () => {
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Salaries were shown once more' });
  await ana.get('/incidents/5/similar').expect(200, /What fixed it: Permission taken/);
  const { text } = await vic.get('/incidents/5/similar').expect(200, /No past incident that you may see/);
  assert.ok(!text.includes('Permission taken'));
});
