import { z } from 'zod';
import { page, seeOther } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { PostmortemKit } from './actions.ts';
import { refreshOf, refreshPostmortem } from './refresh-actions.ts';
import { refreshPage } from './refresh-pages.ts';
import { conflictOr, numberIn, rev } from './routes.ts';

const RefreshFields = z.strictObject({ base_rev: rev });

/** Bringing what the record knows now into a postmortem: a look first, then the next version. */
export function refreshRoutes(kit: PostmortemKit): Route[] {
  return [
    route('GET', paths.postmortemRefresh, 'postmortem.write', noFields, async (ask) => {
      const number = await numberIn(kit, ask);
      const model = refreshPage(number, await refreshOf(kit, ask.viewer, number));
      return page('postmortems/refresh', `Refresh the postmortem of ${model.key}`, model, { noStore: true });
    }),
    route('POST', paths.postmortemRefresh, 'postmortem.write', RefreshFields, async (ask) => {
      const number = await numberIn(kit, ask);
      return conflictOr(kit, ask, number, async () => {
        const done = await refreshPostmortem(kit, ask.viewer, number, ask.fields.base_rev);
        const notice = done.isChanged
          ? `Version ${String(done.rev)}, ${done.summary}. What people wrote is as it was.`
          : 'Nothing changed: the record knows nothing new.';
        return seeOther(href(paths.postmortem, { number }), notice);
      });
    }),
  ];
}
