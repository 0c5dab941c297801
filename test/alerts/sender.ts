/** A sender of alerts in a world in which a service pages by mail. */
import request from 'supertest';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createKey } from '../../server/alerts/key-actions.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act } from '../../server/incidents/actions.ts';
import type { Command } from '../../server/incidents/command.ts';
import { level, paging, type Paging } from '../escalation/paging.ts';
import { CAST, type Member } from '../support/cast.ts';
import type { World } from '../support/world.ts';

export type Sender = {
  paging: Paging;
  keyId: string;
  key: string;
  /** Sends a body to a hook; an object as JSON. */
  send(kind: 'alertmanager' | 'json', body: object | string, key?: string): Promise<Answered>;
  entries(): Promise<Told[]>;
  /** How many incidents there are. */
  incidents(): Promise<number>;
  end(): Promise<void>;
};

export type Answered = { status: number; body: Record<string, unknown>; headers: Record<string, string> };
export type Told = {
  kind: string;
  occurredAt: string;
  recordedAt: string;
  source: string;
  body: Record<string, unknown>;
};

/** @param members whom the policy asks, one level each */
export async function sender(
  members: readonly Member[] = ['ana', 'ben'],
  given: { joinsOpen?: boolean } = {},
): Promise<Sender> {
  const there = await paging(members.map((member) => level([member])));
  const { alerts } = there.world.kit;
  const wanted = { service: 'web-shop', name: 'Prometheus', joinsOpen: given.joinsOpen ?? false };
  const { id: keyId, key } = await createKey(alerts, wanted, COMMAND_LINE);
  const { db } = there.world.store;
  return {
    paging: there,
    keyId,
    key,
    send: async (kind, body, held = key) => {
      const answer = await request(there.world.app)
        .post(`/hooks/${kind}`)
        .set('Authorization', `Bearer ${held}`)
        .type('application/json')
        .send(typeof body === 'string' ? body : JSON.stringify(body));
      return answer;
    },
    entries: async () => {
      const rows = await db.selectFrom('entry').selectAll().orderBy('incident_id').orderBy('seq').execute();
      return rows.map((row) => ({
        kind: row.kind,
        occurredAt: row.occurred_at,
        recordedAt: row.recorded_at,
        source: row.source,
        body: JSON.parse(row.body) as Record<string, unknown>,
      }));
    },
    incidents: async () => (await db.selectFrom('incident').select('number').execute()).length,
    end: () => there.end(),
  };
}

/** Does something with a sender, and lets its world end. */
export async function sending(
  work: (sender: Sender) => Promise<void>,
  ...given: Parameters<typeof sender>
): Promise<void> {
  const there = await sender(...given);
  try {
    await work(there);
  } finally {
    await there.end();
  }
}

type AlertGiven = {
  name?: string;
  instance?: string;
  severity?: string;
  status?: 'firing' | 'resolved';
  startsAt?: string;
  endsAt?: string;
  annotations?: Record<string, string>;
};

/** One alert as Alertmanager sends it. */
export function alert(given: AlertGiven = {}): object {
  const { name = 'HighErrorRate', instance = 'web-1', severity = 'critical', status = 'firing' } = given;
  return {
    status,
    labels: { alertname: name, instance, severity },
    annotations: given.annotations ?? {},
    startsAt: given.startsAt ?? '2026-11-02T08:58:30.123456789Z',
    endsAt: given.endsAt ?? '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example.org/graph?g0.expr=up',
    fingerprint: `${name}-${instance}`,
  };
}

/** A group of alerts as Alertmanager sends it. */
export function group(alerts: readonly object[], given: object = {}): object {
  return {
    version: '4',
    groupKey: '{}:{alertname="HighErrorRate"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'muster',
    groupLabels: { alertname: 'HighErrorRate' },
    commonLabels: { alertname: 'HighErrorRate' },
    commonAnnotations: { summary: 'One request in three fails' },
    externalURL: 'http://alertmanager.example.org',
    alerts,
    ...given,
  };
}

/** Somebody of the cast does something in an incident. */
export async function by(world: World, member: Member, command: Command, number = 1): Promise<void> {
  const viewer = await viewerById(world.store.db, CAST[member].id);
  if (viewer === undefined) throw new Error(`${member} has no account.`);
  await act(world.kit.incidents, viewer, number, [command], { opId: undefined, body: {} });
}
