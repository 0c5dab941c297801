import type { Route } from '../web/route.ts';
import { meRoutes, type MeSettings } from './me-routes.ts';
import type { People } from './people.ts';
import { signInRoutes } from './sign-in-routes.ts';

/** Every page about people. */
export function identityRoutes(people: People, settings: MeSettings): Route[] {
  return [...signInRoutes(people), ...meRoutes(people, settings)];
}
