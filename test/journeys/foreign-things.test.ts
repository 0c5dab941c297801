import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anotherToken, entryCount, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type World } from '../support/world.ts';

/** What belongs to one incident is nothing in another, and what belongs to one person is nothing to another. */
let here: World;
let ana: Program;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  await enter(here);
  ana = await anotherToken(here, CAST.ana.id);
  for (const title of ['Checkout fails', 'Search is slow']) {
    const typed = { title, severity: 'SEV-3', take_command: true };
    assert.equal((await ana.post('/api/v1/incidents', typed)).status, 201);
  }
});
after(() => here.end());

const OWN = '/api/v1/incidents/1';
const OTHER = '/api/v1/incidents/2';

/** Makes something in the first incident and gives its id, which stands in its entry under that name. */
async function made(path: string, body: object, name: string): Promise<string> {
  const answer = await ana.post(OWN + path, body);
  assert.equal(answer.status, 201, answer.text);
  const found = new RegExp(`"${name}":"?([\\w-]+)`).exec(answer.text)?.[1];
  assert.ok(found, `${name} stands in ${answer.text}`);
  return found;
}

let count = 0;
/** Words that nobody has said yet: what is there already is not made twice. */
const another = (words: string): string => `${words} ${String((count += 1))}`;

const impact = () => made('/impacts', { statement: 'Payments fail' }, 'intervalId');
const hypothesis = () => made('/hypotheses', { statement: another('Suspect') }, 'hypothesisId');
const change = () => made('/changes', { what: 'Roll back', where: 'the shop' }, 'changeId');
const task = () => made('/tasks', { what: another('Call bank') }, 'taskId');
const escalation = () =>
  made('/escalations', { to: CAST.ana.id, reason: 'the cache is ruled out' }, 'escalationId');
const offer = () => made('/roles/scribe/offers', { to: CAST.ben.id }, 'offerId');
const WORDS = {
  audience: 'internal',
  users_see: 'Some payments fail.',
  we_do: 'We look for the cause.',
  changed: 'This is the first update.',
  next_in_minutes: 30,
};
const draft = () => made('/updates/drafts', WORDS, 'messageId');
const SEEN = { text: 'The error rate is normal' };

/** Each thing that has a number or an id: how it is made, what is done with it, and where. */
const THINGS: readonly [make: () => Promise<string>, path: string, body: object][] = [
  [impact, '/impacts/:id/size', { percent: 12 }],
  [impact, '/impacts/:id/end', { signal: 'the error rate' }],
  [impact, '/impacts/:id/withdrawal', { reason: 'a test order' }],
  [hypothesis, '/hypotheses/:id/evidence', { ...SEEN, direction: 'for' }],
  [hypothesis, '/hypotheses/:id/parking', {}],
  [hypothesis, '/hypotheses/:id/ruling-out', SEEN],
  [hypothesis, '/hypotheses/:id/confirmation', SEEN],
  [change, '/changes/:id/outcome', { outcome: 'worked' }],
  [change, '/changes/:id/undoing', {}],
  [task, '/tasks/:id/passing', { to: CAST.ben.id }],
  [task, '/tasks/:id/end', { outcome: 'done' }],
  [escalation, '/escalations/:id/acceptance', {}],
  [escalation, '/escalations/:id/withdrawal', { reason: 'found it' }],
  [escalation, '/escalations/:id/refusal', { reason: 'busy' }],
  [offer, '/offers/:id/withdrawal', {}],
  [draft, '/updates/drafts/:id/approval', {}],
  [draft, '/updates/drafts/:id/sending', { next_in_minutes: 30 }],
];

test('an id of another incident finds nothing, on every act that takes one', async () => {
  for (const [make, path, body] of THINGS) {
    const id = await make();
    const before = await entryCount(here);
    const foreign = await ana.post(OTHER + path.replace(':id', id), body);
    assert.ok([404, 409].includes(foreign.status), `${path}: ${String(foreign.status)} ${foreign.text}`);
    assert.equal(await entryCount(here), before, path);
    const own = await ana.post(OWN + path.replace(':id', id), body);
    assert.equal(own.status, 201, `${path}: ${own.text}`);
  }
});

test('a file of another incident is not there, and is no evidence', async () => {
  const answer = await ana.post(`${OWN}/attachments`, { hello: 'world' });
  assert.equal(answer.status, 201, answer.text);
  const file = /"attachmentId":"(\w+)"/.exec(answer.text)?.[1] ?? '';
  assert.equal((await ana.get(`${OWN}/attachments/${file}`)).status, 200);
  const foreign = await ana.get(`${OTHER}/attachments/${file}`);
  const none = await ana.get(`${OTHER}/attachments/none`);
  assert.deepEqual([foreign.status, none.status], [404, 404]);
  assert.match(foreign.text, /INC-2 has no such file/);
  const suspect = await ana.post(`${OTHER}/hypotheses`, { statement: 'The gateway' });
  const id = /"hypothesisId":"(\w+)"/.exec(suspect.text)?.[1] ?? '';
  const proof = await ana.post(`${OTHER}/hypotheses/${id}/ruling-out`, { ...SEEN, attachment: file });
  assert.equal(proof.status, 409, proof.text);
});

test('a run, a step and an entry of another incident are not there', async () => {
  const { row } = await here.kit.library.find('cache-miss-storm');
  const attached = await ana.post(`${OWN}/runs`, { content_hash: row.content_hash });
  assert.equal(attached.status, 201, attached.text);
  const before = await entryCount(here);
  for (const [path, body] of [
    ['/runs/1/detachment', { reason: 'the wrong one' }],
    ['/runs/1/questions', { problem: 'unclear', text: 'Which board?' }],
    ['/runs/1/steps/prove/claim', {}],
    ['/runs/1/steps/prove/opening', {}],
  ] as const) {
    const foreign = await ana.post(OTHER + path, body);
    assert.ok([404, 409].includes(foreign.status), `${path}: ${foreign.text}`);
  }
  const seq = String((await lastSeq(OWN)) - 1);
  assert.ok(Number(seq) > (await lastSeq(OTHER)));
  for (const path of ['pin', 'strike', 'take-back', 'text', 'time']) {
    const body = { on: true, reason: 'so it is', field: 'text', to: 'other words', at: '09:00' };
    const fields = { pin: ['on'], strike: ['reason'], 'take-back': [], text: ['field', 'to', 'reason'] }[
      path
    ];
    const sent = Object.fromEntries(
      (fields ?? ['at', 'reason']).map((name) => [name, body[name as keyof typeof body]]),
    );
    const foreign = await ana.post(`${OTHER}/entries/${seq}/${path}`, sent);
    assert.ok([404, 409].includes(foreign.status), `${path}: ${String(foreign.status)} ${foreign.text}`);
  }
  assert.equal(await entryCount(here), before);
});

async function lastSeq(incident: string): Promise<number> {
  const { body } = await ana.get(`${incident}/entries?limit=200`);
  return (body as { data: { seq: number }[] }).data.at(-1)?.seq ?? 0;
}

test('a question to one person is not answered by another', async () => {
  const ben = await anotherToken(here, CAST.ben.id);
  const tasked = await ana.post(`${OWN}/tasks`, { what: 'Watch the queue', to: CAST.max.id });
  const taskId = /"taskId":"(\w+)"/.exec(tasked.text)?.[1] ?? '';
  const offered = await ana.post(`${OWN}/roles/scribe/offers`, { to: CAST.max.id });
  const offerId = /"offerId":"(\w+)"/.exec(offered.text)?.[1] ?? '';
  const before = await entryCount(here);
  for (const path of [`/tasks/${taskId}/acceptance`, `/offers/${offerId}/acceptance`]) {
    const answer = await ben.post(OWN + path, {});
    assert.equal(answer.status, 409, `${path}: ${answer.text}`);
    assert.match(answer.text, /Max Orwell/);
  }
  const refusal = await ben.post(`${OWN}/offers/${offerId}/refusal`, { reason: 'busy' });
  assert.equal(refusal.status, 409);
  assert.equal(await entryCount(here), before);
});

test('nobody ends the session of somebody else, or revokes their token', async () => {
  const [ben, max] = [await signedIn(here, 'ben'), await signedIn(here, 'max')];
  const ends = /\/me\/sessions\/[^/"]+\/end/.exec((await sendSecond(max)).text)?.[0] ?? '';
  const guard = hiddenFields((await ben.get('/incidents/new')).text, '/incidents');
  await ben.post(ends).type('form').send(guard).expect(303);
  assert.match((await max.get('/me')).text, new RegExp(ends), 'the browser of Max is signed in still');
  const token = await anotherToken(here, CAST.max.id);
  const revoking = await ben.post(`/me/tokens/${token.tokenId}/revocation`).type('form').send(guard);
  assert.equal(revoking.status, 404, 'that token is not theirs');
  assert.equal((await token.get('/api/v1/incidents')).status, 200);
  const own = await sendForm(max, '/me', `/me/tokens/${token.tokenId}/revocation`);
  assert.equal(own.status, 303);
  assert.equal((await token.get('/api/v1/incidents')).status, 401);
});

/** The page of somebody who has signed in with a second browser. */
async function sendSecond(first: Awaited<ReturnType<typeof signedIn>>) {
  await signedIn(here, 'max');
  return first.get('/me').expect(200);
}
