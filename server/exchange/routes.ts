import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { NotFound } from '../core/refused.ts';
import { numberAsked } from '../incidents/room-routes.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import { file, page, seeOther, type Answer } from '../web/answer.ts';
import { flag, noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { exportIncident, FORMATS, type Format } from './export-actions.ts';
import { importIncident, previewImport, type Preview } from './import-actions.ts';
import { importPage } from './pages.ts';

export const ImportFields = z.strictObject({ dry_run: flag });
/** Taking an incident along, and bringing one in. */
export function exchangeRoutes(kit: PostmortemKit): Route[] {
  const form = async (preview?: Preview): Promise<Answer> =>
    Promise.resolve(page('exchange/import', 'Bring an incident in', importPage(preview), { noStore: true }));
  return [
    route('GET', paths.incidentExport, 'incident.export', noFields, (ask) =>
      exported(kit, ask, numberAsked(ask), formatIn(ask.params.format)),
    ),
    route('GET', paths.importPage, 'incident.import', noFields, () => form()),
    route(
      'POST',
      paths.importPage,
      'incident.import',
      ImportFields,
      async (ask) => {
        const bytes = fileOf(ask);
        if (ask.fields.dry_run) return form(await previewImport(kit, bytes));
        const { key, number, from } = await importIncident(kit.incidents, bytes, byOf(ask));
        return seeOther(href(paths.incident, { number }), `${from} is here as ${key}. It is a copy.`);
      },
      { again: () => form(), takesFile: true },
    ),
  ];
}

/** The file that somebody asked for. */
export async function exported(
  kit: PostmortemKit,
  ask: SignedInAsk,
  number: number,
  format: Format,
): Promise<Answer> {
  const { viewer, absolute } = ask;
  const { body, type, name } = await exportIncident(kit, number, format, { viewer, by: byOf(ask), absolute });
  return file(body, type, name);
}

/** @throws Invalid without a file */
export function fileOf({ file: sent }: Pick<SignedInAsk, 'file'>): Buffer {
  if (sent !== undefined) return sent.bytes;
  throw new Invalid([{ field: 'file', sentence: 'Choose the zip file of an incident.' }]);
}

function formatIn(text: string | undefined): Format {
  const format = FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  throw new NotFound(`There is no format "${text ?? ''}". They are ${FORMATS.join(', ')}.`);
}
