import { z } from 'zod';
import type { IncidentKit } from '../incidents/actions.ts';
import { enterRoom } from '../incidents/room-actions.ts';
import { fittingIncident, fittingTelling } from '../incidents/shelf-actions.ts';
import { json } from '../web/answer.ts';
import { noFields, optionalLine, several } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { numberAsked } from '../incidents/room-routes.ts';
import { Offers, offersJson } from './offers-json.ts';

const TellingFields = z.strictObject({
  title: optionalLine().describe('what is broken, in a few words'),
  summary: optionalLine(2000),
  service: optionalLine(100),
  alert: several().describe('names of alerts'),
});

/** Which runbooks fit, for programs: the same that the pages offer. */
export function offersApi(kit: IncidentKit): Route[] {
  const urls = (ask: SignedInAsk) => (slug: string) => ask.absolute(href(paths.runbook, { slug }));
  return [
    route(
      'GET',
      paths.apiFittingRunbooks,
      'runbook.read',
      TellingFields,
      async (ask) => {
        const { alert, ...told } = ask.fields;
        return json(offersJson(await fittingTelling(kit, { ...told, alerts: alert }), urls(ask)));
      },
      { summary: 'Find the runbooks for what is broken', scope: 'runbooks:read', answers: Offers },
    ),
    route(
      'GET',
      paths.apiIncidentRunbooks,
      'incident.read',
      noFields,
      async (ask) => {
        const { state } = await enterRoom(kit, ask, numberAsked(ask));
        return json(offersJson(await fittingIncident(kit, state), urls(ask)));
      },
      { summary: 'Find the runbooks that fit an incident', scope: 'incidents:read', answers: Offers },
    ),
  ];
}
