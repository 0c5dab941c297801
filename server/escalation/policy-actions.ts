/** Making and changing policies, and finding them. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { slugOf } from '../core/slug.ts';
import { listTeams, lockStanding } from '../identity/actions.ts';
import { contactables } from '../identity/directory-actions.ts';
import { isAccountRole, permissionsOf } from '../identity/permissions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { Invalid } from '../web/problem.ts';
import { chainOf, silences, type House, type Policy } from './policy.ts';
import {
  allPolicies,
  insertPolicy,
  policyById,
  policyBySlug,
  updatePolicy,
  type StoredPolicy,
} from './policy-store.ts';
import { allSchedules } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export type { StoredPolicy } from './policy-store.ts';
export { allPolicies as listPolicies } from './policy-store.ts';

/** A policy and those that it hands on to; none when it is not known. */
export async function policyChain(db: Db, policyId: string): Promise<Policy[]> {
  const policy = await policyById(db, policyId);
  if (policy === undefined) return [];
  return chainOf(policy, new Map((await allPolicies(db)).map((one) => [one.id, one])));
}

/** @throws Refused for an id that no policy has */
export async function knownPolicy(db: Db, id: string | undefined): Promise<string | undefined> {
  if (id === undefined || (await policyById(db, id)) !== undefined) return id;
  throw new Refused('no-such-policy', 'Choose a policy from the list: this one is not known.', {
    field: 'policy',
  });
}

/** What policies are judged by: who can be asked, and what there is. */
export async function houseOf(db: Db): Promise<House> {
  const people = await contactables(db);
  const policies = await allPolicies(db);
  return {
    people: new Map(
      people.map(({ id, name, role, isActive }) => [id, { name, isActive: isActive && mayAnswer(role) }]),
    ),
    schedules: new Set((await allSchedules(db)).map(({ id }) => id)),
    teams: new Map((await listTeams(db)).map(({ id, members }) => [id, members.map((member) => member.id)])),
    thens: new Map(policies.map(({ id, thenPolicyId }) => [id, thenPolicyId])),
  };
}

/** Whoever may not accept cannot be asked. */
export function mayAnswer(role: string): boolean {
  return isAccountRole(role) && permissionsOf(role).has('escalation.answer');
}

export type WantedPolicy = Pick<Policy, 'name' | 'zone' | 'levels' | 'repeat' | 'fallback' | 'thenPolicyId'>;

/** @throws Invalid when it could end in silence, with every reason */
export async function createPolicy(kit: EscalationKit, wanted: WantedPolicy, by: By): Promise<StoredPolicy> {
  return inTransaction(kit.db, async (db) => {
    const policy = { ...wanted, id: kit.ids.next(), slug: slugOf(wanted.name), version: 1 };
    await mustBeSound(db, policy);
    if (policy.slug === '' || !(await insertPolicy(db, policy, kit.clock.now()))) {
      throw new Refused('policy-taken', `There is a policy "${policy.slug}" already. Choose another name.`, {
        field: 'name',
      });
    }
    const subject = { type: 'policy', id: policy.id, name: policy.name } as const;
    await audit({ ...kit, db }, by, { kind: 'policy-made', subject, details: {} });
    return policy;
  });
}

/**
 * Changes a policy. Runs that have begun keep it as it was.
 * @throws Invalid when it could end in silence; Refused when somebody else changed it in the meantime
 */
export async function changePolicy(
  kit: EscalationKit,
  slug: string,
  wanted: WantedPolicy & { version: number },
  by: By,
): Promise<StoredPolicy> {
  return inTransaction(kit.db, async (db) => {
    const before = await policyBySlug(db, slug);
    if (before === undefined) throw noPolicy(slug);
    const policy = { ...wanted, id: before.id, slug };
    await mustBeSound(db, policy);
    if (!(await updatePolicy(db, policy))) {
      throw new Refused(
        'stale',
        `Somebody changed ${before.name} since you opened this page, and nothing was saved. What you typed stands below: send it again to put it in the place of theirs.`,
      );
    }
    const subject = { type: 'policy', id: policy.id, name: policy.name } as const;
    const details = { version: policy.version + 1 };
    await audit({ ...kit, db }, by, { kind: 'policy-changed', subject, details });
    return policy;
  });
}

/** @throws NotFound */
export async function findPolicy(db: Db, slug: string): Promise<StoredPolicy> {
  const policy = await policyBySlug(db, slug);
  if (policy === undefined) throw noPolicy(slug);
  return policy;
}

async function mustBeSound(db: Db, policy: Policy): Promise<void> {
  // Whoever a policy needs may not leave between this and its commit.
  await lockStanding(db);
  const faults = silences(policy, await houseOf(db));
  if (faults.length > 0) throw new Invalid(faults);
}

function noPolicy(slug: string): NotFound {
  return new NotFound(`There is no policy "${slug}". The page of escalations lists them all.`);
}
