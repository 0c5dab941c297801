import { page, type Answer } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { yearOf } from './coverage-actions.ts';
import { coveragePage } from './coverage-pages.ts';
import { policyLink } from './policy-pages.ts';
import type { EscalationKit } from './setting-actions.ts';

/** A year of a policy, reckoned when somebody asks for it. */
export function coverageRoute(kit: EscalationKit, breath: () => Promise<void>): Route {
  return route('GET', paths.policyCoverage, 'oncall.read', noFields, async (ask): Promise<Answer> => {
    const { policy, ...year } = await yearOf(kit, ask.params.slug ?? '', ask.now, breath);
    const shown = { ...year, policy: { name: policy.name, href: policyLink(policy) } };
    const zone = ask.viewer.zone ?? kit.homeZone;
    return page('escalation/coverage', `A year of ${policy.name}`, coveragePage(shown, zone));
  });
}
