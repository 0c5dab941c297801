import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BODIES, type Kind } from '../../server/incidents/entry.ts';
import { acts, REGIONS, touched } from '../../server/incidents/live-regions.ts';
import { batch, event } from '../../server/live/events.ts';

/** One kind of entry a row, and the parts of the run page that it touches. */
const ROWS: readonly [kinds: Kind[], regions: string][] = [
  [['incident-opened'], 'strip rail calls steps roles panels timeline'],
  [['severity-set'], 'strip rail calls steps roles panels timeline'],
  [['step-answered'], 'rail calls steps timeline'],
  [['check-changed'], 'steps timeline'],
  [['note-added'], 'steps timeline'],
  [['role-taken'], 'calls steps roles panels timeline'],
  [['escalation-requested'], 'calls steps roles timeline'],
  [['task-given'], 'calls panels timeline'],
  [['update-sent'], 'strip calls roles timeline'],
  [['hypothesis-opened'], 'panels timeline'],
  [['entry-pinned'], 'timeline'],
  [['entry-redacted'], 'strip rail calls steps roles panels timeline'],
  [['note-added', 'task-given'], 'calls steps panels timeline'],
  [[], ''],
];

test('an entry touches the parts of the page in which it is seen', () => {
  for (const [kinds, regions] of ROWS) {
    assert.equal(touched(kinds.map((kind) => ({ kind }))).join(' '), regions, kinds.join());
  }
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
