import { z } from 'zod';
import { newKindsOf } from '../alerts/kinds-actions.ts';
import { changeService, createService, findService, listServices, type Catalog } from '../catalog/actions.ts';
import { DEFAULT_SEVERITIES } from '../catalog/service.ts';
import { byOf } from '../audit/by.ts';
import { NotFound } from '../core/refused.ts';
import { knownPolicy, listPolicies } from '../escalation/policy-actions.ts';
import { listTeams } from '../identity/actions.ts';
import type { Library } from '../runbooks/actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { line, noFields, optionalChoice, optionalLine, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { newKindWords, servicePage, servicesPage } from './services-pages.ts';

const fields = {
  name: line('what people call it', 100),
  team: optionalLine(100),
  runbook: optionalLine(100),
  public_name: optionalLine(100),
  policy: optionalLine(40),
  severity: optionalChoice(DEFAULT_SEVERITIES, 'Choose a severity from the list, or leave it open.'),
};
const NewFields = z.strictObject({ ...fields, slug: optionalLine(60) });
const ChangeFields = z.strictObject({
  ...fields,
  rev: wholeNumber(1, 1_000_000_000, 'which change this one is made upon', 1),
});

/** `/admin/services`: what can break, its owner, and the runbook that fits by default. */
export function servicesRoutes(catalog: Catalog, library: Library, homeZone: string): Route[] {
  const shelf = async () => ({
    teams: await listTeams(catalog.db),
    runbooks: (await library.list()).map(({ row, runbook }) => ({
      slug: row.runbook_id,
      title: runbook.title,
    })),
    policies: await listPolicies(catalog.db),
  });
  const list = async (): Promise<Answer> => {
    const model = servicesPage(await listServices(catalog.db), await shelf());
    return page('admin/services', 'Services', model, { noStore: true });
  };
  const one = async ({ params, now, viewer }: SignedInAsk): Promise<Answer> => {
    const slug = params.slug ?? '';
    const service = await findService(catalog.db, slug);
    if (service?.slug !== slug)
      throw new NotFound(`There is no service "${slug}". The list of services shows them all.`);
    const kinds = await newKindsOf(catalog.db, service.id, now);
    const words = newKindWords(kinds, viewer.zone ?? homeZone);
    return page('admin/service', service.name, servicePage(service, await shelf(), words), { noStore: true });
  };
  return [
    route('GET', paths.services, 'service.edit', noFields, list),
    route(
      'POST',
      paths.services,
      'service.edit',
      NewFields,
      async (ask) => {
        const { runbook, public_name: publicName, policy, ...wanted } = ask.fields;
        const policyId = await knownPolicy(catalog.db, policy);
        const { name } = await createService(
          catalog,
          { ...wanted, publicName, runbookId: runbook, policyId },
          byOf(ask),
        );
        return seeOther(paths.services, `${name} is there. It can be chosen when an incident is declared.`);
      },
      { again: list },
    ),
    route('GET', paths.service, 'service.edit', noFields, one),
    route(
      'POST',
      paths.service,
      'service.edit',
      ChangeFields,
      async (ask) => {
        const { runbook, public_name: publicName, policy, ...wanted } = ask.fields;
        const policyId = await knownPolicy(catalog.db, policy);
        const changed = { ...wanted, publicName, runbookId: runbook, policyId };
        const { name } = await changeService(catalog, ask.params.slug ?? '', changed, byOf(ask));
        return seeOther(paths.services, `${name} is changed.`);
      },
      { again: one },
    ),
  ];
}
