import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldKnownAt, timelineOf } from '../../server/incidents/incident.ts';
import { timelineLines } from '../../server/incidents/timeline-pages.ts';
import { declared } from '../support/told.ts';

test('the timeline is in the order of happening, tells what came late, and keeps what was corrected', () => {
  const told = declared();
  told.clock.wind(600);
  told.act('ben', {
    type: 'add-note',
    text: 'The board was red',
    flavour: 'note',
    at: { instant: '2023-06-12T17:05:00.000Z', precision: 'about' },
  });
  told.act('ben', { type: 'add-note', text: 'A slip', flavour: 'note' });
  const [late, slip] = told.seqs('note-added');
  told.act('ben', {
    type: 'correct-text',
    seq: late ?? 0,
    field: 'text',
    to: 'The board was amber',
    reason: 'looked again',
  });
  told.act('ben', { type: 'strike', seq: slip ?? 0, reason: 'wrong incident' });

  const lines = timelineOf(told.state);
  assert.deepEqual(
    lines.map(({ entry }) => entry.seq),
    [late, 1, 2, 3, 4, 5, slip, 8, 9],
  );
  const [first] = lines;
  assert.deepEqual(first?.entry.body, { text: 'The board was amber', flavour: 'note' });
  assert.deepEqual(first.recorded.body, { text: 'The board was red', flavour: 'note' });
  assert.equal(first.lateSeconds, 20 * 60);
  assert.deepEqual(
    lines.filter(({ struck }) => struck).map(({ entry }) => entry.seq),
    [slip],
  );
  assert.equal(lines[1]?.lateSeconds, undefined);
});

test('a text of several lines is told once, below the words that say whose it is', () => {
  const told = declared();
  told.act('ben', { type: 'add-note', text: 'Two things:\n\n- slow\n- empty', flavour: 'note' });
  told.act('ben', { type: 'add-note', text: 'One thing', flavour: 'note' });
  const lines = timelineLines(told.state, 'UTC');
  assert.deepEqual(
    lines.slice(0, 2).map(({ sentence, text }) => [sentence, text?.includes('<li>empty</li>')]),
    [
      ['Ben Okafor noted: One thing', undefined],
      ['Ben Okafor noted:', true],
    ],
  );
});

test('what was known at an instant leaves out what was said and corrected later', () => {
  const told = declared();
  told.act('ben', { type: 'open-impact', statement: 'Payments fail' });
  const then = told.clock.now();
  told.clock.wind(600);
  told.act('ben', {
    type: 'correct-time',
    seq: told.last('impact-opened'),
    to: '2023-06-12T17:00:00.000Z',
    precision: 'about',
    reason: 'logs',
  });
  assert.equal(foldKnownAt(told.entries, then).stamps.impactBeganAt?.at, '2023-06-12T17:15:00.000Z');
  assert.equal(told.state.stamps.impactBeganAt?.at, '2023-06-12T17:00:00.000Z');
});

const UPDATES: [what: string, usersSee: string][] = [
  ['begins with the name of who sent it', 'Ana Ruiz'],
  ['begins with a word of its own sentence', 'public'],
  ['begins with one letter', 'A'],
  ['is what people write', 'Payments fail for some'],
];
for (const [what, usersSee] of UPDATES) {
  test(`an update that ${what} is told once, also when its time is corrected`, () => {
    const told = declared();
    const words = { usersSee, weDo: 'We look', changed: 'It is the first' };
    const nextAt = '2023-06-12T17:40:00.000Z';
    told.act('ana', {
      type: 'send-update',
      audience: 'internal',
      ...words,
      channels: ['mail'],
      final: false,
      nextAt,
    });
    const [seq = 0] = told.seqs('update-sent');
    const line = () => timelineLines(told.state, 'UTC').find((one) => one.seq === seq);
    assert.equal(line()?.sentence, 'Ana Ruiz sent an update (internal):');
    assert.match(line()?.text ?? '', /We look/);
    const to = '2023-06-12T17:14:00.000Z';
    told.act('ana', { type: 'correct-time', seq, to, precision: 'minute', reason: 'read it off the mail' });
    assert.equal(line()?.was, '17:15Z Ana Ruiz sent an update (internal):');
  });
}
