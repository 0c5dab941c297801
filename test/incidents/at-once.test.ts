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
import { ANA, declare, incidentKit } from '../support/incident-kit.ts';

// On SQLite a transaction reads one snapshot, and one that writes after another does is run again: nothing comes between.
if (engine === 'postgres') {
  let store: Store;
  /** Two servers on one database. */
  let here: IncidentKit;
  let there: IncidentKit;

  beforeEach(async () => {
    store = await freshStore();
    here = incidentKit(store);
    there = incidentKit(store);
    await declare(here, 'Checkout is slow');
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
}
