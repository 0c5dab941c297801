/** Deliveries are committed in groups: a sync to disk takes as long for one as for a hundred. */
import { inTransaction } from '../store/transaction.ts';
import { SeqTaken, storeTrouble } from '../store/failures.ts';
import { Stop } from '../web/errors.ts';
import type { AlertKit, Delivery, Received } from './delivery-actions.ts';
import { receive } from './receive-actions.ts';

/** Takes deliveries; each is answered once it is on disk. */
export type Ingest = {
  /** @throws Stop 503 while too many wait */
  take(delivery: Delivery): Promise<Received>;
  /** Whether one more would be taken. */
  hasRoom(): boolean;
};

/** Hears how large a group was and how long its commit took. */
export type OnCommit = (group: { size: number; ms: number }) => void;

const MOST_IN_GROUP = 128;
const MOST_WAITING = 2000;

type Waiting = {
  delivery: Delivery;
  done(received: Received): void;
  failed(error: unknown): void;
};

/**
 * @param breath resolves after what has arrived in the meantime was read, so that it belongs to the same group
 */
export function makeIngest(kit: AlertKit, breath: () => Promise<void>, onCommit: OnCommit): Ingest {
  const waiting: Waiting[] = [];
  let isGoing = false;
  const pass = async (): Promise<void> => {
    while (waiting.length > 0) {
      await breath();
      const group = waiting.splice(0, MOST_IN_GROUP);
      const began = performance.now();
      await settled(kit, group);
      onCommit({ size: group.length, ms: performance.now() - began });
    }
    isGoing = false;
  };
  const hasRoom = (): boolean => waiting.length < MOST_WAITING;
  return {
    hasRoom,
    take: async (delivery) => {
      if (!hasRoom()) throw tooMany();
      return new Promise((done, failed) => {
        waiting.push({ delivery, done, failed });
        if (isGoing) return;
        isGoing = true;
        void pass();
      });
    },
  };
}

/** One transaction for all; where that fails by one of them, each by itself. */
async function settled(kit: AlertKit, group: readonly Waiting[]): Promise<void> {
  try {
    const received = await committed(kit, group);
    for (const [index, one] of group.entries()) {
      const its = received[index];
      if (its !== undefined) one.done(its);
    }
  } catch (error) {
    // Where somebody else is faster with one of them, the others are written all the same.
    const isOfOne = error instanceof SeqTaken || storeTrouble(error) === undefined;
    for (const one of group) {
      if (group.length === 1 || !isOfOne) one.failed(error);
      else await settled(kit, [one]);
    }
  }
}

async function committed(kit: AlertKit, group: readonly Waiting[]): Promise<Received[]> {
  return inTransaction(kit.db, async (db) => {
    const received: Received[] = [];
    for (const { delivery } of group) received.push(await receive({ ...kit, db }, delivery));
    return received;
  });
}

function tooMany(): Stop {
  const sentence = 'Too many alerts wait to be written at this moment, and this one was not. Send it again.';
  return new Stop(503, 'busy', sentence, { 'Retry-After': '5' });
}
