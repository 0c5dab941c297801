import { counted } from '../core/text.ts';
import { seeOther } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { PostmortemKit } from './actions.ts';
import { mailSummary } from './letter-actions.ts';
import { numberIn, readPage } from './routes.ts';

/** The summary of a postmortem by mail. */
export function letterRoutes(kit: PostmortemKit): Route[] {
  return [
    route(
      'POST',
      paths.postmortemSummary,
      'postmortem.write',
      noFields,
      async (ask) => {
        const number = await numberIn(kit, ask);
        const count = await mailSummary(kit, ask.viewer, number);
        const notice =
          count === 0
            ? 'Nobody who took part can be reached by mail.'
            : `It is on its way to ${counted(count, 'person', 'people')} who took part, once for each version.`;
        return seeOther(href(paths.postmortem, { number }), notice);
      },
      { again: (ask) => readPage(kit, ask, undefined) },
    ),
  ];
}
