import type { IncidentKit } from '../incidents/actions.ts';
import { open, type Answer } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import type { Render } from '../web/render.ts';
import { publicRoute, type Ask, type Route } from '../web/route.ts';
import { atomFeed, jsonFeed, type Places } from './feeds.ts';
import { noSuch, publicIncident, publicNames, publicStatus } from './status-actions.ts';
import { NotFound } from '../core/refused.ts';
import { incidentPage, statusPage, type Learned } from './status-pages.ts';

/** The start of the count of time, for a feed that never had anything in it. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** The public status: for everybody, without an account, a cookie or a script. */
export function publicityRoutes(
  kit: IncidentKit,
  render: Pick<Render, 'open'>,
  learned: (number: number) => Promise<Learned | undefined>,
): Route[] {
  return [
    publicRoute('GET', paths.status, noFields, async ({ now }) => {
      const model = statusPage(await publicStatus(kit, now), now, kit.homeZone);
      return html(render.open('public/status', 'Status', model));
    }),
    publicRoute('GET', paths.publicIncident, noFields, async ({ params, now }) => {
      if (!/^[1-9]\d{0,8}$/.test(params.number ?? '')) throw noSuch();
      const number = Number(params.number);
      const text = await learned(number);
      const incident = await publicIncident(kit, number).catch((error: unknown) => {
        // An incident of which nothing was sent is public all the same once its public version is.
        if (error instanceof NotFound && text !== undefined) return undefined;
        throw error;
      });
      const model = incidentPage(incident, text, await publicNames(kit), now, kit.homeZone);
      return html(render.open('public/incident', model.title, model));
    }),
    publicRoute('GET', paths.statusJson, noFields, async (ask) =>
      open(jsonFeed(await publicStatus(kit, ask.now), placesOf(ask)), 'application/feed+json'),
    ),
    publicRoute('GET', paths.statusAtom, noFields, async (ask) =>
      open(atomFeed(await publicStatus(kit, ask.now), placesOf(ask), NEVER), 'application/atom+xml'),
    ),
  ];
}

function html(text: string): Answer {
  return open(text, 'text/html');
}

function placesOf({ absolute }: Pick<Ask, 'absolute'>): Places {
  return {
    status: absolute(paths.status),
    json: absolute(paths.statusJson),
    atom: absolute(paths.statusAtom),
    incident: (number) => absolute(href(paths.publicIncident, { number })),
  };
}
