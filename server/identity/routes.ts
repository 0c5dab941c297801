import type { Route } from '../web/route.ts';
import { meRoutes, type MeSettings } from './me-routes.ts';
import { peopleRoutes, type PeopleSettings } from './people-routes.ts';
import type { People } from './people.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { teamRoutes } from './team-routes.ts';
import { tokensRoutes } from './tokens-routes.ts';
import { wellKnownRoutes } from './well-known-routes.ts';

/** Every page about people. */
export function identityRoutes(people: People, settings: MeSettings & PeopleSettings): Route[] {
  return [
    ...signInRoutes(people),
    ...meRoutes(people, settings),
    ...peopleRoutes(people, settings),
    ...teamRoutes(people),
    ...tokensRoutes(people, settings),
    ...wellKnownRoutes(settings),
  ];
}
