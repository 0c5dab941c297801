import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { slugOf } from '../core/slug.ts';
import { findTeam } from '../identity/actions.ts';
import type { Db } from '../store/open.ts';
import { checkedSlug, type Service, type ServiceWithTeam } from './service.ts';
import { allServices, insertService, serviceById, serviceBySlug, updateService } from './store.ts';

export type Catalog = { db: Db; clock: Clock; ids: Ids };

export type NewService = {
  /** Made of the name when it is not given. */
  slug?: string | undefined;
  name: string;
  /** Slug of the owning team. */
  team?: string | undefined;
  runbookId?: string | undefined;
};

/** Adds a service to the catalogue. */
export async function createService(catalog: Catalog, wanted: NewService): Promise<Service> {
  const { db, clock, ids } = catalog;
  const slug = checkedSlug(wanted.slug ?? slugOf(wanted.name));
  const teamId = wanted.team === undefined ? undefined : (await findTeam(db, wanted.team)).id;
  const service = {
    id: ids.next(),
    slug,
    name: wanted.name.trim(),
    teamId,
    runbookId: wanted.runbookId,
    rev: 1,
  };
  if (await insertService(db, service, clock.now())) return service;
  throw new Refused('service-taken', `There is a service "${slug}" already. Choose another slug.`, {
    field: 'slug',
  });
}

/**
 * Changes a service. Its slug stays, since incidents name it.
 *
 * @param rev the one that the form showed
 * @throws Refused when somebody else changed it in the meantime
 */
export async function changeService(
  { db }: Catalog,
  slug: string,
  wanted: Omit<NewService, 'slug'> & { rev: number },
): Promise<Service> {
  const before = await serviceBySlug(db, slug);
  if (before === undefined) throw new NotFound(`There is no service "${slug}". The list shows them all.`);
  const teamId = wanted.team === undefined ? undefined : (await findTeam(db, wanted.team)).id;
  const { id, rev } = { ...before, rev: wanted.rev };
  const service = { id, slug, name: wanted.name.trim(), teamId, runbookId: wanted.runbookId, rev };
  if (await updateService(db, service)) return service;
  throw new Refused(
    'stale',
    `Somebody changed ${before.name} since you opened this page, and nothing was saved. What you typed stands below: send it again to put it in the place of theirs.`,
  );
}

/** Every service, by name: for lists and for the choice when declaring. */
export async function listServices(db: Db): Promise<ServiceWithTeam[]> {
  return allServices(db);
}

/** One service by its id or its slug, or undefined. */
export async function findService(db: Db, idOrSlug: string): Promise<ServiceWithTeam | undefined> {
  return (await serviceById(db, idOrSlug)) ?? (await serviceBySlug(db, idOrSlug));
}
