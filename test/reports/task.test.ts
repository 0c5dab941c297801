import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../server/reports/line.ts';
import { structureOf } from '../../server/reports/section.ts';
import { isBounded, tasksIn, type Task } from '../../server/reports/task.ts';

function tasks(text: string): Task[] {
  return tasksIn(structureOf(linesOf(`## Action items\n\n${text}`), 'x').sections);
}

type Row = [text: string, owner?: string | undefined, due?: string | undefined, doneWhen?: string];

const ROWS: Row[] = [
  ['- Watch it'],
  [
    '- Watch it. Owner: Fay Lind. Due: 2024-05-20. Done when the alert fired.',
    'Fay Lind',
    '2024-05-20',
    'the alert fired.',
  ],
  ['- Watch it (Fay Lind, by 20 May 2024)', 'Fay Lind', '20 May 2024'],
  ['- Watch it (Fay Lind)', 'Fay Lind'],
  ['- Watch it \u2014 Fay Lind \u2014 2024-05-20', 'Fay Lind', '2024-05-20'],
  ['- Watch it, Fay Lind, by 2024-05-20', 'Fay Lind', '2024-05-20'],
  ['- Watch it @fay due May 20, 2024', 'fay', 'May 20, 2024'],
  ['- Watch it. Assignee: Ben Sato', 'Ben Sato'],
  ['- [ ] Watch it by Q3 2024', undefined, 'Q3 2024'],
  ['- Watch it\n  - Owner: Fay Lind\n  - Due: 2024-05-20', 'Fay Lind', '2024-05-20'],
  ['- Repair what broke on 12 June 2023. Due: 2023-07-01', undefined, '2023-07-01'],
  ['- Watch it by hand until it is done'],
  ['- Watch it. Verified by a drill', undefined, undefined, 'a drill'],
];

for (const [text, owner, due, doneWhen] of ROWS) {
  test(`${JSON.stringify(text)} has ${[owner, due, doneWhen].filter((one) => one !== undefined).join(', ') || 'neither owner nor date'}`, () => {
    const [task, ...more] = tasks(text);
    assert.equal(more.length, 0);
    assert.deepEqual([task?.owner, task?.due, task?.doneWhen], [owner, due, doneWhen]);
  });
}

test('a table of tasks is read by its head', () => {
  const [one, two, ...more] = tasks(
    '| ID | Title | Type | Assignee | Due date | Success |\n|---|---|---|---|---|---|\n' +
      '| F-1 | Watch it | detect | Fay Lind | 2024-05-20 | the alert fired |\n| F-2 | Stop it | | TBD | - | n/a |',
  );
  assert.deepEqual(more, []);
  assert.deepEqual(
    [one?.text, one?.type, one?.owner, one?.due, one?.doneWhen],
    ['Watch it', 'detect', 'Fay Lind', '2024-05-20', 'the alert fired'],
  );
  assert.deepEqual(
    [two?.text, two?.type, two?.owner, two?.due, two?.doneWhen],
    ['Stop it', undefined, undefined, undefined, undefined],
  );
});

test('words before and between the items are no tasks', () => {
  assert.deepEqual(
    tasks('We do this:\n\n- a\n  more of a\n\nand this:\n\n- b').map(({ text }) => text),
    ['a; more of a', 'b'],
  );
});

test('a task is bounded when one can see that it is over', () => {
  const bounded = (text: string): boolean => tasks(`- ${text}`).every(isBounded);
  assert.equal(bounded('Improve monitoring'), false);
  assert.equal(bounded('Improve monitoring. Due: 2024-05-20'), false);
  assert.equal(bounded('Improve monitoring of 12 hosts'), true);
  assert.equal(bounded('Improve monitoring; done when the drill passed'), true);
  assert.equal(bounded('Delete the old key'), true);
});
