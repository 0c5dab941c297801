/** Who follows what, and how they hear of it. The one bus of this process; on PostgreSQL it is joined to the others. */
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { secondsBetween } from '../core/time.ts';
import type { Hearing, Store } from '../store/open.ts';
import { afterCommit } from '../store/transaction.ts';
import { Stop } from '../web/errors.ts';
import type { EventStream } from '../web/event-stream.ts';
import type { Logger } from '../web/log.ts';
import type { Viewer } from '../web/viewer.ts';
import { event, retryAfter } from './events.ts';
import { makeListener, type Listener, type Subscription } from './listener.ts';
import { makePresence, type Person } from './presence.ts';
import { readWords, wordsText, type Telling, type Words } from './telling.ts';

export type Hub = Telling & {
  /** @throws Stop 429 or 503 when somebody, or everybody together, has too many pages open */
  mayOpen(viewer: Viewer): void;
  open(subscription: Subscription, out: EventStream): void;
  people(incidentId: string): readonly Person[];
  /** How many streams are open. */
  size(): number;
  /** What time makes happen: beats, people who are gone, and what other processes wrote. */
  pass(): Promise<void>;
  /** Tells every page that it may come again in a moment, and ends. */
  close(): Promise<void>;
};

export type HubParts = {
  store: Store;
  clock: Clock;
  ids: Ids;
  log: Logger;
  /** How many streams may be open at once. */
  most: number;
  viewerOf(subscription: Subscription): Promise<Viewer | undefined>;
};

const MOST_A_PERSON = 12;
const BEAT_SECONDS = 15;
const RETRY_MS = 2_000;
const RETRY_AT_SHUTDOWN_MS = 1_000;
/** A name has up to 200 characters, and what PostgreSQL announces at most 8,000 bytes. */
const MOST_NAMED = 25;

export function makeHub({ store, clock, ids, log, most, viewerOf }: HubParts): Hub {
  const me = ids.next();
  const listeners = new Set<Listener>();
  const presence = makePresence();
  let hearing: Hearing | undefined;
  let saidAt = clock.now();
  let isClosed = false;
  const hasEnded = (): boolean => isClosed;

  const means = {
    now: () => clock.now(),
    viewerOf,
    failed: (error: unknown) => log.error({ err: error }, 'a live stream failed'),
  };

  const wake = (incidentId: string | undefined): void => {
    for (const listener of listeners) {
      const followed = listener.subscription.incidentId;
      if (incidentId === undefined || followed === undefined || followed === incidentId) void listener.wake();
    }
  };

  const showPeople = (incidentId: string): void => {
    const text = event('presence', presence.people(incidentId).length);
    for (const listener of listeners) {
      if (listener.subscription.incidentId === incidentId) listener.write(text);
    }
  };

  const sayWhoIsHere = async (incidentId: string): Promise<void> => {
    const people = presence.peopleHere(incidentId).slice(0, MOST_NAMED);
    try {
      await store.announce(store.db, wordsText({ what: 'here', from: me, incidentId, people }));
    } catch (error) {
      // It is said again soon, and nothing hangs on it.
      log.warn({ err: error }, 'who is here could not be announced');
    }
  };

  const heard = (words: Words | undefined): void => {
    if (words === undefined || words.from === me) return;
    if (words.what === 'entries') wake(words.incidentId);
    else if (presence.hear(words.incidentId, words.from, words.people, clock.now()))
      showPeople(words.incidentId);
  };

  const listenToOthers = async (): Promise<void> => {
    if (hearing !== undefined || isClosed) return;
    const lost = (): void => {
      hearing = undefined;
    };
    try {
      const begun = await store.hear((text) => heard(readWords(text)), lost);
      if (hasEnded()) await begun.end();
      else hearing = begun;
    } catch (error) {
      log.warn({ err: error }, 'what other servers announce cannot be heard; it is tried again');
      return;
    }
    // What was announced before, or while nobody listened, is looked for.
    wake(undefined);
  };

  return {
    tell: async (db, change) => {
      await store.announce(db, wordsText({ what: 'entries', from: me, ...change }));
      afterCommit(db, () => wake(change.incidentId));
    },
    mayOpen: (viewer) => {
      const own = [...listeners].filter(({ subscription }) => subscription.viewer.id === viewer.id).length;
      if (own >= MOST_A_PERSON) {
        const sentence = `You have ${String(own)} pages open that follow along. Close some of them.`;
        throw new Stop(429, 'too-many-streams', sentence, { 'Retry-After': '30' });
      }
      if (listeners.size >= most) {
        throw new Stop(
          503,
          'too-many-streams',
          'Too many pages follow along at the moment. Refresh this one by hand.',
          { 'Retry-After': '60' },
        );
      }
    },
    open: (subscription, out) => {
      const listener = makeListener(subscription, out, means);
      const { incidentId, viewer } = subscription;
      listeners.add(listener);
      out.onEnd(() => {
        listeners.delete(listener);
        if (incidentId !== undefined) presence.leave(incidentId, viewer.id, clock.now());
      });
      listener.write(
        retryAfter(isClosed ? RETRY_AT_SHUTDOWN_MS : RETRY_MS) + event('clock', Date.parse(clock.now())),
      );
      if (isClosed) {
        listener.end();
        return;
      }
      if (incidentId !== undefined && presence.enter(incidentId, { id: viewer.id, name: viewer.name })) {
        showPeople(incidentId);
        void sayWhoIsHere(incidentId);
      }
      void listener.wake();
    },
    people: presence.people,
    size: () => listeners.size,
    pass: async () => {
      await listenToOthers();
      if (await store.wroteElsewhere()) wake(undefined);
      const now = clock.now();
      for (const { incidentId, isFromHere } of presence.pass(now)) {
        showPeople(incidentId);
        if (isFromHere) await sayWhoIsHere(incidentId);
      }
      if (secondsBetween(saidAt, now) >= BEAT_SECONDS) {
        saidAt = now;
        for (const incidentId of presence.incidentsHere()) await sayWhoIsHere(incidentId);
      }
      const silent = [...listeners].filter(
        (listener) => secondsBetween(listener.writtenAt(), now) >= BEAT_SECONDS,
      );
      for (const listener of silent) await listener.beat();
    },
    close: async () => {
      isClosed = true;
      for (const listener of listeners) {
        listener.write(retryAfter(RETRY_AT_SHUTDOWN_MS));
        listener.end();
      }
      await hearing?.end();
      hearing = undefined;
    },
  };
}
