/** Pages that wait for the same person, as the outbox holds them. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import { APART_SECONDS, NEVER_WAITS, type Lately, type Plan, type Waiting } from './bundle.ts';
import { LEASE_SECONDS, type Content } from './message.ts';
import type { Settling } from './message-store.ts';

const CHANNELS = Object.keys(APART_SECONDS);
const LONGEST = Math.max(...Object.values(APART_SECONDS));
const TO_SEND = ['queued', 'uncertain'];

export type Way = { accountId: string; methodId: string; channel: string };

/** The pages that are due and may wait, by person and way. Those that go along with one that is still there are left out. */
export async function waitingPages(db: Db, now: Instant): Promise<{ way: Way; waiting: Waiting[] }[]> {
  const rows = await db
    .selectFrom('message')
    .leftJoin('message as leader', 'leader.message_id', 'message.bundled_with')
    .select([
      'message.message_id as id',
      'message.account_id as account_id',
      'message.method_id as method_id',
      'message.channel as channel',
      'message.content as content',
      'message.urgency as urgency',
      'message.due_at as due_at',
      'leader.state as leader_state',
    ])
    .where('message.state', 'in', TO_SEND)
    .where('message.due_at', '<=', now)
    .where('message.kind', '=', 'page')
    .where('message.channel', 'in', CHANNELS)
    .where('message.urgency', '>', NEVER_WAITS)
    .execute();
  const loose = rows.filter(({ leader_state }) => !isGoing(leader_state));
  const byWay = Map.groupBy(loose, ({ account_id, method_id }) => `${account_id} ${method_id}`);
  return [...byWay.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { account_id: accountId, method_id: methodId, channel } = first;
    const waiting = same.map(({ id, content, urgency, due_at: dueAt }) => ({
      id,
      subject: subjectOf(content),
      urgency,
      dueAt,
    }));
    return [{ way: { accountId, methodId, channel }, waiting }];
  });
}

const isGoing = (state: string | null): boolean =>
  state === 'queued' || state === 'uncertain' || state === 'leased';

/** What went by this way less than its time ago, or is on its way. */
export async function latelySent(
  db: Db,
  { accountId, methodId, channel }: Way,
  now: Instant,
): Promise<Lately[]> {
  const since = plusSeconds(now, -(APART_SECONDS[channel] ?? LONGEST));
  const rows = await db
    .selectFrom('message')
    .select(['state', 'settled_at', 'leased_until', 'urgency', 'content'])
    .where('account_id', '=', accountId)
    .where('method_id', '=', methodId)
    .where('kind', '=', 'page')
    .where((eb) =>
      eb.or([eb('state', '=', 'leased'), eb.and([eb('state', '=', 'sent'), eb('settled_at', '>', since)])]),
    )
    .execute();
  return rows.map(({ settled_at, leased_until, urgency, content }) => ({
    at: settled_at ?? plusSeconds(leased_until ?? now, -LEASE_SECONDS),
    urgency,
    subject: subjectOf(content),
  }));
}

/** Writes what was planned; what is on its way meanwhile stays as it is. */
export async function writePlan(db: Db, plan: Plan): Promise<void> {
  if (plan.kind === 'wait') return changeWaiting(db, plan.ids, { due_at: plan.until, bundled_with: null });
  await changeWaiting(db, plan.ids, { bundled_with: plan.leader });
  await changeWaiting(db, [plan.leader], { bundled_with: null });
}

async function changeWaiting(
  db: Db,
  ids: readonly string[],
  changed: { due_at?: Instant; bundled_with: string | null },
): Promise<void> {
  if (ids.length === 0) return;
  const query = db.updateTable('message').set(changed).where('message_id', 'in', ids);
  await query.where('state', 'in', TO_SEND).execute();
}

/** What became of those that went along: the same as of the one with which they went. */
export async function settleAlong(
  db: Db,
  ids: readonly string[],
  { state, at, dueAt, error }: Pick<Settling, 'state' | 'at' | 'dueAt' | 'error'>,
): Promise<void> {
  if (ids.length === 0) return;
  const isOver = state === 'sent' || state === 'failed';
  await db
    .updateTable('message')
    .set((eb) => ({
      state,
      tries: eb('tries', '+', 1),
      tried_at: at,
      error: error ?? null,
      ...(dueAt !== undefined && { due_at: dueAt }),
      ...(isOver && { settled_at: at }),
    }))
    .where('message_id', 'in', ids)
    .where('state', 'in', TO_SEND)
    .execute();
}

function subjectOf(content: string): string {
  const read = JSON.parse(content) as Content;
  return read.kind === 'page' ? read.subjectKey : '';
}
