import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { block } from '../../server/postmortems/block.ts';
import { refreshed, refreshSummary } from '../../server/postmortems/refresh.ts';

const row = (seq: number, words: string): string =>
  `- **10:0${String(seq)}** ${words} [#${String(seq)}](/incidents/42#e${String(seq)}).`;
const timeline = (...rows: string[]): string => block('timeline', rows.join('\n'));
const document = (...parts: string[]): string => `# Checkout fails\n\n${parts.join('\n\n')}\n`;

describe('a block that nobody changed', () => {
  test('is taken anew from the record', () => {
    const base = document(block('summary', 'It lasted 5 min.'), 'Nobody was charged twice.');
    const fresh = document(block('summary', 'It lasted 9 min.'), '*What did this mean?*');
    const done = refreshed(base, base, fresh);
    assert.equal(done.text, document(block('summary', 'It lasted 9 min.'), 'Nobody was charged twice.'));
    assert.deepEqual(done.counts, { updated: 1, added: 0, kept: 0 });
    assert.equal(refreshSummary(done), 'from the record: 1 updated');
  });

  test('stays where the record says the same', () => {
    const text = document(block('summary', 'It lasted 5 min.'));
    assert.equal(refreshed(text, text, text).text, text);
    assert.equal(refreshSummary(refreshed(text, text, text)), 'the record knows nothing new');
  });
});

describe('a block that somebody changed', () => {
  test('stays, and what the record would say is shown beside it', () => {
    const base = document(block('summary', 'It lasted 5 min.'));
    const mine = base.replace('It lasted 5 min.', 'For five minutes nobody could pay.');
    const done = refreshed(mine, base, document(block('summary', 'It lasted 9 min.')));
    assert.equal(done.text, mine);
    assert.deepEqual(done.suggestions, [
      { name: 'summary', mine: 'For five minutes nobody could pay.', fresh: 'It lasted 9 min.' },
    ]);
    assert.equal(refreshSummary(done), 'from the record: 1 kept as people wrote it');
  });

  test('is not offered again while the record says what it said before', () => {
    const base = document(block('summary', 'It lasted 5 min.'));
    const mine = base.replace('5 min', 'five minutes');
    assert.deepEqual(refreshed(mine, base, base).suggestions, []);
  });

  test('whose comment is gone belongs to its author, and the block is offered only when it has news', () => {
    const base = document(block('summary', 'It lasted 5 min.'));
    const mine = document('It was short.');
    assert.deepEqual(refreshed(mine, base, base).offered, []);
    const done = refreshed(mine, base, document(block('summary', 'It lasted 9 min.')));
    assert.equal(done.text, mine);
    assert.deepEqual(done.offered, [{ name: 'summary', fresh: 'It lasted 9 min.' }]);
  });
});

describe('a list that somebody changed, row by row', () => {
  const base = document(timeline(row(1, 'Alert'), row(2, 'Suspected: gateway'), row(4, 'Resolved')));
  const fresh = document(
    timeline(
      row(1, 'Alert, 4 % fail'),
      row(2, 'Suspected: the gateway'),
      row(3, 'Ruled out'),
      row(4, 'Resolved'),
    ),
  );
  const cases: [string, (text: string) => string, string[]][] = [
    [
      'an untouched row is updated, a changed one stays, a new one comes in its place',
      (text) => text.replace('Suspected: gateway', 'We looked at the gateway first'),
      [
        row(1, 'Alert, 4 % fail'),
        row(2, 'We looked at the gateway first'),
        row(3, 'Ruled out'),
        row(4, 'Resolved'),
      ],
    ],
    [
      'a deleted row stays deleted',
      (text) => text.replace(`${row(2, 'Suspected: gateway')}\n`, ''),
      [row(1, 'Alert, 4 % fail'), row(3, 'Ruled out'), row(4, 'Resolved')],
    ],
    [
      'a row that somebody added stays where it is',
      (text) => text.replace(row(4, 'Resolved'), `- The office was told.\n${row(4, 'Resolved')}`),
      [
        row(1, 'Alert, 4 % fail'),
        row(2, 'Suspected: the gateway'),
        row(3, 'Ruled out'),
        '- The office was told.',
        row(4, 'Resolved'),
      ],
    ],
  ];
  for (const [what, change, rows] of cases) {
    test(what, () => {
      const { text } = refreshed(change(base), base, fresh);
      const inside = /-->\n([\s\S]*?)\n<!-- muster:end/.exec(text)?.[1]?.split('\n');
      assert.deepEqual(inside, rows);
    });
  }

  test('a row that was struck from the record goes, unless somebody changed it', () => {
    const struck = document(timeline(row(1, 'Alert'), row(4, 'Resolved')));
    const touched = base.replace('Alert', 'The alert').replace('Resolved', 'It was over');
    const gone = refreshed(touched, base, struck);
    assert.ok(!gone.text.includes('Suspected'));
    const kept = refreshed(touched.replace('Suspected: gateway', 'We suspected it'), base, struck);
    assert.ok(kept.text.includes('We suspected it'));
  });
});

test('a block that somebody emptied stays empty, and what stands behind it is not taken for its text', () => {
  const parts = (words: string) => [
    timeline(row(1, 'Alert')),
    'Our own words.',
    block('summary', `It lasted ${words}.`),
  ];
  const base = document(...parts('5 min'));
  const mine = base.replace(`${row(1, 'Alert')}\n`, '');
  const { text } = refreshed(mine, base, document(...parts('9 min')));
  assert.equal(
    text,
    mine.replace(block('summary', 'It lasted 5 min.'), block('summary', 'It lasted 9 min.')),
  );
});

test('what the record says around its rows goes along, as long as nobody touched it', () => {
  const tasks = (...lines: string[]): string => document(block('actions', lines.join('\n')));
  const head = ['| Task | Owner |', '|---|---|'];
  const base = tasks('No task was noted.');
  const mine = base.replace('No task was noted.', 'No task was noted.\n\nWe talk about it on Monday.');
  const fresh = tasks(...head, '| ACT-1 Watch the disk | Ana |');
  const { text } = refreshed(mine, base, fresh);
  assert.ok(!text.includes('No task was noted'));
  assert.ok(text.includes(`${head.join('\n')}\n| ACT-1 Watch the disk | Ana |`));
  assert.ok(text.includes('We talk about it on Monday.'));
});

test('whoever says more about an entry does not keep its own line from being brought up to date', () => {
  const base = document(timeline(row(1, 'Alert')));
  const own = '- Nobody heard it [#1](/incidents/42#e1).';
  const mine = base.replace(row(1, 'Alert'), `${own}\n${row(1, 'Alert')}`);
  const { text } = refreshed(mine, base, document(timeline(row(1, 'Alert, 4 % fail'))));
  assert.ok(text.includes(`${own}\n${row(1, 'Alert, 4 % fail')}`));
});

test('no human sentence is ever lost, whatever is refreshed', () => {
  const base = document(
    block('head', 'a'),
    'Prose.',
    timeline(row(1, 'Alert')),
    'More prose.',
    block('cause', 'b'),
  );
  const mine = base
    .replace('Prose.', 'Our own words.')
    .replace('Alert', 'Our alert')
    .replace('\nb\n', '\nour cause\n');
  const fresh = document(
    block('head', 'A'),
    'Other.',
    timeline(row(1, 'ALERT'), row(2, 'Next')),
    block('cause', 'B'),
  );
  const { text } = refreshed(mine, base, fresh);
  for (const words of ['Our own words.', 'Our alert', 'More prose.', 'our cause', 'Next', '\nA\n']) {
    assert.ok(text.includes(words), words);
  }
});
