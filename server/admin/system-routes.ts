import { plusSeconds } from '../core/time.ts';
import { sendAgain, stuckMessages } from '../notify/message-actions.ts';
import { TRIES_OF_A_WORKING_WAY } from '../notify/message.ts';
import { page, seeOther } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { lookAtSystem, type Watched } from './system-actions.ts';
import { stuckViews, type StuckView } from './stuck-pages.ts';
import { systemPage, type SystemPage } from './system-pages.ts';

/** What was given up stands there for a month. */
const STUCK_SECONDS = 30 * 86_400;
const MOST_STUCK = 100;

/** `/admin/system`: how this installation is. */
export function systemRoutes(watched: Watched, homeZone: string): Route[] {
  const { store, clock } = watched;
  return [
    route('GET', paths.system, 'audit.read', noFields, async ({ viewer, now }) => {
      const zone = viewer.zone ?? homeZone;
      const stuck = {
        since: plusSeconds(now, -STUCK_SECONDS),
        tries: TRIES_OF_A_WORKING_WAY,
        most: MOST_STUCK,
      };
      const model: SystemPage & { stuck: readonly StuckView[] } = {
        ...systemPage(await lookAtSystem(watched), zone),
        stuck: stuckViews(await stuckMessages(store.db, stuck), zone),
      };
      return page('admin/system', 'System', model, { noStore: true });
    }),
    route('POST', paths.messageAgain, 'settings.edit', noFields, async ({ params }) => {
      const isAgain = await sendAgain(store.db, params.id ?? '', clock.now());
      return seeOther(
        paths.system,
        isAgain ? 'It is sent again now, under the same key.' : 'It was sent meanwhile, or is on its way.',
      );
    }),
  ];
}
