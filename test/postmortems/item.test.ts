import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import {
  ageWords,
  decideItem,
  dueWords,
  proposedItem,
  type Item,
  type ItemAct,
} from '../../server/postmortems/item.ts';
import { itemsCsv } from '../../server/postmortems/item-csv.ts';
import { Invalid } from '../../server/web/problem.ts';

const AT = '2023-06-12T19:00:00.000Z';
const FIELDS = {
  text: 'Refuse a cache lifetime below 600 s',
  type: 'prevent',
  owner: { id: 'gus', name: 'Gus Haddad' },
  due: '2023-06-30',
  doneWhen: 'a release with 3 s is refused in staging',
  ticket: undefined,
} as const;
const MADE = {
  id: 'a1',
  number: 101,
  incidentId: 'i1',
  sourceSeq: undefined,
  createdAt: AT,
  changedAt: AT,
  changedBy: 'Ana Ruiz',
};
const proposed = proposedItem(FIELDS, MADE);
const accepted: Item = { ...proposed, state: 'accepted' };

describe('what can be done with an action item', () => {
  const allowed: [Item['state'], ItemAct, Item['state']][] = [
    ['proposed', { act: 'accept', fields: FIELDS }, 'accepted'],
    ['proposed', { act: 'change', fields: { ...FIELDS, owner: undefined } }, 'proposed'],
    ['proposed', { act: 'reject', reason: 'too dear' }, 'rejected'],
    ['accepted', { act: 'done', evidence: 'release 431' }, 'done'],
    ['accepted', { act: 'change', fields: { ...FIELDS, due: '2023-07-14' } }, 'accepted'],
    ['done', { act: 'reopen', reason: 'it came back' }, 'accepted'],
    ['expired', { act: 'reopen', reason: 'we still want it' }, 'accepted'],
  ];
  for (const [from, act, to] of allowed) {
    test(`${from}: ${act.act} makes it ${to}`, () => {
      assert.equal(decideItem({ ...proposed, state: from }, act).state, to);
    });
  }

  const refused: [Item['state'], ItemAct][] = [
    ['proposed', { act: 'done', evidence: 'x' }],
    ['done', { act: 'change', fields: FIELDS }],
    ['rejected', { act: 'accept', fields: FIELDS }],
    ['accepted', { act: 'reopen', reason: 'x' }],
  ];
  for (const [from, act] of refused) {
    test(`${from}: ${act.act} is refused`, () => {
      assert.throws(() => decideItem({ ...proposed, state: from }, act), Refused);
    });
  }

  const incomplete: [string, Item, ItemAct, string[]][] = [
    [
      'accepting needs owner, day and a test',
      proposed,
      { act: 'accept', fields: { ...FIELDS, owner: undefined, due: undefined, doneWhen: undefined } },
      ['owner', 'due', 'done_when'],
    ],
    [
      'an accepted one keeps its owner',
      accepted,
      { act: 'change', fields: { ...FIELDS, owner: undefined } },
      ['owner'],
    ],
    ['a day that is none', proposed, { act: 'change', fields: { ...FIELDS, due: '2023-02-30' } }, ['due']],
    ['done needs evidence', accepted, { act: 'done', evidence: ' ' }, ['evidence']],
    ['a rejection needs its reason', accepted, { act: 'reject' }, ['reason']],
  ];
  for (const [what, item, act, fields] of incomplete) {
    test(what, () => {
      assert.throws(
        () => decideItem(item, act),
        (error) => {
          assert.ok(error instanceof Invalid);
          assert.deepEqual(
            error.problems.map(({ field }) => field),
            fields,
          );
          return true;
        },
      );
    });
  }

  test('one that was opened again without an owner is only proposed', () => {
    const ownerless = { ...proposed, owner: undefined, state: 'rejected' as const };
    assert.equal(decideItem(ownerless, { act: 'reopen', reason: 'x' }).state, 'proposed');
  });
});

describe('when it is due, in words', () => {
  for (const [today, words] of [
    ['2023-06-23', 'due in 7 days'],
    ['2023-06-29', 'due in 1 day'],
    ['2023-06-30', 'due today'],
    ['2023-07-03', '3 days late'],
  ] as const) {
    test(`${today}: ${words}`, () => {
      assert.equal(dueWords(accepted, today), words);
    });
  }
  test('without a day, and when it is over', () => {
    assert.equal(dueWords({ due: undefined, state: 'proposed' }, '2023-06-30'), 'no date yet');
    assert.equal(dueWords({ due: '2023-06-30', state: 'done' }, '2023-07-30'), 'was due 2023-06-30');
  });
  test('its age', () => {
    assert.equal(ageWords({ ...accepted, state: 'done' }, '2023-07-30'), 'since 2023-06-12');
    assert.equal(ageWords(accepted, '2023-06-12'), 'since today');
    assert.equal(ageWords(accepted, '2023-06-30'), 'for 18 days');
    assert.equal(ageWords(accepted, '2023-12-12'), 'for 6 months');
  });
});

test('a table for spreadsheets runs no formula and loses no sign', () => {
  const sly = { ...accepted, text: '=cmd|"x", and more', incidentKey: 'INC-42' };
  const [, row = ''] = itemsCsv([sly]).split('\r\n');
  assert.ok(row.startsWith(`ACT-101,"'=cmd|""x"", and more",prevent,accepted,Gus Haddad,2023-06-30,`), row);
});
