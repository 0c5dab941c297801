import { z } from 'zod';
import type { IncidentKit } from '../incidents/room-actions.ts';
import { file, page } from '../web/answer.ts';
import { optionalChoice } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { countedIncidents, openItemAges } from './actions.ts';
import { distributionsOf, noticedBy, runbookFigures } from './figures.ts';
import { insightsCsv, insightsPage } from './pages.ts';

const SpanFields = z.strictObject({
  span: optionalChoice(['3', '12', 'all'], 'Show three months, twelve, or all.'),
});

/** What many incidents say together. */
export function insightsRoutes(kit: IncidentKit): Route[] {
  return [
    route('GET', paths.insights, 'insights.read', SpanFields, async ({ viewer, now, fields }) => {
      const { span = '12' } = fields;
      const { incidents, isCut } = await countedIncidents(kit, viewer, { span, now });
      const model = insightsPage(
        {
          distributions: distributionsOf(incidents, now),
          runbooks: runbookFigures(incidents),
          noticed: noticedBy(incidents),
          ages: await openItemAges(kit, viewer, now),
          incidents: incidents.length,
          isCut,
        },
        span,
      );
      return page('insights/index', 'Insights', model);
    }),
    route('GET', paths.insightsFile, 'insights.read', SpanFields, async ({ viewer, now, fields }) => {
      const { incidents } = await countedIncidents(kit, viewer, { span: fields.span ?? '12', now });
      return file(insightsCsv(distributionsOf(incidents, now)), 'text/csv; charset=utf-8', 'insights.csv');
    }),
  ];
}
