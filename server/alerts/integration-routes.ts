import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { findService, listServices } from '../catalog/actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { flag, line, noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { AlertKit } from './delivery-actions.ts';
import { integrationPage, integrationsPage, keyMadePage } from './integration-pages.ts';
import { changeKey, createKey, findKey, lastsOf, listKeys, revokeKey } from './key-actions.ts';

export const KeyFields = z.strictObject({
  name: line('what the sender is called on the timeline', 80),
  service: line('the service that its alerts are about', 100),
  join_open: flag.describe(
    'another group joins what is open of the service, where it would open its own incident',
  ),
});

/** `/admin/integrations`: who may send alerts, and what came. */
export function integrationRoutes(kit: AlertKit, homeZone: string): Route[] {
  const { db } = kit;
  const zoneOf = ({ viewer }: SignedInAsk): string => viewer.zone ?? homeZone;
  const list = async (ask: SignedInAsk): Promise<Answer> => {
    const keys = await listKeys(db);
    const lasts = new Map<string, Awaited<ReturnType<typeof lastsOf>>>();
    for (const { id } of keys) lasts.set(id, await lastsOf(db, id));
    const model = integrationsPage(keys, await listServices(db), lasts, zoneOf(ask));
    return page('alerts/integrations', 'Integrations', model, { noStore: true });
  };
  const one = async (ask: SignedInAsk): Promise<Answer> => {
    const key = await findKey(db, ask.params.id ?? '');
    const service = await findService(db, key.serviceId);
    const model = integrationPage(key, service, await lastsOf(db, key.id), zoneOf(ask));
    return page('alerts/integration', key.name, model, { noStore: true });
  };
  return [
    route('GET', paths.integrations, 'integration.edit', noFields, list),
    route(
      'POST',
      paths.integrations,
      'integration.edit',
      KeyFields,
      async (ask) => {
        const { name, service, join_open: joinsOpen } = ask.fields;
        const made = await createKey(kit, { name, service, joinsOpen }, byOf(ask));
        const model = keyMadePage({ ...made, name }, ask.absolute);
        return page('alerts/key-made', 'A key for alerts', model, { noStore: true });
      },
      { again: list },
    ),
    route('GET', paths.integration, 'integration.edit', noFields, one),
    route('POST', paths.integration, 'integration.edit', z.strictObject({ join_open: flag }), async (ask) => {
      const id = ask.params.id ?? '';
      await changeKey(kit, id, ask.fields.join_open, byOf(ask));
      return seeOther(href(paths.integration, { id }), 'It is kept.');
    }),
    route('POST', paths.integrationRevocation, 'integration.edit', noFields, async (ask) => {
      await revokeKey(kit, ask.params.id ?? '', byOf(ask));
      return seeOther(
        paths.integrations,
        'The key is revoked: what its sender sends from now on is refused.',
      );
    }),
  ];
}
