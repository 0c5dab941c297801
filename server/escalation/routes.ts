import type { Route } from '../web/route.ts';
import { answerRoutes } from './answer-routes.ts';
import { escalationRoute, type MayRead } from './escalation-routes.ts';
import { coverageRoute } from './coverage-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { feedRoutes } from './feed-routes.ts';
import { policyRoutes } from './policy-routes.ts';
import { runRoutes } from './run-routes.ts';
import { scheduleRoutes } from './schedule-routes.ts';
import { whyRoute } from './why-routes.ts';
import type { EscalationKit } from './setting-actions.ts';

/** What the pages of escalation ask of features that come later or know more. */
export type Asking = {
  mayRead: MayRead;
  servicesOf(policyId: string): Promise<string[]>;
  /** Lets what waits go first, in the middle of long work. */
  breath(): Promise<void>;
};

/** Schedules, policies, what is open, and the links in messages. */
export function escalationRoutes(kit: EscalationKit, { mayRead, servicesOf, breath }: Asking): Route[] {
  return [
    escalationRoute(kit, mayRead),
    ...scheduleRoutes(kit),
    ...policyRoutes(kit, servicesOf),
    ...runRoutes(kit, mayRead),
    ...answerRoutes(kit),
    ...feedRoutes(kit),
    ...fileRoutes(kit),
    whyRoute(kit, mayRead),
    coverageRoute(kit, breath),
  ];
}
