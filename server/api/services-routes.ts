import { z } from 'zod';
import { listServices } from '../catalog/actions.ts';
import { SEVERITIES, type Severity } from '../incidents/entry-fields.ts';
import { severityTable } from '../incidents/severities-actions.ts';
import type { SeverityRule } from '../incidents/severity-table.ts';
import type { Db } from '../store/open.ts';
import { json } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { pageOf } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { listOf, orNull } from './shape.ts';

const Service = z
  .object({
    slug: z.string().describe('the name by which acts name it'),
    name: z.string(),
    team: z.string().nullable().describe('the team that owns it'),
    runbook: z.string().nullable().describe('the slug of its usual runbook'),
  })
  .meta({ id: 'Service', description: 'What can break' });

const minutes = z.number().nullable();
const SeverityLine = z
  .object({
    severity: z.enum(SEVERITIES),
    tests: z.array(z.string()).describe('one of them is enough'),
    percent_at_least: z.number().nullable().describe('the share of users from which impact is it by itself'),
    roles: z.array(z.string()).describe('who must be there'),
    update_minutes: z.object({ first_public: minutes, public: minutes, internal: minutes, support: minutes }),
    watch_minutes: z.number(),
    review: z.boolean().describe('whether a review is required'),
  })
  .meta({ id: 'SeverityLine', description: 'What makes a severity here, and what it asks of the room' });

/** What acts name and choose from: services and severities. */
export function servicesApi(db: Db): Route[] {
  return [
    route(
      'GET',
      paths.apiServices,
      'incident.read',
      z.strictObject(listFields),
      async (ask) => {
        const { items, next } = pageOf(await listServices(db), ({ slug }) => slug, ask.fields);
        const data = items.map(({ slug, name, teamName, runbookId }) => {
          return { slug, name, team: orNull(teamName), runbook: orNull(runbookId) };
        });
        return listAnswer(ask, paths.apiServices, { limit: ask.fields.limit }, data, next);
      },
      { summary: 'List the services', scope: 'incidents:read', answers: listOf(Service) },
    ),
    route(
      'GET',
      paths.apiSeverities,
      'incident.read',
      noFields,
      async () => {
        const table = await severityTable(db);
        return json({ data: SEVERITIES.map((one) => severityJson(one, table[one])), next_cursor: null });
      },
      {
        summary: 'Read what makes a severity here, and what each asks for',
        scope: 'incidents:read',
        answers: listOf(SeverityLine),
      },
    ),
  ];
}

function severityJson(severity: Severity, rule: SeverityRule): z.infer<typeof SeverityLine> {
  const { tests, percentAtLeast, demand } = rule;
  const { roles, firstPublic, updateEvery, watch, review } = demand;
  const inMinutes = (seconds: number | undefined) => (seconds === undefined ? null : seconds / 60);
  return {
    severity,
    tests: tests.map(({ words }) => words),
    percent_at_least: orNull(percentAtLeast),
    roles: [...roles],
    update_minutes: {
      first_public: inMinutes(firstPublic),
      public: inMinutes(updateEvery.public),
      internal: inMinutes(updateEvery.internal),
      support: inMinutes(updateEvery.support),
    },
    watch_minutes: watch / 60,
    review,
  };
}
