import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BODIES, type Kind } from '../../server/incidents/entry.ts';
import { acts, REGIONS, touched } from '../../server/incidents/live-regions.ts';
import { batch, event } from '../../server/live/events.ts';

/** One kind of entry a row, and the parts of the pages that it touches, beside those that hold every entry. */
const ROWS: readonly [kinds: Kind[], regions: string][] = [
  [['incident-opened'], 'strip drill rail calls steps roles panels people updates'],
  [['severity-set'], 'strip drill rail calls steps roles panels people updates'],
  [['step-answered'], 'drill rail calls steps'],
  [['check-changed'], 'steps'],
  [['note-added'], 'steps'],
  [['role-taken'], 'calls steps roles panels people'],
  [['escalation-requested'], 'calls steps roles people'],
  [['task-given'], 'calls panels people'],
  // What reaches people in a drill is seen, and said, in its frame.
  [['inject-delivered'], 'drill steps'],
  [['hint-given'], 'drill steps'],
  [['update-sent'], 'strip calls roles updates'],
  [['hypothesis-opened'], 'panels'],
  [['entry-pinned'], ''],
  [['entry-redacted'], 'strip drill rail calls steps roles panels people updates'],
  [['note-added', 'task-given'], 'calls steps panels people'],
];

test('an entry touches the parts of the page in which it is seen', () => {
  for (const [kinds, regions] of ROWS) {
    const parts = touched(kinds.map((kind) => ({ kind })));
    const some = parts.filter((region) => !['timeline', 'entries', 'news'].includes(region));
    assert.equal(some.join(' '), regions, kinds.join());
    assert.equal(parts.length, some.length + 3);
  }
  assert.deepEqual(touched([]), []);
});

test('every entry stands in the timeline, and one of a kind that a newer server wrote may touch any part', () => {
  for (const kind of Object.keys(BODIES)) assert.ok(touched([{ kind }]).includes('timeline'), kind);
  assert.deepEqual(touched([{ kind: 'invented-later' }]), REGIONS);
});

test('entries of one request are one batch, with the id on its last event only', () => {
  const entries = [
    { seq: 4, kind: 'note-added', opId: 'a' },
    { seq: 5, kind: 'task-given', opId: 'a' },
    { seq: 6, kind: 'note-added', opId: 'b' },
  ];
  assert.deepEqual(
    acts(entries).map((act) => act.map(({ seq }) => seq)),
    [[4, 5], [6]],
  );
  assert.equal(
    batch(['steps', 'timeline'], 6),
    'event: steps\ndata: 6\n\nevent: timeline\ndata: 6\nid: 6\n\n',
  );
  assert.equal(event('presence', 2), 'event: presence\ndata: 2\n\n');
});
