/** What came is written: the rows of its alerts, and what the timeline of its incident says of them. */
import { sha256Hex } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import type { State } from '../incidents/state.ts';
import { clear } from './clear-actions.ts';
import { freshAlert, type AlertKit, type Delivery, type Heard, type Received } from './delivery-actions.ts';
import { fire } from './fire-actions.ts';
import { meaningOf, type Meaning } from './incoming.ts';
import { inTransaction } from '../store/transaction.ts';
import { forgetFaulty, insertPayload } from './payload-store.ts';
import { plain, type Notification } from './signal.ts';
import { alertBy, insertAlert, updateAlert } from './store.ts';

/** Writes one delivery in the transaction of the handle. */
export async function receive(kit: AlertKit, delivery: Delivery): Promise<Received> {
  const { db, ids, clock } = kit;
  const now = clock.now();
  const { key, kind, notification, raw } = delivery;
  const heard = await hearing(kit, delivery, now);
  const state = await settle(kit, delivery, heard, now);
  const meanings: Partial<Record<Meaning, number>> = {};
  for (const { meaning } of heard) meanings[meaning] = (meanings[meaning] ?? 0) + 1;
  const received = { incident: state?.key, meanings };
  const outcome = outcomeWords(received, notification);
  await insertPayload(db, {
    id: ids.next(),
    keyId: key.id,
    kind,
    receivedAt: now,
    body: plain(raw),
    outcome,
    error: undefined,
  });
  return received;
}

/** Each alert once: a message that names one twice means what it says last. */
async function hearing(kit: AlertKit, { key, notification }: Delivery, now: Instant): Promise<Heard[]> {
  const signals = new Map(notification.signals.map((signal) => [sha256Hex(signal.identity), signal]));
  const heard: Heard[] = [];
  for (const [hash, signal] of signals) {
    const known = await alertBy(kit.db, key.id, hash);
    heard.push({ signal, hash, known, meaning: meaningOf(known, signal, now) });
  }
  return heard;
}

const FIRES: ReadonlySet<Meaning> = new Set(['received', 'again', 'anew']);

async function settle(
  kit: AlertKit,
  delivery: Delivery,
  heard: readonly Heard[],
  now: Instant,
): Promise<State | undefined> {
  for (const one of heard) {
    if (one.meaning === 'early' || one.meaning === 'over' || one.meaning === 'late')
      await keepAside(kit, delivery, one, now);
  }
  const ended = heard.filter(({ meaning }) => meaning === 'cleared');
  const fires = heard.filter(({ meaning }) => FIRES.has(meaning));
  const cleared = await clear(kit, delivery, ended, now);
  return fires.length === 0 ? cleared : fire(kit, delivery, fires, now);
}

/** What no timeline tells: an end without a beginning, both in the wrong order, and what is older than its end. */
async function keepAside(
  kit: AlertKit,
  delivery: Delivery,
  { signal, meaning, known, hash }: Heard,
  now: Instant,
): Promise<void> {
  if (meaning === 'early') {
    const fresh = { ...freshAlert(kit, delivery, signal, hash), clearedAt: now };
    if (known === undefined) await insertAlert(kit.db, fresh);
    else await updateAlert(kit.db, { ...known, clearedAt: now }, known, undefined);
    return;
  }
  if (known === undefined) return;
  const count = known.count + 1;
  // It is older than the end that the timeline has, so the timeline need not say more.
  const counted = { ...known, count, toldCount: count, firedAt: known.firedAt ?? signal.startedAt ?? now };
  await updateAlert(kit.db, counted, known, undefined);
}

const WORDS: Readonly<Record<Meaning, string>> = {
  received: 'new',
  again: 'again',
  anew: 'fires again',
  late: 'older than its end',
  cleared: 'ended',
  early: 'ended before it was heard of',
  over: 'began and ended before it was heard of',
  known: 'known to have ended',
};

/** "INC-42: 2 new, 1 ended". */
function outcomeWords({ incident, meanings }: Received, { signals }: Notification): string {
  if (signals.length === 0) return 'It names no alert.';
  const told = Object.entries(meanings).map(
    ([meaning, count]) => `${String(count)} ${WORDS[meaning as Meaning]}`,
  );
  return `${incident ?? 'No incident'}: ${told.join(', ')}`;
}

/** Keeps what could not be used, to be looked at: of each key the last of its kind. */
export async function keepFaulty(
  kit: AlertKit,
  { key, kind, raw }: Pick<Delivery, 'key' | 'kind' | 'raw'>,
  error: string,
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    await forgetFaulty(db, key.id);
    await insertPayload(db, {
      id: kit.ids.next(),
      keyId: key.id,
      kind,
      receivedAt: kit.clock.now(),
      body: plain(raw),
      outcome: 'Nothing was written.',
      error: plain(error),
    });
  });
}
