import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Changes } from '../audit/deed.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { slugOf } from '../core/slug.ts';
import { findTeam } from '../identity/actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { checkedSlug, type DefaultSeverity, type Service, type ServiceWithTeam } from './service.ts';
import { allServices, insertService, serviceById, serviceBySlug, updateService } from './store.ts';

export { servicesOwnedBy } from './store.ts';

export type Catalog = { db: Db; clock: Clock; ids: Ids };

export type NewService = {
  /** Made of the name when it is not given. */
  slug?: string | undefined;
  name: string;
  /** Slug of the owning team. */
  team?: string | undefined;
  runbookId?: string | undefined;
  publicName?: string | undefined;
  /** The policy that its incidents begin. */
  policyId?: string | undefined;
  /** Of an incident that an alert opens which names none. */
  severity?: DefaultSeverity | undefined;
};

/** Adds a service to the catalogue. */
export async function createService(catalog: Catalog, wanted: NewService, by: By): Promise<Service> {
  const slug = checkedSlug(wanted.slug ?? slugOf(wanted.name));
  return inTransaction(catalog.db, async (db) => {
    const team = wanted.team === undefined ? undefined : await findTeam(db, wanted.team);
    const { runbookId, publicName, policyId, severity } = wanted;
    const name = wanted.name.trim();
    const id = catalog.ids.next();
    const given = { runbookId, publicName, policyId, severity };
    const service = { id, slug, name, teamId: team?.id, ...given, rev: 1 };
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

/**
 * Changes a service. Its slug stays, since incidents name it.
 *
 * @param wanted.rev the one that the form showed
 * @throws Refused when somebody else changed it in the meantime
 */
export async function changeService(
  catalog: Catalog,
  slug: string,
  wanted: Omit<NewService, 'slug'> & { rev: number },
  by: By,
): Promise<Service> {
  return inTransaction(catalog.db, async (db) => {
    const before = await serviceBySlug(db, slug);
    if (before === undefined) throw new NotFound(`There is no service "${slug}". The list shows them all.`);
    const team = wanted.team === undefined ? undefined : await findTeam(db, wanted.team);
    const { runbookId, publicName, policyId, severity, rev } = wanted;
    const name = wanted.name.trim();
    const given = { runbookId, publicName, policyId, severity };
    const service = { id: before.id, slug, name, teamId: team?.id, ...given, rev };
    if (!(await updateService(db, service))) {
      throw new Refused(
        'stale',
        `Somebody changed ${before.name} since you opened this page, and nothing was saved. What you typed stands below: send it again to put it in the place of theirs.`,
      );
    }
    await audit({ ...catalog, db }, by, {
      kind: 'service-changed',
      subject: { type: 'service', id: service.id, name: service.name },
      details: {
        changes: changesOf([
          ['name', before.name, service.name],
          ['owner', before.teamName, team?.name],
          ['runbook', before.runbookId, runbookId],
          ['public name', before.publicName, publicName],
          ['policy', before.policyId, policyId],
          ['severity of alerts', before.severity, severity],
        ]),
      },
    });
    return service;
  });
}

/** What differs, as the audit log keeps it. */
function changesOf(
  fields: readonly [name: string, from: string | undefined, to: string | undefined][],
): Changes {
  const changed = fields.filter(([, from, to]) => from !== to);
  return Object.fromEntries(
    changed.map(([name, from, to]) => [name, { from: from ?? null, to: to ?? null }]),
  );
}

/** Every service, by name: for lists and for the choice when declaring. */
export async function listServices(db: Db): Promise<ServiceWithTeam[]> {
  return allServices(db);
}

/** The services that the public knows, by their public name. */
export async function publicServices(db: Db): Promise<{ slug: string; publicName: string }[]> {
  return (await allServices(db))
    .flatMap(({ slug, publicName }) => (publicName === undefined ? [] : [{ slug, publicName }]))
    .sort((a, b) => a.publicName.localeCompare(b.publicName, 'en'));
}

/** One service by its id or its slug, or undefined. */
export async function findService(db: Db, idOrSlug: string): Promise<ServiceWithTeam | undefined> {
  return (await serviceById(db, idOrSlug)) ?? (await serviceBySlug(db, idOrSlug));
}
