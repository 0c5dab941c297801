import { z } from 'zod';
import { findService, listServices } from '../catalog/actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { line, noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { open, type Done, type IncidentKit } from './actions.ts';
import { alikeTo } from './alike-actions.ts';
import { zoneOf } from './asked-routes.ts';
import { policyOf } from './service-policy-actions.ts';
import { incidentLines, type IncidentLine } from './board-pages.ts';
import { openIncidents, waitingReports } from './listing-store.ts';

export const ReportFields = z.strictObject({
  title: line('what you see, in a few words'),
  summary: optionalLine(2000).describe('what you did, and what happened instead'),
  service: optionalLine(100).describe('the slug of the service, when it is known'),
});

/** What the form for reporting shows: what is open already stands beside it. */
export type ReportPage = {
  services: readonly { slug: string; name: string }[];
  open: readonly IncidentLine[];
};

/** Reporting something that may be wrong: for everybody with an account. */
export function reportRoutes(kit: IncidentKit): Route[] {
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const services = (await listServices(kit.db)).map(({ slug, name }) => ({ slug, name }));
    const rows = await openIncidents(kit.db, ask.viewer);
    const model: ReportPage = { services, open: incidentLines(rows, ask.now, zoneOf(kit, ask)) };
    return page('incidents/report', 'Report a problem', model);
  };
  return [
    route('GET', paths.report, 'incident.report', noFields, show),
    route(
      'POST',
      paths.reports,
      'incident.report',
      ReportFields,
      async (ask) => {
        const done = await reportAsked(kit, ask);
        return seeOther(href(paths.incident, { number: done.number }), done.said);
      },
      { again: show },
    ),
  ];
}

/** What pages and programs ask for in the same way. */
export function reportAsked(
  kit: IncidentKit,
  { viewer, fields, opId }: Pick<SignedInAsk<z.output<typeof ReportFields>>, 'viewer' | 'fields' | 'opId'>,
): Promise<Done> {
  const { title, summary } = fields;
  return open(
    kit,
    viewer,
    async (key, db) => {
      const service = fields.service === undefined ? undefined : await findService(db, fields.service);
      const services = service === undefined ? [] : [service.slug];
      return {
        type: 'report',
        how: 'reported',
        key,
        kind: 'incident',
        title,
        summary,
        service: service?.slug,
        homeZone: kit.homeZone,
        visibility: service?.visibility ?? 'all',
        policy: service && (await policyOf(db, service)),
        waiting: await waitingReports(db, viewer.id),
        alike: await alikeTo(db, viewer, { title, services }),
      };
    },
    { opId, body: { report: fields } },
  );
}
