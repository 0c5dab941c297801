import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import type { MessageRow } from '../store/schema.ts';
import { LEASE_SECONDS, type Content, type Message, type MessageState, type NewMessage } from './message.ts';

/** Writes a message into the outbox. False when one with this key is there already: nothing is told twice. */
export async function insertMessage(db: Db, id: string, message: NewMessage, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('message')
    .values({
      message_id: id,
      message_key: message.key,
      kind: message.content.kind,
      run_id: message.runId ?? null,
      place: message.place ?? null,
      account_id: message.person.id,
      person_name: message.person.name,
      method_id: message.methodId,
      channel: message.channel,
      address: message.address,
      content: JSON.stringify(message.content),
      urgency: message.urgency,
      state: 'queued',
      tries: 0,
      due_at: message.dueAt,
      leased_until: null,
      created_at: at,
      tried_at: null,
      settled_at: null,
      error: null,
      answered_at: null,
      bundled_with: null,
    })
    .onConflict((conflict) => conflict.column('message_key').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What was on its way when its sender died is due again, under the same key; gives those. */
export async function expireLeases(db: Db, now: Instant, isTakingOver: boolean): Promise<Message[]> {
  const query = db
    .updateTable('message')
    .set({ state: 'uncertain', leased_until: null, due_at: now })
    .where('state', '=', 'leased');
  const expired = isTakingOver ? query : query.where('leased_until', '<=', now);
  return (await expired.returningAll().execute()).map(messageOf);
}

/** When somebody was paged since then: once for each level, by whichever of their ways came first. */
export async function pagedSince(db: Db, since: Instant): Promise<{ personId: string; at: Instant }[]> {
  const rows = await db
    .selectFrom('message')
    .select(({ fn }) => ['account_id', 'run_id', 'place', fn.min('tried_at').as('at')])
    .where('kind', '=', 'page')
    .where('state', '=', 'sent')
    .where('tried_at', '>', since)
    .groupBy(['account_id', 'run_id', 'place'])
    .execute();
  return rows.flatMap(({ account_id: personId, at }) => (at === null ? [] : [{ personId, at }]));
}

export type OutboxRow = { kind: string; due: number; oldestDueAt: Instant | undefined; dead: number };

/** What waits in the outbox and is due, and what was given up since then, by kind of message. */
export async function outboxByKind(db: Db, now: Instant, since: Instant): Promise<OutboxRow[]> {
  const waiting = await db
    .selectFrom('message')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('count'), fn.min('due_at').as('oldest')])
    .where('state', 'in', ['queued', 'uncertain'])
    .where('due_at', '<=', now)
    .groupBy('kind')
    .execute();
  const dead = await db
    .selectFrom('message')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('count')])
    .where('state', '=', 'failed')
    .where('settled_at', '>', since)
    .groupBy('kind')
    .execute();
  return ['page', 'notice', 'letter', 'test'].map((kind) => {
    const here = waiting.find((row) => row.kind === kind);
    const given = dead.find((row) => row.kind === kind);
    return {
      kind,
      due: here?.count ?? 0,
      oldestDueAt: here?.oldest,
      dead: given?.count ?? 0,
    };
  });
}

/** Takes messages that are due, the urgent and the older first; nobody else gets them while the lease holds. */
export async function leaseDue(db: Db, now: Instant, most: number): Promise<Message[]> {
  const due = await db
    .selectFrom('message')
    .select('message_id')
    .where('state', 'in', ['queued', 'uncertain'])
    .where('due_at', '<=', now)
    .where('bundled_with', 'is', null)
    .orderBy('urgency')
    .orderBy('due_at')
    .orderBy('message_id')
    .limit(most)
    .execute();
  if (due.length === 0) return [];
  const rows = await db
    .updateTable('message')
    .set((eb) => ({
      state: 'leased',
      leased_until: plusSeconds(now, LEASE_SECONDS),
      tries: eb('tries', '+', 1),
    }))
    .where(
      'message_id',
      'in',
      due.map(({ message_id }) => message_id),
    )
    .where('state', 'in', ['queued', 'uncertain'])
    .returningAll()
    .execute();
  const order = new Map(due.map(({ message_id }, index) => [message_id, index]));
  return rows.sort((a, b) => (order.get(a.message_id) ?? 0) - (order.get(b.message_id) ?? 0)).map(messageOf);
}

export type Settling = {
  state: MessageState;
  at: Instant;
  dueAt?: Instant;
  error?: string | undefined;
  isTried: boolean;
};

/** Writes what became of a try; false when the lease had run out and somebody else took it. */
export async function settle(db: Db, message: Message, settling: Settling): Promise<boolean> {
  const { state, at, dueAt, error, isTried } = settling;
  const isOver = state === 'sent' || state === 'failed' || state === 'superseded';
  const { numUpdatedRows } = await db
    .updateTable('message')
    .set({
      state,
      leased_until: null,
      error: error ?? null,
      ...(isTried && { tried_at: at }),
      ...(dueAt !== undefined && { due_at: dueAt }),
      ...(isOver && { settled_at: at }),
    })
    .where('message_id', '=', message.id)
    .where('state', '=', 'leased')
    .where('tries', '=', message.tries)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends what still waits of a run, or of one person of it. */
export async function supersede(db: Db, runId: string, at: Instant, accountId?: string): Promise<void> {
  const query = db
    .updateTable('message')
    .set({ state: 'superseded', settled_at: at })
    .where('run_id', '=', runId)
    .where('kind', '=', 'page')
    .where('state', 'in', ['queued', 'uncertain']);
  await (accountId === undefined ? query : query.where('account_id', '=', accountId)).execute();
}

/** What waits for the same person at the same level is due at once. */
export async function hasten(db: Db, { runId, place, person }: Message, at: Instant): Promise<void> {
  if (runId === undefined || place === undefined) return;
  await db
    .updateTable('message')
    .set({ due_at: at })
    .where('run_id', '=', runId)
    .where('place', '=', place)
    .where('account_id', '=', person.id)
    .where('state', '=', 'queued')
    .where('tries', '=', 0)
    .where('due_at', '>', at)
    .execute();
}

/** What was given up since then, or was tried so often in vain; the newest first. */
export async function stuckMessages(
  db: Db,
  { since, tries, most }: { since: Instant; tries: number; most: number },
): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'failed'), eb('settled_at', '>', since)]),
        eb.and([eb('state', 'in', ['queued', 'uncertain', 'leased']), eb('tries', '>=', tries)]),
      ]),
    )
    .orderBy('tried_at', 'desc')
    .orderBy('message_id')
    .limit(most)
    .execute();
  return rows.map(messageOf);
}

/** Sends what was given up, or waits for its next try, once more and at once. False when it is on its way or was sent. */
export async function sendAgain(db: Db, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('message')
    .set({ state: 'queued', tries: 0, due_at: at, settled_at: null, bundled_with: null })
    .where('message_id', '=', id)
    .where('state', 'in', ['failed', 'queued', 'uncertain'])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function messageById(db: Db, id: string): Promise<Message | undefined> {
  const row = await db.selectFrom('message').selectAll().where('message_id', '=', id).executeTakeFirst();
  return row && messageOf(row);
}

/** What goes along with a message, the urgent and the older first. */
export async function alongWith(db: Db, id: string): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('bundled_with', '=', id)
    .where('state', 'in', ['queued', 'uncertain'])
    .orderBy('urgency')
    .orderBy('created_at')
    .orderBy('message_id')
    .execute();
  return rows.map(messageOf);
}

/** Everything that was sent for a run, in order. */
export async function messagesOfRun(db: Db, runId: string): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('run_id', '=', runId)
    .orderBy('created_at')
    .orderBy('message_id')
    .execute();
  return rows.map(messageOf);
}

/** Uses the answer link of a message; false when it was used before. */
export async function useAnswer(db: Db, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('message')
    .set({ answered_at: at })
    .where('message_id', '=', id)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The one place where rows become messages again. */
function messageOf(row: MessageRow): Message {
  return {
    id: row.message_id,
    key: row.message_key,
    runId: row.run_id ?? undefined,
    place: row.place ?? undefined,
    person: { id: row.account_id, name: row.person_name },
    methodId: row.method_id,
    channel: row.channel,
    address: row.address,
    content: JSON.parse(row.content) as Content,
    urgency: row.urgency,
    state: row.state as MessageState,
    tries: row.tries,
    dueAt: row.due_at,
    createdAt: row.created_at,
    triedAt: row.tried_at ?? undefined,
    settledAt: row.settled_at ?? undefined,
    error: row.error ?? undefined,
    answeredAt: row.answered_at ?? undefined,
  };
}
