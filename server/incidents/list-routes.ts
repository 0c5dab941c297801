import { z } from 'zod';
import { page, type Answer } from '../web/answer.ts';
import { optionalChoice, optionalLine } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { IncidentKit } from './actions.ts';
import { zoneOf } from './asked-routes.ts';
import { incidentListPage } from './board-pages.ts';
import { SEVERITIES, STATUSES } from './entry-fields.ts';
import { allLabels } from './ties-store.ts';
import { incidentsFrom, type Cursor } from './listing-actions.ts';

const LIST_ROWS = 50;

const ListFields = z.strictObject({
  status: optionalChoice(['open', ...STATUSES], 'Choose a status from the list.'),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
  label: optionalLine(50),
  after: optionalLine(100),
});

/** The list of all incidents, a page at a time. */
export function listRoute(kit: IncidentKit): Route {
  return route('GET', paths.incidents, 'incident.read', ListFields, (ask) => listPage(kit, ask));
}

async function listPage(kit: IncidentKit, ask: SignedInAsk<z.output<typeof ListFields>>): Promise<Answer> {
  const { status, severity, label, after } = ask.fields;
  const filter = { status, severity, label };
  const { rows, next } = await incidentsFrom(kit.db, ask.viewer, filter, LIST_ROWS, cursorOf(after));
  const query = new URLSearchParams({ status: status ?? '', severity: severity ?? '', label: label ?? '' });
  if (next !== undefined) query.set('after', `${next.openedAt}~${next.incidentId}`);
  const model = incidentListPage(
    rows,
    { status: status ?? '', severity: severity ?? '', label: label?.toLowerCase() ?? '' },
    await allLabels(kit.db, ask.viewer),
    next && `${paths.incidents}?${query.toString()}`,
    ask.now,
    zoneOf(kit, ask),
    may(ask.viewer, 'incident.declare'),
  );
  return page('incidents/list', 'Incidents', model);
}

function cursorOf(text: string | undefined): Cursor | undefined {
  const [openedAt, incidentId] = text?.split('~') ?? [];
  return openedAt !== undefined && incidentId !== undefined ? { openedAt, incidentId } : undefined;
}
