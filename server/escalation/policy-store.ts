import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { PolicyRow } from '../store/schema.ts';
import type { Policy } from './policy.ts';

/** A policy with the name that stands in addresses. */
export type StoredPolicy = Policy & { slug: string };

type Body = Pick<Policy, 'levels' | 'repeat' | 'fallback' | 'thenPolicyId'>;

/** Adds a policy; false when its slug is taken. */
export async function insertPolicy(db: Db, policy: StoredPolicy, at: Instant): Promise<boolean> {
  const { id, slug, name, zone, version } = policy;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('policy')
    .values({ policy_id: id, slug, name, zone, body: bodyOf(policy), version, created_at: at })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes a changed policy; false when somebody else changed it first. */
export async function updatePolicy(db: Db, policy: StoredPolicy): Promise<boolean> {
  const { id, name, zone, version } = policy;
  const { numUpdatedRows } = await db
    .updateTable('policy')
    .set({ name, zone, body: bodyOf(policy), version: version + 1 })
    .where('policy_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Every policy, by name. */
export async function allPolicies(db: Db): Promise<StoredPolicy[]> {
  const rows = await db.selectFrom('policy').selectAll().orderBy('name').orderBy('slug').execute();
  return rows.map(policyOf);
}

export async function policyById(db: Db, id: string): Promise<StoredPolicy | undefined> {
  const row = await db.selectFrom('policy').selectAll().where('policy_id', '=', id).executeTakeFirst();
  return row && policyOf(row);
}

export async function policyBySlug(db: Db, slug: string): Promise<StoredPolicy | undefined> {
  const row = await db.selectFrom('policy').selectAll().where('slug', '=', slug).executeTakeFirst();
  return row && policyOf(row);
}

function bodyOf({ levels, repeat, fallback, thenPolicyId }: Policy): string {
  return JSON.stringify({ levels, repeat, fallback, thenPolicyId } satisfies Body);
}

/** The one place where rows become policies again. */
function policyOf(row: PolicyRow): StoredPolicy {
  const { policy_id: id, slug, name, zone, version } = row;
  return { id, slug, name, zone, version, ...(JSON.parse(row.body) as Body) };
}
