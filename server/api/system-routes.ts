import { lookAtSystem, type Watched } from '../admin/system-actions.ts';
import { json } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { System, systemJson } from './system-json.ts';

export function systemApi(watched: Watched): Route[] {
  return [
    route(
      'GET',
      paths.apiSystem,
      'audit.read',
      noFields,
      async () => json(systemJson(await lookAtSystem(watched))),
      { summary: 'Read how this installation is', scope: 'admin', answers: System },
    ),
  ];
}
