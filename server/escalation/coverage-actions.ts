/** A year of a policy: when a level of it would be left out, and who has not proved how they are reached. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { joined, weaknesses, type Weakness } from './coverage.ts';
import type { Setting } from './level.ts';
import { findPolicy, policyChain, type StoredPolicy } from './policy-actions.ts';
import type { Policy } from './policy.ts';
import { settingFor, type EscalationKit, type People } from './setting-actions.ts';

const DAY = 86_400;
const PROOF_DAYS = 90;
const WEEKS = 53;

export type Year = {
  policy: StoredPolicy;
  setting: Setting;
  weaknesses: Weakness[];
  from: Instant;
  /** The names of those who have not said in ninety days that a test message arrived. */
  unproved: string[];
};

/** @param breath lets others go on, as the year takes a second */
export async function yearOf(
  kit: EscalationKit,
  slug: string,
  now: Instant,
  breath: () => Promise<void>,
): Promise<Year> {
  const policy = await findPolicy(kit.db, slug);
  const chain = await policyChain(kit.db, policy.id);
  const { setting, people } = await settingFor(kit, { chain, severity: 'SEV-1' });
  return {
    policy,
    setting,
    weaknesses: await ofYear(setting, now, breath),
    from: now,
    unproved: unproved(chain, setting, people, plusSeconds(now, -PROOF_DAYS * DAY)),
  };
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
