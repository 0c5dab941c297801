import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import { act } from '../../server/incidents/actions.ts';
import { contextFor } from '../../server/incidents/context-actions.ts';
import { decide } from '../../server/incidents/decide.ts';
import type { Command } from '../../server/incidents/incident.ts';
import { remember, type Done, type Request } from '../../server/incidents/remember-actions.ts';
import { openRoom, type IncidentKit } from '../../server/incidents/room-actions.ts';
import type { Store } from '../../server/store/open.ts';
import { OtherContent } from '../../server/web/problem.ts';
import { engine, freshStore } from '../support/database.ts';
import { ANA, declare, twoServers } from '../support/incident-kit.ts';

// On SQLite a transaction reads one snapshot, and one that writes after another does is run again: nothing comes between.
if (engine === 'postgres') {
  let store: Store;
  /** Two servers on one database. */
  let here: IncidentKit;
  let there: IncidentKit;

  beforeEach(async () => {
    store = await freshStore();
    [here, there] = await twoServers(store);
  });
  afterEach(() => store.close());

  const cancel: Command = { type: 'move-status', to: 'cancelled', reason: 'a false alarm' };

  /** Cancels INC-1, but lets something else be written after the answer to the request was looked for. */
  const cancelAfter = (first: () => Promise<unknown>, request: Request): Promise<Done> =>
    remember(here, ANA, request, async (db) => {
      await first();
      const { row, state } = await openRoom({ ...here, db }, ANA, 1);
      const decision = decide(state, cancel, await contextFor(here, db, state, cancel, ANA));
      return { before: state, decision, incidentId: row.incident_id, number: 1 };
    });

  test('a request that comes twice at once is answered twice alike, also where the rules allow it once', async () => {
    const request = { opId: 'cancel', body: { to: 'cancelled' } };
    let first: Done | undefined;
    const second = await cancelAfter(async () => {
      first = await act(there, ANA, 1, [cancel], request);
    }, request);
    assert.ok(first);
    assert.deepEqual([second.firstSeq, second.lastSeq], [first.firstSeq, first.lastSeq]);
    assert.equal(second.isRepeat, true);
    assert.equal((await openRoom(here, ANA, 1)).state.seq, first.lastSeq);
  });

  test('what somebody else wrote in the meantime is no answer to it', async () => {
    const request = { opId: 'cancel', body: {} };
    await assert.rejects(
      cancelAfter(() => act(there, ANA, 1, [cancel], { opId: 'another', body: {} }), request),
      Refused,
    );
  });

  test('a key that two different requests carry at once is found out', async () => {
    const request = { opId: 'cancel', body: {} };
    await assert.rejects(
      cancelAfter(() => act(there, ANA, 1, [cancel], { ...request, body: { another: 1 } }), request),
      OtherContent,
    );
  });

  /** Merges INC-1 into INC-2, but lets something else be written after it was decided. */
  const mergeAfter = (decided: () => Promise<unknown>): Promise<Done> => {
    let isFirst = true;
    const merge: Command = { type: 'merge', into: 'INC-2', reason: 'the same graph' };
    return act(here, ANA, 1, [merge], { opId: 'merge', body: {} }, async () => {
      if (isFirst) await decided();
      isFirst = false;
    });
  };

  test('an incident is not merged into one that is cancelled at the same moment', async () => {
    await declare(here, 'The shop is slow');
    const merging = mergeAfter(() => act(there, ANA, 2, [cancel], { opId: undefined, body: {} }));
    await assert.rejects(merging, { code: 'other-is-over', message: /^INC-2 is cancelled, so nobody works/ });
    assert.equal((await openRoom(here, ANA, 1)).state.status, 'triage');
    assert.deepEqual((await openRoom(here, ANA, 2)).state.mergesReceived, []);
  });

  test('where its other end is merged itself at the same moment, it goes on where that does', async () => {
    for (const title of ['The shop is slow', 'Everything is slow']) await declare(here, title);
    const on: Command = { type: 'merge', into: 'INC-3', reason: 'all of it is' };
    const merged = await mergeAfter(() => act(there, ANA, 2, [on], { opId: undefined, body: {} }));
    assert.match(merged.said ?? '', /^INC-2 was merged into INC-3 before, so this one went there\./);
    assert.equal((await openRoom(here, ANA, 1)).state.mergedInto?.key, 'INC-3');
    const { mergesReceived } = (await openRoom(here, ANA, 3)).state;
    assert.deepEqual(
      mergesReceived.map(({ key }) => key),
      ['INC-2', 'INC-1'],
    );
  });
}
