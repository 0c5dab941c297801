import { z } from 'zod';
import { changed, ChangeFields, opened, OpenFields, serviceAsked } from '../admin/maintenance-routes.ts';
import type { Catalog } from '../catalog/actions.ts';
import { maintenanceOf } from '../catalog/maintenance-actions.ts';
import type { Service } from '../catalog/service.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { json, type Answer } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { instant } from './shape.ts';

const MaintenanceWindow = z
  .object({
    window_id: z.string(),
    from: instant,
    to: instant,
    reason: z.string(),
    owner: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: 'MaintenanceWindow', description: 'A time in which alerts of a service ask nobody' });

const Windows = z.object({ data: z.array(MaintenanceWindow).describe('those that are open or come') });

/** Windows of maintenance: read, opened, extended, ended. */
export function maintenanceApi(catalog: Catalog, escalation: EscalationKit): Route[] {
  const shown = async (ask: SignedInAsk, service: Service, status = 200): Promise<Answer> => {
    const windows = await maintenanceOf(catalog.db, service.id, ask.now);
    const data = windows.map(({ id, startsAt, endsAt, reason, owner }) => {
      return { window_id: id, from: startsAt, to: endsAt, reason, owner };
    });
    return json({ data } satisfies z.infer<typeof Windows>, status);
  };
  return [
    route(
      'GET',
      paths.apiMaintenance,
      'service.edit',
      noFields,
      async (ask) => shown(ask, await serviceAsked(catalog, ask)),
      { summary: 'List the windows of maintenance of a service', scope: 'incidents:read', answers: Windows },
    ),
    route(
      'POST',
      paths.apiMaintenance,
      'service.edit',
      OpenFields,
      async (ask) => shown(ask, await opened(catalog, ask, 'UTC'), 201),
      { summary: 'Hold the alerts of a service for some hours', scope: 'escalation:*', answers: Windows },
    ),
    route(
      'POST',
      paths.apiMaintenanceChange,
      'service.edit',
      ChangeFields,
      async (ask) => shown(ask, await changed(catalog, escalation, ask), 201),
      { summary: 'Extend a window of maintenance, or end it', scope: 'escalation:*', answers: Windows },
    ),
  ];
}
