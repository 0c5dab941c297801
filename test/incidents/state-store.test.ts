import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { contextFor } from '../../server/incidents/context-actions.ts';
import { decide } from '../../server/incidents/decide.ts';
import { append, sealed } from '../../server/incidents/remember-actions.ts';
import { openRoom, type IncidentKit } from '../../server/incidents/room-actions.ts';
import type { State } from '../../server/incidents/state.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import type { Db, Store } from '../../server/store/open.ts';
import { inTransaction } from '../../server/store/transaction.ts';
import { freshStore } from '../support/database.ts';
import { ANA, incidentKit, note, twoServers } from '../support/incident-kit.ts';

let store: Store;
/** Two servers on one database. */
let here: IncidentKit;
let there: IncidentKit;

beforeEach(async () => {
  store = await freshStore();
  [here, there] = await twoServers(store);
});
afterEach(() => store.close());

const stateFor = async (kit: IncidentKit, db: Db = kit.db): Promise<State> =>
  (await openRoom({ ...kit, db }, ANA, 1)).state;

/** Writes a note in a transaction, reads the state that it makes, and may be rolled back after that. */
async function noteIn(kit: IncidentKit, db: Db, text: string): Promise<State> {
  const { row, state } = await openRoom({ ...kit, db }, ANA, 1);
  const command = { type: 'add-note', text, flavour: 'note' } as const;
  const decision = decide(state, command, await contextFor(kit, db, state, command, ANA));
  await append(db, kit, state, sealed(kit, state, decision, row.incident_id, ''));
  return stateFor(kit, db);
}

/** A note that is read in its transaction and never written. */
async function noteInVain(kit: IncidentKit): Promise<State> {
  let read: State | undefined;
  const failing = inTransaction(kit.db, async (db) => {
    read = await noteIn(kit, db, 'The cache is cold');
    throw new Error('something else in it failed');
  });
  await assert.rejects(failing, /something else/);
  assert.ok(read);
  return read;
}

const words = ({ notes }: State): string[] => notes.map(({ text }) => text);

async function assertChainHolds(): Promise<void> {
  assert.deepEqual(
    (await walkChains(store.db)).map(({ broken }) => broken),
    [undefined],
  );
}

test('what a transaction read before it was rolled back is not taken for what another server wrote', async () => {
  await noteInVain(here);
  await note(there, 1, 'The disk is full');
  assert.deepEqual(words(await stateFor(here)), ['The disk is full']);
  await note(here, 1, 'It is the logs');
  await assertChainHolds();
});

test('nor is it what the next entries are folded on from', async () => {
  await noteInVain(here);
  for (const text of ['The disk is full', 'It is the logs']) await note(there, 1, text);
  assert.deepEqual(words(await stateFor(here)), ['The disk is full', 'It is the logs']);
  await note(here, 1, 'They are gone');
  await assertChainHolds();
});

test('a state that was never written is found out by the hash of the head', async () => {
  const vain = await noteInVain(here);
  here.states.keep(vain);
  await note(there, 1, 'The disk is full');
  assert.deepEqual(words(await stateFor(here)), ['The disk is full']);
  await note(there, 1, 'It is the logs');
  const elsewhere = incidentKit(store);
  elsewhere.states.keep(vain);
  assert.deepEqual(words(await stateFor(elsewhere)), ['The disk is full', 'It is the logs']);
});

test('what is written takes the place of what was never written', async () => {
  here.states.keep(await noteInVain(here));
  await note(there, 1, 'The disk is full');
  const written = await stateFor(there);
  here.states.keep(written);
  assert.equal(await stateFor(here), written);
});

test('a transaction folds once for all its reads, and what it read is kept when it is written', async () => {
  const cold = incidentKit(store);
  const read = await inTransaction(store.db, async (db) => {
    const first = await stateFor(cold, db);
    assert.equal(await stateFor(cold, db), first);
    const second = await noteIn(cold, db, 'The cache is cold');
    assert.equal(await stateFor(cold, db), second);
    return second;
  });
  assert.equal(await stateFor(cold), read);
  assert.equal(cold.states.size().count, 1);
});
