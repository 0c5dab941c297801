import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { page, type Answer } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { coveragePage } from './coverage-pages.ts';
import { joined, weaknesses, type Weakness } from './coverage.ts';
import type { Setting } from './level.ts';
import { policyLink } from './policy-pages.ts';
import { findPolicy, policyChain } from './policy-actions.ts';
import type { Policy } from './policy.ts';
import { settingFor, type EscalationKit, type People } from './setting-actions.ts';

const DAY = 86_400;
const PROOF_DAYS = 90;
const WEEKS = 53;

/** A year of a policy, reckoned when somebody asks for it. */
export function coverageRoute(kit: EscalationKit, breath: () => Promise<void>): Route {
  return route('GET', paths.policyCoverage, 'oncall.read', noFields, async (ask): Promise<Answer> => {
    const policy = await findPolicy(kit.db, ask.params.slug ?? '');
    const chain = await policyChain(kit.db, policy.id);
    const { setting, people } = await settingFor(kit, { chain, severity: 'SEV-1' });
    const year = {
      policy: { name: policy.name, href: policyLink(policy) },
      setting,
      weaknesses: await ofYear(setting, ask.now, breath),
      from: ask.now,
      unproved: unproved(chain, setting, people, plusSeconds(ask.now, -PROOF_DAYS * DAY)),
    };
    const zone = ask.viewer.zone ?? kit.homeZone;
    return page('escalation/coverage', `A year of ${policy.name}`, coveragePage(year, zone));
  });
}

/** Week by week, as the year takes a second that others would wait for. */
async function ofYear(setting: Setting, from: Instant, breath: () => Promise<void>): Promise<Weakness[]> {
  const found: Weakness[] = [];
  for (let week = 0; week < WEEKS; week += 1) {
    found.push(...weaknesses(setting, plusSeconds(from, week * 7 * DAY), 7));
    await breath();
  }
  return joined(found);
}

/** The names of those whom it may ask and who have not said since then that a test message arrived. */
function unproved(chain: readonly Policy[], setting: Setting, people: People, since: Instant): string[] {
  const ids = new Set(
    chain.flatMap(({ levels, fallback }) => [
      ...fallback,
      ...levels.flatMap(({ targets }) => targets.flatMap((target) => meant(target, setting))),
    ]),
  );
  return [...ids].flatMap((id) => {
    const person = people.get(id);
    const isProved = person?.methods.some(({ provedAt }) => provedAt !== undefined && provedAt >= since);
    return person === undefined || isProved === true ? [] : [person.name];
  });
}

function meant({ kind, id }: { kind: string; id: string }, { schedules, teams }: Setting): string[] {
  if (kind === 'person') return [id];
  if (kind === 'team') return [...(teams.get(id)?.members ?? [])];
  const layers = schedules.get(id)?.versions.at(-1)?.layers ?? [];
  return layers.flatMap(({ rotation }) => rotation.members.map(({ personId }) => personId));
}
