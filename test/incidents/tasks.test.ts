import assert from 'node:assert/strict';
import { test } from 'node:test';
import { briefOf } from '../../server/incidents/brief.ts';
import { participant } from '../../server/incidents/people.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { openTasksOf } from '../../server/incidents/tasks.ts';
import { CAST, declared, kinds } from '../support/told.ts';
import type { Told, Who } from '../support/told.ts';

const MIN = 60;
const task = (told: Told) => told.state.tasks.at(-1);
const id = (told: Told) => task(told)?.id ?? '';

/** Ana leads and has given Ben a task. */
function given(): Told {
  const told = declared();
  told.clock.wind(MIN);
  told.act('ana', {
    type: 'give-task',
    what: 'Compare the two releases',
    to: 'p-ben',
    dueAt: '2023-06-12T17:30:00.000Z',
  });
  told.clock.wind(2);
  return told;
}

const last = (told: Told) => {
  const entry = told.entries.at(-1);
  return entry === undefined ? '' : sentenceOf(entry, 'America/Los_Angeles');
};

test('a task has one owner, who reads it back and takes part from then on', () => {
  const told = given();
  assert.equal(last(told), 'Ana Ruiz gave Ben Okafor a task: Compare the two releases, by 10:30 PDT.');
  assert.deepEqual([task(told)?.owner.name, task(told)?.accepted], ['Ben Okafor', undefined]);
  assert.equal(participant(told.state, 'p-ben'), undefined, 'to be asked is not to take part');
  assert.throws(() => told.act('chloe', { type: 'accept-task', taskId: id(told) }), {
    code: 'not-asked',
    message: 'Ben Okafor was asked, who alone can accept it.',
  });
  told.act('ben', { type: 'accept-task', taskId: id(told) });
  assert.equal(last(told), 'Ben Okafor accepted the task: Compare the two releases.');
  assert.equal(participant(told.state, 'p-ben')?.how, 'task');
  told.clock.wind(5);
  assert.deepEqual(told.act('ben', { type: 'accept-task', taskId: id(told) }), {
    entries: [],
    said: 'You accepted it 5 s before you: it is yours.',
  });
});

test('the owner keeps a task that is passed on until the next one accepts', () => {
  const told = given();
  told.act('ben', { type: 'accept-task', taskId: id(told) });
  told.act('ben', { type: 'pass-task', taskId: id(told), to: 'p-chloe', reason: 'I roll back' });
  assert.equal(
    last(told),
    'Ben Okafor asked Chloe Lindqvist to take the task: Compare the two releases. Reason: I roll back.',
  );
  assert.deepEqual([task(told)?.owner.name, task(told)?.passing?.toName], ['Ben Okafor', 'Chloe Lindqvist']);
  told.act('chloe', { type: 'accept-task', taskId: id(told) });
  assert.equal(last(told), 'Chloe Lindqvist accepted the task from Ben Okafor: Compare the two releases.');
  assert.deepEqual([task(told)?.owner.name, task(told)?.passing], ['Chloe Lindqvist', undefined]);
});

test('whoever was asked gives it back, and it stays with its owner', () => {
  const told = given();
  told.act('ben', { type: 'pass-task', taskId: id(told), to: 'p-chloe' });
  assert.throws(() => told.act('chloe', { type: 'pass-task', taskId: id(told), to: 'p-pilar' }), {
    code: 'needs-commander',
  });
  told.act('chloe', { type: 'pass-task', taskId: id(told), to: 'p-ben', reason: 'I am on the database' });
  assert.equal(
    last(told),
    'Chloe Lindqvist left the task with Ben Okafor: Compare the two releases. Reason: I am on the database.',
  );
  assert.deepEqual([task(told)?.owner.name, task(told)?.passing], ['Ben Okafor', undefined]);
});

test('the commander takes a task over in one act', () => {
  const told = given();
  told.act('ana', { type: 'pass-task', taskId: id(told), to: 'p-ana' });
  assert.equal(last(told), 'Ana Ruiz took over the task from Ben Okafor: Compare the two releases.');
  assert.equal(task(told)?.owner.name, 'Ana Ruiz');
  assert.ok(task(told)?.accepted);
});

test('a task to oneself is read back with its giving, and needs no command', () => {
  const told = declared();
  told.act('chloe', { type: 'give-task', what: 'Read the cache log' });
  assert.equal(last(told), 'Chloe Lindqvist took a task: Read the cache log.');
  assert.ok(task(told)?.accepted);
  assert.equal(participant(told.state, 'p-chloe')?.how, 'task');
});

test('the owner or the commander closes it; dropping says why', () => {
  const told = given();
  const close = { type: 'close-task', taskId: id(told) } as const;
  assert.throws(() => told.act('chloe', { ...close, outcome: 'done' }), { code: 'needs-commander' });
  assert.throws(() => told.act('ana', { ...close, outcome: 'dropped' }), { code: 'missing', field: 'note' });
  told.act('ben', { ...close, outcome: 'done', note: 'only the lifetime differs' });
  assert.equal(
    last(told),
    'Ben Okafor finished the task "Compare the two releases": only the lifetime differs.',
  );
  told.clock.wind(3);
  const again = 'Ben Okafor finished this task 3 s before you.';
  for (const command of [
    { ...close, outcome: 'dropped', note: 'no time' },
    { type: 'accept-task', taskId: id(told) },
    { type: 'pass-task', taskId: id(told), to: 'p-chloe' },
  ] as const)
    assert.deepEqual(told.act('ben', command), { entries: [], said: again });
});

const REFUSED: [name: string, who: Who, command: object, code: string, field?: string][] = [
  ['is given to another by somebody who does not lead', 'ben', { to: 'p-chloe' }, 'needs-commander'],
  ['is given by somebody who only reads', 'vera', {}, 'no-permission'],
  ['does not say what', 'ana', { what: ' ' }, 'missing', 'what'],
  ['is too long', 'ana', { what: 'x'.repeat(201) }, 'bad-field', 'what'],
  ['goes to nobody that is known', 'ana', { to: 'nobody' }, 'no-such-person', 'to'],
  ['is due in the past', 'ana', { dueAt: '2023-06-12T17:15:00.000Z' }, 'in-the-past', 'dueAt'],
];

for (const [name, who, more, code, field] of REFUSED) {
  test(`a task that ${name} is refused`, () => {
    const told = declared();
    const command = { type: 'give-task', what: 'Look at the log', ...more } as const;
    assert.throws(() => told.act(who, command), { code, ...(field !== undefined && { field }) });
  });
}

test('a task that does not exist is named so', () => {
  assert.throws(() => declared().act('ana', { type: 'accept-task', taskId: 'x' }), { code: 'no-such-task' });
});

test('the same task for the same person is one task, the same pass one pass', () => {
  const told = given();
  assert.deepEqual(told.act('ana', { type: 'give-task', what: 'compare the two releases', to: 'p-ben' }), {
    entries: [],
    said: 'Ben Okafor got this task 2 s before you.',
  });
  assert.deepEqual(told.act('ana', { type: 'pass-task', taskId: id(told), to: 'p-ben' }), {
    entries: [],
    said: 'Ben Okafor has it already.',
  });
  told.act('ana', { type: 'pass-task', taskId: id(told), to: 'p-chloe' });
  assert.deepEqual(kinds(told.act('ana', { type: 'pass-task', taskId: id(told), to: 'p-chloe' })), []);
});

test('a hand-over says who has which task, and whether they know', () => {
  const told = given();
  told.act('ana', { type: 'give-task', what: 'Call the gateway', to: 'p-chloe' });
  told.act('chloe', { type: 'accept-task', taskId: id(told) });
  told.act('chloe', { type: 'pass-task', taskId: id(told), to: 'p-pilar' });
  told.act('ana', { type: 'give-task', what: 'Done by now' });
  told.act('ana', { type: 'close-task', taskId: id(told), outcome: 'done' });
  assert.deepEqual(briefOf(told.state, told.clock.now()).tasks, [
    'Ben Okafor: Compare the two releases (due 10:30 PDT; not read back)',
    'Chloe Lindqvist: Call the gateway (passed to Pilar Sato, not accepted)',
  ]);
});

test('whoever leaves is told what they leave open, and the tasks stay theirs', () => {
  const told = given();
  told.act('ben', { type: 'accept-task', taskId: id(told) });
  const { said } = told.act('ben', { type: 'leave' });
  assert.equal(said, 'You leave 1 open task: "Compare the two releases". Pass it on.');
  assert.equal(openTasksOf(told.state, 'p-ben').length, 1);
  assert.equal(declared().act('ana', { type: 'leave' }).said, undefined);
});

test('more than seven people with tasks from one commander: a second lead is suggested', () => {
  const told = declared();
  const people = Object.values(CAST).filter(({ id: person }) => person !== 'p-ana');
  assert.ok(people.length >= 8, 'the cast is large enough');
  for (const [index, { id: to, name }] of people.slice(0, 8).entries()) {
    const { said } = told.act('ana', { type: 'give-task', what: `Look at shard ${index}`, to });
    const suggestion =
      index < 7 ? undefined : '8 people have open tasks from you: let a second lead take some of them.';
    assert.equal(said, suggestion, name);
  }
});

test('correcting a time behind what leans on it is refused', () => {
  const told = given();
  told.act('ben', { type: 'accept-task', taskId: id(told) });
  told.clock.wind(MIN);
  const correct = {
    type: 'correct-time',
    seq: told.last('task-given'),
    to: told.clock.now(),
    precision: 'minute',
    reason: 'it was later',
  } as const;
  assert.throws(() => told.act('ana', correct), { code: 'leaned-on', message: /task accepted/ });
  assert.throws(() => told.act('ana', { type: 'strike', seq: told.last('task-given'), reason: 'no' }), {
    code: 'not-strikable',
  });
});
