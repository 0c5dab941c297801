import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import type { People } from '../identity/people.ts';
import { listTokens, revokeToken } from '../identity/actions.ts';
import { json } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { pageOf } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { instant, listOf, orNull } from './shape.ts';

const Token = z
  .object({
    token_id: z.string(),
    name: z.string(),
    person_id: z.string().describe('whose it is'),
    scopes: z.array(z.string()),
    created_at: instant,
    expires_at: instant.nullable(),
    used_at: instant.nullable().describe('to the minute; null when it was never used'),
  })
  .meta({
    id: 'Token',
    description: 'What a program holds; the secret itself is told once and kept nowhere',
  });

/** The tokens of everybody, for administrators. */
export function tokensApi(people: People): Route[] {
  return [
    route(
      'GET',
      paths.apiTokens,
      'token.any',
      z.strictObject(listFields),
      async (ask) => {
        const tokens = await listTokens(people);
        const { items, next } = pageOf(tokens, ({ id }) => id, ask.fields);
        const data = items.map((token) => ({
          token_id: token.id,
          name: token.name,
          person_id: token.accountId,
          scopes: [...token.scopes],
          created_at: token.createdAt,
          expires_at: orNull(token.expiresAt),
          used_at: orNull(token.usedAt),
        }));
        return listAnswer(ask, paths.apiTokens, { limit: ask.fields.limit }, data, next);
      },
      { summary: 'List the tokens that work, whoever made them', scope: 'admin', answers: listOf(Token) },
    ),
    route(
      'POST',
      paths.apiTokenRevocation,
      'token.any',
      noFields,
      async (ask) => {
        const id = ask.params.id ?? '';
        await revokeToken(people, id, byOf(ask));
        return json({ token_id: id, revoked_at: ask.now });
      },
      {
        summary: 'Revoke a token, whoever made it',
        scope: 'admin',
        answers: z.object({ token_id: z.string(), revoked_at: instant }),
      },
    ),
  ];
}
