import type { Watched } from '../admin/system-actions.ts';
import type { People } from '../identity/people.ts';
import type { IncidentKit } from '../incidents/actions.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Questions } from '../runbooks/questions.ts';
import { json } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { publicRoute, type Route } from '../web/route.ts';
import type { AlertKit } from '../alerts/delivery-actions.ts';
import { alertKeysApi } from './alert-keys-routes.ts';
import { auditApi } from './audit-routes.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { escalationApi, type MayReadRun } from './escalation-routes.ts';
import { exchangeApi } from './exchange-routes.ts';
import { incidentApi } from './incident-routes.ts';
import { maintenanceApi } from './maintenance-routes.ts';
import { offersApi } from './offers-routes.ts';
import { openapiOf } from './openapi.ts';
import { peopleApi } from './people-routes.ts';
import { policiesApi } from './policies-routes.ts';
import { postmortemApi } from './postmortem-routes.ts';
import { questionsApi } from './questions-routes.ts';
import { runbookApi } from './runbook-routes.ts';
import { schedulesApi } from './schedules-routes.ts';
import { servicesApi } from './services-routes.ts';
import { swapsApi } from './swaps-routes.ts';
import { systemApi } from './system-routes.ts';
import { tokensApi } from './tokens-routes.ts';
import { whyApi } from './why-routes.ts';

/** What the API works with: the same as the pages. */
export type ApiKit = {
  escalation: EscalationKit;
  mayReadRun: MayReadRun;
  /** Lets others go on in the middle of what takes long. */
  breath: () => Promise<void>;
  people: People;
  incidents: IncidentKit;
  alerts: AlertKit;
  postmortems: PostmortemKit;
  library: Library;
  questions: Questions;
  watched: Watched;
};

/** Every route for programs, and the description that is made of them. */
export function apiRoutes(kit: ApiKit): Route[] {
  const routes = [
    ...incidentApi(kit.incidents),
    ...postmortemApi(kit.postmortems),
    ...exchangeApi(kit.postmortems),
    ...runbookApi(kit.library),
    ...questionsApi(kit),
    ...offersApi(kit.incidents),
    ...peopleApi(kit.people),
    ...servicesApi(kit.people.db),
    ...escalationApi(kit.escalation, kit.mayReadRun),
    ...schedulesApi(kit.escalation),
    ...swapsApi(kit.escalation),
    ...policiesApi(kit.escalation, kit.breath),
    ...whyApi(kit.incidents, kit.escalation, kit.mayReadRun),
    ...maintenanceApi(kit.people, kit.escalation),
    ...alertKeysApi(kit.alerts),
    ...tokensApi(kit.people),
    ...auditApi(kit.people.db),
    ...systemApi(kit.watched),
  ];
  return [...routes, descriptionRoute(routes)];
}

function descriptionRoute(routes: readonly Route[]): Route {
  let made: object | undefined;
  return publicRoute('GET', paths.openapi, noFields, ({ absolute }) => {
    made ??= openapiOf(routes, absolute(''));
    return json(made);
  });
}
