import { readingOf } from '../incidents/asked-routes.ts';
import { enterRoom } from '../incidents/room-actions.ts';
import { similarIncidents, toldOf } from '../incidents/similar-actions.ts';
import { similarViews, type SimilarView } from '../incidents/similar-pages.ts';
import { stripOf, type Strip } from '../incidents/strip-pages.ts';
import { page } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { PostmortemKit } from './actions.ts';
import { itemsBroughtBack } from './came-back-actions.ts';
import { numberIn } from './routes.ts';

export type SimilarPage = {
  strip: Strip;
  similar: readonly SimilarView[];
  back: readonly { href: string; words: string; text: string }[];
};

/** What was seen before. It is looked for when somebody asks, so that the page of the incident stays quick. */
export function similarRoutes(kit: PostmortemKit): Route[] {
  return [
    route('GET', paths.incidentSimilar, 'incident.read', noFields, async (ask) => {
      const { state } = await enterRoom(kit.incidents, ask, await numberIn(kit, ask));
      const { now, zone } = readingOf(kit.incidents, ask, state);
      const told = toldOf(state);
      const model: SimilarPage = {
        strip: stripOf(state, 'Seen before', now, zone),
        similar: similarViews(await similarIncidents(kit.db, ask.viewer, told), zone),
        back: await itemsBroughtBack(kit.db, ask.viewer, told),
      };
      return page('postmortems/similar', `${state.key}: seen before?`, model);
    }),
  ];
}
