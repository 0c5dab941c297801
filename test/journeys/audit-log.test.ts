import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { walkAudit } from '../../server/audit/actions.ts';
import { CAST, enter, PASSWORD, signedIn } from '../support/cast.ts';
import { program } from '../support/api.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ada, who looks after Muster, does what admins do, and reads about it afterwards. */
let here: World;
let ada: Browser;

before(async () => {
  here = await world();
  await enter(here);
  ada = await signedIn(here, 'ada');
});
after(() => here.end());

/** What the page says, line by line, the newest first, without who asked from where. */
async function told(browser: Browser, query = ''): Promise<string[]> {
  const { text } = await browser.get(`/admin/audit${query}`).expect(200);
  const lines = text.matchAll(/<p><strong>([^<]+)<\/strong> ([^<]+)<\/p>/g);
  return [...lines].map(([, who = '', words = '']) => `${who} ${words}`);
}

test('an empty audit log says what will stand in it', async () => {
  assert.deepEqual(await told(ada), []);
  await ada.get('/admin/audit').expect(200, /Nothing has been told yet/);
});

test('what people do to people, teams, tokens and links is told in the order in which it was done', async () => {
  const vic = `/admin/people/${CAST.vic.id}`;
  await sendForm(ada, vic, `${vic}/role`, { role: 'responder' });
  await sendForm(ada, vic, `${vic}/disabling`);
  await sendForm(ada, vic, `${vic}/enabling`);
  await sendForm(ada, vic, `${vic}/password-link`);
  const ben = { name: 'Pia Lund', email: 'pia@example.org', role: 'viewer' };
  await sendForm(ada, '/admin/people', '/admin/people/invitations', ben);
  const { text } = await ada.get('/admin/people');
  const [withdrawal = ''] = /\/admin\/people\/invitations\/\w+\/withdrawal/.exec(text) ?? [];
  await sendForm(ada, '/admin/people', withdrawal);
  await sendForm(ada, '/admin/teams', '/admin/teams', { team_name: 'Web' });
  const members = '/admin/teams/web/members';
  const add = { ...hiddenFields((await ada.get('/admin/teams')).text, members), person: CAST.ana.id };
  await ada.post(members).type('form').send(add).expect(303);
  await sendForm(ada, '/admin/teams', `${members}/${CAST.ana.id}/removal`);
  const token = { token_name: 'pipeline', scopes: ['incidents:read'], token_days: '90' };
  const ana = await signedIn(here, 'ana');
  await sendForm(ana, '/me', '/me/tokens', token);
  const revocation = /\/me\/tokens\/\w+\/revocation/.exec((await ana.get('/me')).text)?.[0] ?? '';
  await sendForm(ana, '/me', revocation);
  await sendForm(ana, '/me', '/me/profile', { name: 'Ana Ruiz', zone: 'Europe/Berlin' });
  // Saving what was there already is nothing to tell.
  await sendForm(ana, '/me', '/me/profile', { name: 'Ana Ruiz', zone: 'Europe/Berlin' });
  await sendForm(ana, '/me', '/me/password', {
    current_password: PASSWORD,
    new_password: 'amber lanterns over slow rivers',
  });
  assert.deepEqual(await told(ada), [
    'Ana Ruiz chose a new password for Ana Ruiz.',
    'Ana Ruiz changed Ana Ruiz: zone from nothing to Europe/Berlin.',
    'Ana Ruiz revoked the token &#34;pipeline&#34; of Ana Ruiz.',
    'Ana Ruiz made the token &#34;pipeline&#34; of Ana Ruiz for incidents:read.',
    'Ada Novak removed Ana Ruiz from the team Web.',
    'Ada Novak added Ana Ruiz to the team Web.',
    'Ada Novak made the team Web.',
    'Ada Novak took back the invitation of Pia Lund (pia@example.org).',
    'Ada Novak made a link that invites Pia Lund (pia@example.org) as viewer.',
    'Ada Novak made a password link for Vic Sorel.',
    'Ada Novak let Vic Sorel in again.',
    'Ada Novak shut Vic Sorel out.',
    'Ada Novak changed the role of Vic Sorel from viewer to responder.',
  ]);
});

test('each deed names its request and where it came from, as the log does', async () => {
  const answer = await sendForm(ada, '/admin/teams', '/admin/teams', { team_name: 'Search' });
  const { text } = await ada.get('/admin/audit');
  assert.match(text, new RegExp(`from [\\d.:a-f]+, request ${String(answer.headers['x-request-id'])}`));
});

test('sign-ins that failed are told without what was typed, and those held back once an hour', async () => {
  const stranger = here.browser();
  const typed = { email: CAST.ben.email, password: 'not the one, not at all' };
  for (let count = 0; count < 13; count += 1) await sendForm(stranger, '/login', '/login', typed);
  await sendForm(stranger, '/login', '/login', { email: 'my-secret@example.org', password: 'x' });
  const lines = await told(ada);
  assert.deepEqual(lines.slice(0, 3), [
    'Somebody was not let in as an unknown e-mail address.',
    'Somebody was held back after too many wrong passwords for Ben Okafor.',
    'Somebody was not let in as Ben Okafor.',
  ]);
  assert.equal(lines.filter((line) => line.includes('as Ben Okafor')).length, 10);
  const rows = await here.store.db.selectFrom('audit').selectAll().execute();
  assert.ok(!JSON.stringify(rows).includes('my-secret'));
});

test('it is filtered by a person, as doer and as done to, and by kind', async () => {
  const aboutVic = await told(ada, `?person=${CAST.vic.id}`);
  assert.equal(aboutVic.length, 4);
  assert.ok(aboutVic.every((line) => line.includes('Vic Sorel')));
  assert.deepEqual(await told(ada, `?person=${CAST.ana.id}&kind=team-member-added`), [
    'Ada Novak added Ana Ruiz to the team Web.',
  ]);
  await ada.get('/admin/audit?kind=backup-made').expect(200, /Nothing fits/);
});

test('older ones stand on the pages behind, with the same filter', async () => {
  for (let count = 0; count < 60; count += 1) {
    const form = hiddenFields((await ada.get('/admin/teams')).text, '/admin/teams');
    const named = { ...form, team_name: `Team ${String(count)}` };
    await ada.post('/admin/teams').type('form').send(named).expect(303);
  }
  const first = await ada.get('/admin/audit?kind=team-made');
  const [, older = ''] = /<a href="([^"]+)">Older ones/.exec(first.text) ?? [];
  const next = older.slice('/admin/audit'.length).replaceAll('&amp;', '&');
  assert.equal((await told(ada, '?kind=team-made')).length, 50);
  assert.deepEqual((await told(ada, next)).at(-1), 'Ada Novak made the team Web.');
  assert.equal((await told(ada, next)).length, 12);
});

test('programs read it with the scope admin, and nobody but admins reads it', async () => {
  const reader = await program(here, { member: 'ada', scopes: ['admin'] });
  const answer = await reader.get('/api/v1/audit?kind=role-changed');
  const { data } = answer.body as { data: Record<string, unknown>[] };
  assert.equal(data.length, 1);
  assert.deepEqual(
    [data[0]?.sentence, data[0]?.details],
    [
      'Ada Novak changed the role of Vic Sorel from viewer to responder.',
      { from: 'viewer', to: 'responder' },
    ],
  );
  const without = await program(here, { member: 'ada', scopes: ['incidents:read'] });
  assert.equal((await without.get('/api/v1/audit')).status, 403);
  const max = await signedIn(here, 'max');
  await max.get('/admin/audit').expect(403, /audit\.read/);
});

test('pages of the API follow each other, and the chain holds', async () => {
  const reader = await program(here, { member: 'ada', scopes: ['admin'] });
  const first = (await reader.get('/api/v1/audit?limit=2')).body as {
    data: { seq: number }[];
    next_cursor: string;
  };
  const second = (await reader.get(`/api/v1/audit?limit=2&cursor=${first.next_cursor}`)).body as {
    data: { seq: number }[];
  };
  const seqs = [...first.data, ...second.data].map(({ seq }) => seq);
  assert.deepEqual(
    seqs.map((seq) => (seqs[0] ?? 0) - seq),
    [0, 1, 2, 3],
  );
  assert.equal((await walkAudit(here.store.db)).broken, undefined);
});
