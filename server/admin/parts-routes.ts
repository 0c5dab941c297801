import { page } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { specimen } from './specimen-pages.ts';
import { paths } from '../web/paths.ts';
import { publicRoute, type Route } from '../web/route.ts';

/** The specimen page: every component in every state, for whoever writes a view and for the tests that photograph it. */
export function partsRoutes(): Route[] {
  return [publicRoute('GET', paths.helpParts, noFields, () => page('help-parts', 'Parts', specimen()))];
}
