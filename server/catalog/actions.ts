import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import { findTeam } from '../identity/actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { checkedSlug, type Service, type ServiceWithTeam } from './service.ts';
import { allServices, insertService, serviceById, serviceBySlug } from './store.ts';

export type Catalog = { db: Db; clock: Clock; ids: Ids };

export type NewService = {
  slug: string;
  name: string;
  /** Slug of the owning team. */
  team?: string | undefined;
  runbookId?: string | undefined;
};

/** Adds a service to the catalogue. */
export async function createService(catalog: Catalog, wanted: NewService, by: By): Promise<Service> {
  const slug = checkedSlug(wanted.slug);
  return inTransaction(catalog.db, async (db) => {
    const team = wanted.team === undefined ? undefined : await findTeam(db, wanted.team);
    const { runbookId } = wanted;
    const service = { id: catalog.ids.next(), slug, name: wanted.name.trim(), teamId: team?.id, runbookId };
    if (!(await insertService(db, service, catalog.clock.now()))) {
      throw new Refused('service-taken', `There is a service "${slug}" already. Choose another slug.`, {
        field: 'slug',
      });
    }
    await audit({ ...catalog, db }, by, {
      kind: 'service-made',
      subject: { type: 'service', id: service.id, name: service.name },
      details: { team: team?.name ?? null, runbook: runbookId ?? null },
    });
    return service;
  });
}

/** Every service, by name: for lists and for the choice when declaring. */
export async function listServices(db: Db): Promise<ServiceWithTeam[]> {
  return allServices(db);
}

/** One service by its id or its slug, or undefined. */
export async function findService(db: Db, idOrSlug: string): Promise<ServiceWithTeam | undefined> {
  return (await serviceById(db, idOrSlug)) ?? (await serviceBySlug(db, idOrSlug));
}
