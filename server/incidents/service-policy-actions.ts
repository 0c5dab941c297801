import type { Service } from '../catalog/service.ts';
import { policyChain } from '../escalation/policy-actions.ts';
import type { Db } from '../store/open.ts';

/** The policy that an incident of a service begins. */
export async function policyOf(
  db: Db,
  { name, policyId }: Pick<Service, 'name' | 'policyId'>,
): Promise<{ id: string; name: string; service: string } | undefined> {
  const [policy] = policyId === undefined ? [] : await policyChain(db, policyId);
  return policy && { id: policy.id, name: policy.name, service: name };
}
