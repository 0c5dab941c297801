import { z } from 'zod';
import type { Fitting } from '../incidents/shelf-actions.ts';
import { RunbookLine, runbookLineJson } from './runbook-json.ts';

export const Offers = z
  .object({
    data: z
      .array(
        z
          .object({
            runbook: RunbookLine,
            why: z.array(z.string()).describe('the reasons in words; send them along when you attach it'),
            exact: z.boolean().describe('whether it names one of the alerts in full'),
          })
          .meta({ id: 'RunbookOffer' }),
      )
      .describe('the best first; empty when none shares an alert, a service or telling words'),
  })
  .meta({ id: 'RunbookOffers', description: 'Runbooks that fit, each with its reasons' });

/** @param url the page of a runbook, by its slug */
export function offersJson({ suggestions }: Fitting, url: (slug: string) => string): z.infer<typeof Offers> {
  return {
    data: suggestions.map(({ of, why, exact }) => ({
      runbook: runbookLineJson(of, url(of.row.runbook_id)),
      why,
      exact,
    })),
  };
}
