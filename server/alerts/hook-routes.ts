import { Stop } from '../web/errors.ts';
import { json, type Answer } from '../web/answer.ts';
import { paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { keyRoute, type Ask, type Route } from '../web/route.ts';
import type { AlertKit } from './delivery-actions.ts';
import type { Ingest } from './ingest-actions.ts';
import { keyOfSender } from './key-actions.ts';
import { keepFaulty } from './receive-actions.ts';
import type { Notification } from './signal.ts';
import { readAlertmanager } from './sources/alertmanager.ts';
import { readJson } from './sources/json.ts';

type Reader = (body: unknown) => Notification;

/** Hears what came of each delivery, for the figures of this server. */
export type OnDelivery = (delivery: {
  source: string;
  result: 'taken' | 'refused' | 'unknown-key' | 'busy';
}) => void;

/** `/hooks`: what monitoring sends. An answer of 2xx says that it is on disk. */
export function hookRoutes(kit: AlertKit, ingest: Ingest, onDelivery: OnDelivery): Route[] {
  const hook = (kind: string, read: Reader) => async (ask: Ask<Buffer>) =>
    answered(kit, ingest, { kind, read, ask, onDelivery });
  const alertmanager = hook('alertmanager', readAlertmanager);
  const plain = hook('json', readJson);
  return [
    keyRoute('POST', paths.alertmanagerHook, alertmanager),
    keyRoute('POST', paths.alertmanagerKeyHook, alertmanager),
    keyRoute('POST', paths.jsonHook, plain),
    keyRoute('POST', paths.jsonKeyHook, plain),
  ];
}

type Hooked = { kind: string; read: Reader; ask: Ask<Buffer>; onDelivery: OnDelivery };

async function answered(
  kit: AlertKit,
  ingest: Ingest,
  { kind, read, ask, onDelivery }: Hooked,
): Promise<Answer> {
  const said = (result: Parameters<OnDelivery>[0]['result']) => {
    onDelivery({ source: kind, result });
  };
  const held = heldKey(ask);
  const key = held === undefined ? undefined : await keyOfSender(kit.db, held);
  if (key === undefined) {
    said('unknown-key');
    throw unknownKey(held);
  }
  const raw = ask.fields.toString('utf8');
  let notification: Notification;
  try {
    notification = read(parsed(raw));
  } catch (error) {
    said('refused');
    if (error instanceof Stop || error instanceof Invalid)
      await keepFaulty(kit, { key, kind, raw }, error.message);
    throw error;
  }
  try {
    const { incident, meanings } = await ingest.take({ key, kind, raw, notification });
    said('taken');
    return json({ incident: incident ?? null, alerts: meanings });
  } catch (error) {
    said('busy');
    throw error;
  }
}

/** The key of a sender: in its header, as the password of Basic credentials, or in the address. */
function heldKey({ header, params }: Ask<Buffer>): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header('authorization') ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'geniekey':
      return value;
    case 'basic':
      return Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':');
    default:
      return params.key;
  }
}

function unknownKey(held: string | undefined): Stop {
  const sentence =
    held === undefined
      ? 'Send the key of this integration: "Authorization: Bearer mak_…", the password of Basic credentials, or at the end of the address.'
      : 'This key is not known here, or it was revoked. A manager makes a new one on the page of integrations.';
  return new Stop(401, 'unknown-key', sentence, { 'WWW-Authenticate': 'Bearer realm="alerts"' });
}

/** @throws Stop 400 for what is no JSON, which no repeat of it ever will be */
function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw.replace(/^\u{FEFF}/u, '')) as unknown;
  } catch {
    const sentence =
      raw.trim() === ''
        ? 'The body is empty. Send JSON.'
        : 'The JSON cannot be read: it may have been cut on its way. Nothing was written.';
    throw new Stop(400, 'malformed', sentence);
  }
}
