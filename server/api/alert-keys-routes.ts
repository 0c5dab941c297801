import { z } from 'zod';
import type { AlertKit } from '../alerts/delivery-actions.ts';
import { lastAt } from '../alerts/integration-pages.ts';
import { KeyFields } from '../alerts/integration-routes.ts';
import { createKey, lastsOf, listKeys, revokeKey } from '../alerts/key-actions.ts';
import { byOf } from '../audit/by.ts';
import { listServices } from '../catalog/actions.ts';
import { json } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { pageOf } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { instant, listOf, orNull } from './shape.ts';

const AlertKey = z
  .object({
    key_id: z.string(),
    name: z.string().describe('what the sender is called on the timeline'),
    service: z.string().nullable().describe('the slug of the service that its alerts are about'),
    join_open: z.boolean().describe('another group joins what is open of the service'),
    created_at: instant,
    last_at: instant.nullable().describe('when something came by it last'),
    last_error: z.string().nullable().describe('why what came last could not be used'),
  })
  .meta({ id: 'AlertKey', description: 'What a sender of alerts holds; the key itself is told once' });

/** The keys of those who send alerts. */
export function alertKeysApi(kit: AlertKit): Route[] {
  return [
    route(
      'GET',
      paths.apiAlertKeys,
      'integration.edit',
      z.strictObject(listFields),
      async (ask) => {
        const { items, next } = pageOf(await listKeys(kit.db), ({ id }) => id, ask.fields);
        const services = new Map((await listServices(kit.db)).map(({ id, slug }) => [id, slug]));
        const data: z.infer<typeof AlertKey>[] = [];
        for (const { id, name, serviceId, joinsOpen, createdAt } of items) {
          const lasts = await lastsOf(kit.db, id);
          const last = lastAt(lasts);
          data.push({
            key_id: id,
            name,
            service: orNull(services.get(serviceId)),
            join_open: joinsOpen,
            created_at: createdAt,
            last_at: orNull(last),
            last_error: last === lasts.faulty?.receivedAt ? orNull(lasts.faulty?.error) : null,
          });
        }
        return listAnswer(ask, paths.apiAlertKeys, { limit: ask.fields.limit }, data, next);
      },
      { summary: 'List the keys of those who send alerts', scope: 'admin', answers: listOf(AlertKey) },
    ),
    route(
      'POST',
      paths.apiAlertKeys,
      'integration.edit',
      KeyFields,
      async (ask) => {
        const { name, service, join_open: joinsOpen } = ask.fields;
        const { id, key } = await createKey(kit, { name, service, joinsOpen }, byOf(ask));
        return json({ key_id: id, key }, 201);
      },
      {
        summary: 'Make a key for a sender of alerts; it is told this once',
        scope: 'admin',
        answers: z.object({ key_id: z.string(), key: z.string() }),
      },
    ),
    route(
      'POST',
      paths.apiAlertKeyRevocation,
      'integration.edit',
      noFields,
      async (ask) => {
        const id = ask.params.id ?? '';
        await revokeKey(kit, id, byOf(ask));
        return json({ key_id: id, revoked_at: ask.now });
      },
      {
        summary: 'Revoke the key of a sender of alerts',
        scope: 'admin',
        answers: z.object({ key_id: z.string(), revoked_at: instant }),
      },
    ),
  ];
}
