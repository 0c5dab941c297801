/** `muster service add`. */
import { COMMAND_LINE } from '../audit/by.ts';
import { createService, type Catalog, type NewService } from './actions.ts';

/**
 * @throws Refused, NotFound
 */
export async function runServiceAdd(
  catalog: Catalog,
  wanted: NewService,
): Promise<{ words: string; json: unknown }> {
  const service = await createService(catalog, wanted, COMMAND_LINE);
  return {
    words: `Service ${service.slug} is in the catalogue: ${service.name}.`,
    json: {
      id: service.id,
      slug: service.slug,
      name: service.name,
      team: wanted.team ?? null,
      runbook: service.runbookId ?? null,
    },
  };
}
