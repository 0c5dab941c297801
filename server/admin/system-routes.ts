import { page } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { lookAtSystem, type Watched } from './system-actions.ts';
import { systemPage } from './system-pages.ts';

/** `/admin/system`: how this installation is. */
export function systemRoutes(watched: Watched, homeZone: string): Route[] {
  return [
    route('GET', paths.system, 'audit.read', noFields, async ({ viewer }) => {
      const model = systemPage(await lookAtSystem(watched), viewer.zone ?? homeZone);
      return page('admin/system', 'System', model, { noStore: true });
    }),
  ];
}
