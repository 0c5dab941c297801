import { z } from 'zod';
import { numberAsked } from '../incidents/room-routes.ts';
import { file, page, seeOther, type Answer } from '../web/answer.ts';
import { noFields, text } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { draftFromIncident, readAsAuthor, saveVersion } from './author-actions.ts';
import { authorPage } from './author-pages.ts';
import type { PlanKit } from './plan-actions.ts';
import { slugOf } from './scenario.ts';

const AUTHOR = 'drill.author';

const Scenario = z.strictObject({ text: text('the scenario', 200_000) });

/** Where scenarios are drafted, read with their secrets, and written. */
export function authorRoutes(kit: PlanKit): Route[] {
  const slugIn = ({ params }: SignedInAsk): string => params.slug ?? '';
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const model = authorPage(await readAsAuthor(kit, ask.viewer, slugIn(ask)), {
      zone: ask.viewer.zone ?? kit.homeZone,
      maySolo: may(ask.viewer, 'drill.solo'),
      mayLead: may(ask.viewer, 'drill.facilitate'),
    });
    return page('drills/author', `Scenario: ${model.title}`, model, { noStore: true });
  };
  const there = (hash: string): string => href(paths.drillAuthor, { slug: slugOf(hash) });
  return [
    route('GET', paths.drillAuthor, AUTHOR, noFields, show),
    route(
      'POST',
      paths.drillAuthor,
      AUTHOR,
      Scenario,
      async (ask) => {
        const hash = await saveVersion(kit, ask.viewer, slugIn(ask), `${ask.fields.text}\n`);
        return seeOther(there(hash), 'Saved. It is on offer as it stands here.');
      },
      { again: show },
    ),
    route('GET', paths.drillFile, AUTHOR, noFields, async (ask) => {
      const { row } = await readAsAuthor(kit, ask.viewer, slugIn(ask));
      return file(row.text, 'text/markdown; charset=utf-8', row.file);
    }),
    route('POST', paths.drillFromIncident, AUTHOR, noFields, async (ask) => {
      const { hash, isNew } = await draftFromIncident(kit, ask.viewer, numberAsked(ask));
      const notice = isNew
        ? 'Drafted. It can be played at once; read it through first, and make it better.'
        : 'A drill was drafted from it before. Here it is.';
      return seeOther(there(hash), notice);
    }),
  ];
}
