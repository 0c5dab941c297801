import { byOf } from '../audit/by.ts';
import { page, seeOther } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { allAccounts } from './account-store.ts';
import type { People } from './people.ts';
import { revokeToken } from './token-actions.ts';
import { workingTokens } from './token-store.ts';
import { tokensPage } from './tokens-page.ts';

/** `/admin/tokens`: what programs hold, whoever made it, and an end to it. */
export function tokensRoutes(people: People, { homeZone }: { homeZone: string }): Route[] {
  return [
    route('GET', paths.tokens, 'token.any', noFields, async ({ viewer, now }) => {
      const tokens = await workingTokens(people.db, now);
      const model = tokensPage(tokens, await allAccounts(people.db), viewer.zone ?? homeZone);
      return page('identity/tokens', 'API tokens', model, { noStore: true });
    }),
    route('POST', paths.tokenRevocation, 'token.any', noFields, async (ask) => {
      await revokeToken(people, ask.params.id ?? '', byOf(ask));
      return seeOther(paths.tokens, 'The token is revoked. Its program is told so with its next request.');
    }),
  ];
}
