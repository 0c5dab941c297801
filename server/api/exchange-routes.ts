import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { FORMATS } from '../exchange/export-actions.ts';
import { importIncident, previewImport } from '../exchange/import-actions.ts';
import { exported, fileOf, ImportFields } from '../exchange/routes.ts';
import type { IncidentKit } from '../incidents/actions.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import { json, type Answer } from '../web/answer.ts';
import { choice } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { numberAsked } from '../incidents/room-routes.ts';
import { orNull } from './shape.ts';

const FormatField = z.strictObject({
  format: choice(FORMATS, 'Choose a format: zip, md, json or jsonl.').default('zip'),
});

const Imported = z
  .object({
    from: z.string().describe('the key and the installation that it came from'),
    holds: z.string(),
    incident: z.string().nullable().describe('the key that it has here; null when nothing was written'),
    already_here: z.string().nullable().describe('why nothing is to be brought in'),
  })
  .meta({ id: 'Imported', description: 'What a file holds, and what became of it' });

type Answered = z.infer<typeof Imported>;

/** Taking an incident along, and bringing one in. */
export function exchangeApi(kit: PostmortemKit): Route[] {
  return [
    route(
      'GET',
      paths.apiExport,
      'incident.export',
      FormatField,
      (ask) => exported(kit, ask, numberAsked(ask), ask.fields.format),
      { summary: 'Take an incident along, whole or as text', scope: 'incidents:read', answers: 'file' },
    ),
    route('POST', paths.apiImports, 'incident.import', ImportFields, (ask) => brought(kit.incidents, ask), {
      summary: 'Bring in an incident of another installation, or only look what is in the file',
      scope: 'incidents:write',
      answers: Imported,
      takesFile: true,
    }),
  ];
}

async function brought(kit: IncidentKit, ask: SignedInAsk<z.output<typeof ImportFields>>): Promise<Answer> {
  const bytes = fileOf(ask);
  if (ask.fields.dry_run) {
    const { key, installation, holds, here } = await previewImport(kit, bytes);
    const from = `${key} of ${installation}`;
    return json({ from, holds, incident: null, already_here: orNull(here?.sentence) } satisfies Answered);
  }
  const { key, number, from, holds } = await importIncident(kit, bytes, byOf(ask));
  const body: Answered = { from, holds, incident: key, already_here: null };
  return json(body, 201, { Location: ask.absolute(href(paths.apiIncident, { number })) });
}
