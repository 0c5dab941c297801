import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana leads and gives tasks; Ben reads one back, passes it to Max, and leaves with another. */
let here: World;
let ana: Browser;
let ben: Browser;
let max: Browser;
let program: Program;

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  max = await signedIn(here, 'max');
  program = await anotherToken(here, CAST.ana.id);
  await sendForm(ana, '/incidents/new', '/incidents', {
    title: 'Checkout fails',
    severity: 'SEV-2',
    take_command: 'on',
  });
});
after(() => here.end());

const RUN = '/incidents/1';
const PEOPLE = '/incidents/1/people';

async function tasks(): Promise<IncidentJson['tasks']> {
  const answer = await program.get('/api/v1/incidents/INC-1');
  assert.equal(answer.status, 200, answer.text);
  return (answer.body as IncidentJson).tasks;
}

const place = async (what: string): Promise<string> => {
  const task = (await tasks()).find((one) => one.what === what);
  assert.ok(task, `${what} is a task`);
  return `${RUN}/tasks/${task.task_id}`;
};

test('the commander gives a task to somebody who is not in the room yet', async () => {
  await ana.get(RUN).expect(200, /Nobody has an open task\./);
  const typed = { what: 'Compare the two releases', to: CAST.ben.id, due_in_minutes: '15' };
  assert.equal((await sendForm(ana, PEOPLE, `${RUN}/tasks`, typed)).status, 303);
  here.clock.wind(60);
  const page = await ana.get(RUN).expect(200);
  assert.match(page.text, /Compare the two releases[\s\S]*Ben Okafor[\s\S]*due in 14 min, at 10:30 PDT/);
  assert.match(page.text, /not read back yet/);
});

test('a task without words comes back with what was typed, on the page that it came from', async () => {
  const typed = { what: ' ', to: CAST.ben.id, due_in_minutes: 'soon' };
  const opened = await ana.get(PEOPLE);
  assert.match(opened.text, /Give a task/);
  const back = await sendForm(ana, PEOPLE, `${RUN}/tasks`, typed);
  assert.equal(back.status, 422);
  assert.match(back.text, /Enter what is to be done\./);
  assert.match(back.text, /Enter the minutes until it is due as a number from 1 to 1440/);
  assert.match(back.text, /value="soon"/);
});

test('its owner reads it back and takes part', async () => {
  const accept = `${await place('Compare the two releases')}/acceptance`;
  await ben.get(RUN).expect(200, /Ana Ruiz gave you a task: Compare the two releases, due in 14 min/);
  assert.equal((await sendForm(ben, RUN, accept)).status, 303);
  await ben.get(PEOPLE).expect(200, /Ben Okafor since 10:16 PDT/);
  const [task] = await tasks();
  assert.equal(task?.accepted?.at, '2023-06-12T17:16:00.000Z');
});

test('one’s own open tasks stand first, and one that is late says so', async () => {
  await sendForm(ana, RUN, `${RUN}/tasks`, { what: 'Call the gateway', to: '', due_in_minutes: '5' });
  here.clock.wind(20 * 60);
  const panel = (html: string) => html.slice(html.indexOf('id="tasks"'), html.indexOf('id="hypotheses"'));
  const mine = panel((await ben.get(RUN)).text);
  assert.ok(mine.indexOf('Compare the two') < mine.indexOf('Call the gateway'));
  assert.match(mine, /limit-over">was due 6 min ago, at 10:30 PDT/);
  const hers = panel((await ana.get(RUN)).text);
  assert.ok(hers.indexOf('Call the gateway') < hers.indexOf('Compare the two'));
  await ben.get(RUN).expect(200, /Your task was due 6 min ago, at 10:30 PDT: Compare the two releases/);
});

test('it is passed on, and stays where it is until the other accepts', async () => {
  const task = await place('Compare the two releases');
  const passing = { to: CAST.max.id, reason: 'I roll back now' };
  assert.equal((await sendForm(ben, PEOPLE, `${task}/passing`, passing)).status, 303);
  assert.equal((await tasks())[0]?.owner.name, 'Ben Okafor');
  await max
    .get(RUN)
    .expect(200, /Ben Okafor asks you to take over a task: Compare the two releases, was due/);
  await sendForm(max, RUN, `${task}/acceptance`);
  const [passed] = await tasks();
  assert.deepEqual([passed?.owner.name, passed?.passing], ['Max Orwell', null]);
  await max.get(`${RUN}/timeline`).expect(200, /Max Orwell accepted the task from Ben Okafor/);
});

test('whoever leaves hears what they leave open, and the page goes on saying it', async () => {
  await sendForm(ben, RUN, `${RUN}/tasks`, { what: 'Watch the hit rate' });
  const left = await sendForm(ben, PEOPLE, `${RUN}/responders/departure`);
  const page = await ben.get(left.headers.location ?? '').expect(200);
  assert.match(page.text, /You leave 1 open task: &#34;Watch the hit rate&#34;\. Pass it on\./);
  await ana.get(RUN).expect(200, /Ben Okafor has left/);
});

test('a hand-over of command lists the open tasks with their owners', async () => {
  await sendForm(ana, PEOPLE, `${RUN}/roles/commander/offers`, { to: CAST.max.id });
  const page = await max.get(PEOPLE).expect(200, /Open tasks/);
  assert.match(page.text, /Max Orwell: Compare the two releases \(due 10:30 PDT\)/);
  assert.match(page.text, /Ben Okafor: Watch the hit rate/);
});

test('a task is done by its owner, by a form and by a program', async () => {
  const done = { outcome: 'done', note: 'only the lifetime differs' };
  const task = await place('Compare the two releases');
  assert.equal((await sendForm(max, RUN, `${task}/end`, done)).status, 303);
  await max
    .get(RUN)
    .expect(200, /Compare the two releases, done by Max Orwell at 10:36 PDT: only the lifetime/);
  const call = await place('Call the gateway');
  const api = await program.post(`/api/v1${call}/end`, { outcome: 'dropped' });
  assert.equal(api.status, 409, api.text);
  assert.match(api.text, /Say why it is dropped/);
  const dropped = await program.post(`/api/v1${call}/end`, { outcome: 'dropped', note: 'they called us' });
  assert.equal(dropped.status, 201, dropped.text);
  const given = await program.post('/api/v1/incidents/1/tasks', { what: 'Tell support', to: CAST.max.id });
  assert.equal(given.status, 201, given.text);
  const passed = await program.post(`/api/v1${await place('Tell support')}/passing`, { to: CAST.ana.id });
  assert.match(passed.text, /Ana Ruiz \(curl\) took over the task from Max Orwell: Tell support\./);
});

test('who only reads sees the tasks and no form for them', async () => {
  const vic = await signedIn(here, 'vic');
  const page = await vic.get(RUN).expect(200, /Watch the hit rate/);
  assert.doesNotMatch(page.text, /Take a task|Give a task/);
});
