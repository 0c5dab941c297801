import type { Db } from '../store/open.ts';

/** Somebody with an account, as other features name them. */
export type Person = { id: string; name: string };

/** Everybody who can sign in and answer, by name: for "offer to" and "escalate to". */
export async function activePeople(db: Db): Promise<(Person & { role: string })[]> {
  return db
    .selectFrom('account')
    .select(['account_id as id', 'name', 'role'])
    .where('disabled_at', 'is', null)
    .orderBy((eb) => eb.fn<string>('lower', ['name']))
    .execute();
}

/** The people among these ids; an id of nobody is left out. */
export async function peopleByIds(db: Db, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('account')
    .select(['account_id as id', 'name'])
    .where('account_id', 'in', ids)
    .execute();
  return new Map(rows.map((person) => [person.id, person]));
}

/** Who answers for incidents that nobody answers for: the managers, or the administrators where there is none. */
export async function managers(db: Db): Promise<Person[]> {
  const people = await db
    .selectFrom('account')
    .select(['account_id as id', 'name', 'role'])
    .where('role', 'in', ['manager', 'admin'])
    .where('disabled_at', 'is', null)
    .orderBy('account_id')
    .execute();
  const some = people.filter(({ role }) => role === 'manager');
  return (some.length > 0 ? some : people).map(({ id, name }) => ({ id, name }));
}

/** Somebody as a message looks at them. */
export type Contactable = Person & {
  email: string;
  zone: string | undefined;
  role: string;
  isActive: boolean;
};

/** Everybody with an account, also those who are shut out: whoever is asked has to know. */
export async function contactables(db: Db): Promise<Contactable[]> {
  const rows = await db
    .selectFrom('account')
    .select(['account_id', 'name', 'email', 'home_zone', 'role', 'disabled_at'])
    .orderBy('account_id')
    .execute();
  return rows.map((row) => ({
    id: row.account_id,
    name: row.name,
    email: row.email,
    zone: row.home_zone ?? undefined,
    role: row.role,
    isActive: row.disabled_at === null,
  }));
}
