import { z } from 'zod';
import { listServices } from '../catalog/actions.ts';
import { localDate } from '../core/time.ts';
import { SEVERITIES } from '../incidents/entry-fields.ts';
import { wordsOf } from '../search/search.ts';
import { page } from '../web/answer.ts';
import { optionalChoice, optionalLine, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import { libraryYears, lookUp, onThisDay } from './library-actions.ts';
import { libraryPage, type TypedFilter } from './library-pages.ts';
import type { Sought } from './library.ts';
import { zoneOf } from './routes.ts';

const LibraryFields = z.strictObject({
  q: optionalLine(200),
  service: optionalLine(100),
  cause: optionalLine(200),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
  year: optionalLine(4),
  page: wholeNumber(1, 100_000, 'which page of the list', 1),
});
type Asked = z.output<typeof LibraryFields>;

/** The library: every postmortem that somebody may read, and what they look for. */
export function libraryRoutes(kit: PostmortemKit): Route[] {
  return [
    route('GET', paths.postmortems, 'postmortem.read', LibraryFields, async (ask) => {
      const { viewer, fields, now } = ask;
      const zone = zoneOf(kit, ask);
      const sought = soughtOf(fields);
      const model = libraryPage(
        {
          ...(await lookUp(kit, viewer, sought, fields.page)),
          page: fields.page,
          onThisDay: await onThisDay(kit, viewer, localDate(now, zone), zone),
          years: await libraryYears(kit, viewer),
          services: await listServices(kit.db),
        },
        { filter: typedOf(fields), sought },
        {
          isWriter: may(viewer, 'postmortem.write'),
          mayImport: may(viewer, 'incident.import'),
          zone,
        },
      );
      return page('postmortems/list', 'Postmortems', model);
    }),
  ];
}

function soughtOf({ q, service, cause, severity, year }: Asked): Sought {
  return {
    words: wordsOf(q ?? ''),
    service,
    cause: wordsOf(cause ?? ''),
    severity,
    year: /^\d{4}$/.test(year ?? '') ? Number(year) : undefined,
  };
}

function typedOf({ q = '', service = '', cause = '', severity, year = '' }: Asked): TypedFilter {
  return { q, service, cause, severity: severity ?? '', year };
}
