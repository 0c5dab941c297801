/** Commands about accounts, tokens, teams and services. */
import type { Config } from '../config.ts';
import { needed, said, text, texts, type Command } from './command.ts';
import { withStore, withStoreOrNew } from './installation.ts';

const linksFor = (config: Config) => ({
  publicAddress: config.url.origin + config.basePath,
  zone: config.homeZone,
});

export const PEOPLE_COMMANDS: readonly Command[] = [
  {
    name: 'user add',
    usage: 'user add EMAIL --name NAME [--role ROLE]',
    does: 'makes the link with which somebody chooses a password; a responder unless --role says otherwise',
    words: [1, 1],
    options: { name: 'string', role: 'string' },
    run: async (given) => {
      const { runUserAdd } = await import('../identity/user-command.ts');
      const [email = ''] = given.words;
      const newcomer = {
        email,
        name: needed(given, 'name', 'a name'),
        role: text(given, 'role') ?? 'responder',
      };
      return withStoreOrNew(async ({ config, people }) =>
        said(given, await runUserAdd(people, newcomer, linksFor(config))),
      );
    },
  },
  {
    name: 'user passwd',
    usage: 'user passwd EMAIL',
    does: 'makes the link with which somebody chooses a new password',
    words: [1, 1],
    options: {},
    run: async (given) => {
      const { runUserPasswd } = await import('../identity/user-command.ts');
      const [email = ''] = given.words;
      return withStore(async ({ config, people }) =>
        said(given, await runUserPasswd(people, email, linksFor(config))),
      );
    },
  },
  {
    name: 'user disable',
    usage: 'user disable EMAIL',
    does: 'shuts somebody out at once; nothing that they did goes away',
    words: [1, 1],
    options: {},
    run: async (given) => {
      const { runUserDisable } = await import('../identity/user-command.ts');
      const [email = ''] = given.words;
      return withStore(async ({ people }) => said(given, await runUserDisable(people, email)));
    },
  },
  {
    name: 'token create',
    usage: 'token create NAME --email EMAIL --scope SCOPE... [--expires 90d]',
    does: 'makes a key for a program; 90 days unless --expires says otherwise, or never',
    words: [1, 1],
    options: { email: 'string', scope: 'strings', expires: 'string' },
    run: async (given) => {
      const { runTokenCreate } = await import('../identity/token-command.ts');
      const [name = ''] = given.words;
      const wanted = {
        name,
        email: needed(given, 'email', 'whose it is'),
        scopes: texts(given, 'scope'),
        expires: text(given, 'expires'),
      };
      return withStore(async ({ config, people }) =>
        said(given, await runTokenCreate(people, wanted, config.homeZone)),
      );
    },
  },
  {
    name: 'token list',
    usage: 'token list',
    does: 'lists the tokens that work',
    options: {},
    run: async (given) => {
      const { runTokenList } = await import('../identity/token-command.ts');
      return withStore(async ({ config, people }) =>
        said(given, await runTokenList(people, config.homeZone)),
      );
    },
  },
  {
    name: 'token revoke',
    usage: 'token revoke ID',
    does: 'ends a token at once',
    words: [1, 1],
    options: {},
    run: async (given) => {
      const { runTokenRevoke } = await import('../identity/token-command.ts');
      const [id = ''] = given.words;
      return withStore(async ({ people }) => said(given, await runTokenRevoke(people, id)));
    },
  },
  {
    name: 'team add',
    usage: 'team add SLUG --name NAME',
    does: 'makes a team, which can own services',
    words: [1, 1],
    options: { name: 'string' },
    run: async (given) => {
      const { runTeamAdd } = await import('../identity/team-command.ts');
      const [slug = ''] = given.words;
      const wanted = { slug, name: needed(given, 'name', 'a name') };
      return withStoreOrNew(async ({ people }) => said(given, await runTeamAdd(people, wanted)));
    },
  },
  {
    name: 'service add',
    usage: 'service add SLUG --name NAME [--team SLUG] [--runbook ID]',
    does: 'adds a service to the catalogue, with who owns it and the runbook that fits',
    words: [1, 1],
    options: { name: 'string', team: 'string', runbook: 'string' },
    run: async (given) => {
      const { runServiceAdd } = await import('../catalog/service-command.ts');
      const { shelvedRunbook } = await import('./kits.ts');
      const [slug = ''] = given.words;
      const name = needed(given, 'name', 'a name');
      return withStoreOrNew(async (here) => {
        const runbookId = await shelvedRunbook(here, text(given, 'runbook'));
        return said(
          given,
          await runServiceAdd(here.people, { slug, name, team: text(given, 'team'), runbookId }),
        );
      });
    },
  },
];
