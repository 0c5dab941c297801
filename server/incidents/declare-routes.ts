import { z } from 'zod';
import { listServices } from '../catalog/actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { IncidentKit } from './actions.ts';
import { declareAsked, DeclareFields } from './asked-routes.ts';
import { READER_CHOICES } from './seeing.ts';
import { severityTable } from './severities-actions.ts';
import { severityChoices, type SeverityChoice } from './severities-pages.ts';

/** Declaring an incident. */
export function declareRoutes(kit: IncidentKit): Route[] {
  return [
    route('GET', paths.declare, 'incident.declare', z.strictObject({ runbook: optionalLine(100) }), (ask) =>
      declarePage(kit, ask.fields.runbook),
    ),
    route(
      'POST',
      paths.incidents,
      'incident.declare',
      DeclareFields,
      async (ask) => {
        const done = await declareAsked(kit, ask);
        return seeOther(href(paths.incident, { number: done.number }), done.said);
      },
      { again: () => declarePage(kit, undefined) },
    ),
  ];
}

/** What the form for declaring shows: the severities in words and the runbooks to choose from. */
export type DeclarePage = {
  services: readonly { slug: string; name: string }[];
  runbooks: readonly { slug: string; title: string; words: string }[];
  chosen: string;
  severities: readonly SeverityChoice[];
  readers: readonly { value: string; label: string }[];
};

async function declarePage(kit: IncidentKit, chosen: string | undefined): Promise<Answer> {
  const services = (await listServices(kit.db)).map(({ slug, name }) => ({ slug, name }));
  const shelf = await kit.library.list();
  const runbooks = shelf.map(({ row, runbook }) => ({
    slug: row.runbook_id,
    title: runbook.title,
    words: runbook.metadata.services.join(', '),
  }));
  return page('incidents/declare', 'Declare an incident', {
    services,
    runbooks,
    chosen: chosen ?? '',
    severities: severityChoices(await severityTable(kit.db)),
    readers: [{ value: '', label: 'As the team of the service has it, else everybody' }, ...READER_CHOICES],
  } satisfies DeclarePage);
}
