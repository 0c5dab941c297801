import { z } from 'zod';
import { listServices } from '../catalog/actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { flag, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { Viewer } from '../web/viewer.ts';
import type { IncidentKit } from './actions.ts';
import { declareAsked, DeclareFields } from './asked-routes.ts';
import { READER_CHOICES } from './seeing.ts';
import { severityTable } from './severities-actions.ts';
import { severityChoices, type SeverityChoice } from './severities-pages.ts';
import { fittingTelling, type Telling } from './shelf-actions.ts';
import { shelfOf, type Shelf } from './shelf-pages.ts';
import { similarIncidents } from './similar-actions.ts';
import { similarViews, type SimilarView } from './similar-pages.ts';

const FormFields = DeclareFields.extend({
  /** The form comes back with the runbooks that fit, and nothing is declared. */
  look: flag,
});

/** Declaring an incident. */
export function declareRoutes(kit: IncidentKit): Route[] {
  return [
    route('GET', paths.declare, 'incident.declare', z.strictObject({ runbook: optionalLine(100) }), (ask) =>
      declarePage(kit, ask, { chosen: ask.fields.runbook }),
    ),
    route(
      'POST',
      paths.incidents,
      'incident.declare',
      FormFields,
      async (ask) => {
        const { look, ...fields } = ask.fields;
        if (look) return declarePage(kit, ask, { typed: fields, isLooking: true });
        const done = await declareAsked(kit, { ...ask, fields });
        return seeOther(href(paths.incident, { number: done.number }), done.said);
      },
      { again: (ask) => declarePage(kit, ask, { typed: typedSoFar(ask.fields) }), mayWait: true },
    ),
  ];
}

/** What the form for declaring shows: the severities in words and the runbooks to choose from. */
export type DeclarePage = {
  services: readonly { slug: string; name: string }[];
  shelf: Shelf;
  /** Past incidents that may be the same; looked for together with the runbooks. */
  similar: readonly SimilarView[];
  /** Whether it was looked for what fits, so that nothing found is an answer. */
  hasLooked: boolean;
  /** The runbook that is chosen before anybody chooses: the one that was asked for, or the best that fits. */
  chosen: string;
  severities: readonly SeverityChoice[];
  readers: readonly { value: string; label: string }[];
};

type Asking = {
  /** The runbook that the address names. */
  chosen?: string | undefined;
  /** What was typed, when the form comes back. */
  typed?: Telling;
  /** Somebody asked what fits. */
  isLooking?: boolean;
};

async function declarePage(
  kit: IncidentKit,
  { viewer }: Pick<SignedInAsk, 'viewer'>,
  { chosen, typed, isLooking = false }: Asking,
): Promise<Answer> {
  const services = (await listServices(kit.db)).map(({ slug, name }) => ({ slug, name }));
  const { shelf, suggestions } = await fittingTelling(kit, typed ?? {});
  const offered = shelfOf(shelf, suggestions);
  const model = {
    services,
    shelf: offered,
    similar: isLooking ? await similarSoFar(kit, viewer, typed ?? {}) : [],
    hasLooked: isLooking,
    chosen: chosen ?? (isLooking ? offered.offers[0]?.slug : undefined) ?? '',
    severities: severityChoices(await severityTable(kit.db)),
    readers: [{ value: '', label: 'As the team of the service has it, else everybody' }, ...READER_CHOICES],
  } satisfies DeclarePage;
  return page('incidents/declare', 'Declare an incident', model, { isFormAgain: isLooking });
}

async function similarSoFar(
  kit: IncidentKit,
  viewer: Viewer,
  { title = '', summary = '', service }: Telling,
): Promise<SimilarView[]> {
  const told = { title, suspected: [summary], services: service === undefined ? [] : [service] };
  return similarViews(await similarIncidents(kit.db, viewer, told), viewer.zone ?? kit.homeZone);
}

/** What of a form that was refused tells of the incident. */
function typedSoFar(fields: unknown): Telling {
  const typed = z
    .object({ title: z.string(), summary: z.string(), service: z.string() })
    .partial()
    .safeParse(fields);
  return typed.data ?? {};
}
