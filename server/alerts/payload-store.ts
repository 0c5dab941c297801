import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { AlertPayloadRow } from '../store/schema.ts';

/** What came, as it came. `outcome` says in words what became of it; `error` is there when nothing could. */
export type Payload = {
  id: string;
  keyId: string;
  kind: string;
  receivedAt: Instant;
  body: string;
  outcome: string;
  error: string | undefined;
};

export async function insertPayload(db: Db, payload: Payload): Promise<void> {
  await db
    .insertInto('alert_payload')
    .values({
      payload_id: payload.id,
      key_id: payload.keyId,
      kind: payload.kind,
      received_at: payload.receivedAt,
      body: payload.body,
      outcome: payload.outcome,
      error: payload.error ?? null,
    })
    .execute();
}

/** Of what could not be used the last of a key is enough: a sender that is wrong goes on being wrong. */
export async function forgetFaulty(db: Db, keyId: string): Promise<void> {
  await db.deleteFrom('alert_payload').where('key_id', '=', keyId).where('error', 'is not', null).execute();
}

export async function forgetPayloads(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('alert_payload').where('received_at', '<', before).execute();
}

/** The last payload of a key, of those that could be used or of those that could not. */
export async function lastPayload(
  db: Db,
  keyId: string,
  which: 'used' | 'faulty',
): Promise<Payload | undefined> {
  const row = await db
    .selectFrom('alert_payload')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('error', which === 'used' ? 'is' : 'is not', null)
    .orderBy('received_at', 'desc')
    .orderBy('payload_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && payloadOf(row);
}

function payloadOf(row: AlertPayloadRow): Payload {
  return {
    id: row.payload_id,
    keyId: row.key_id,
    kind: row.kind,
    receivedAt: row.received_at,
    body: row.body,
    outcome: row.outcome,
    error: row.error ?? undefined,
  };
}
