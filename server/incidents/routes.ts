import type { Hub } from '../live/hub.ts';
import type { Render } from '../web/render.ts';
import type { Route } from '../web/route.ts';
import type { IncidentKit } from './actions.ts';
import { ACTS } from './acts-routes.ts';
import { attachmentRoute } from './attachment-routes.ts';
import { boardRoute } from './board-routes.ts';
import { declareRoutes } from './declare-routes.ts';
import { formRoute } from './form-routes.ts';
import { listRoute } from './list-routes.ts';
import { lookingBackRoutes } from './looking-back-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { readMarkRoute } from './read-mark-routes.ts';
import { redactionRoutes } from './redaction-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { roomModels } from './room-model-routes.ts';
import { roomPages, roomRoutes } from './room-page-routes.ts';
import { runModels } from './run-model-routes.ts';
import { severitiesRoutes } from './severities-routes.ts';

/** The pages of incidents and, made from the table of acts, their forms. */
export function incidentRoutes(kit: IncidentKit, hub: Hub, part: Render['part']): Route[] {
  const models = runModels(kit, part);
  const rooms = roomModels(kit);
  const pages = roomPages(kit, hub, models, rooms);
  return [
    boardRoute(kit),
    listRoute(kit),
    ...declareRoutes(kit),
    ...reportRoutes(kit),
    ...roomRoutes(kit, pages),
    ...liveRoutes(kit, hub, models, rooms),
    attachmentRoute(kit),
    readMarkRoute(kit),
    ...redactionRoutes(kit),
    ...severitiesRoutes(kit),
    ...lookingBackRoutes(kit, models),
    ...ACTS.map((declared) => formRoute(kit, declared, pages)),
  ];
}
