import { z } from 'zod';
import type { OnShelf } from '../runbooks/actions.ts';
import { summaryJson } from '../runbooks/outline-text.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { orNull } from './shape.ts';

export const RunbookLine = z
  .object({
    slug: z.string(),
    title: z.string(),
    services: z.array(z.string()),
    owner: z.string().nullable(),
    use_when: z.array(z.string()),
    content_hash: z.string().describe('names this version; attach a runbook to an incident by it'),
    url: z.string().describe('the page for people'),
  })
  .meta({ id: 'RunbookLine' });

export const ReadRunbook = z
  .looseObject({
    slug: z.string(),
    content_hash: z.string(),
    text: z.string().describe('the Markdown as it was read'),
    id: z.string(),
    title: z.string(),
    phases: z.array(z.looseObject({ phase: z.string(), steps: z.array(z.string()) })),
    steps: z.array(z.looseObject({ id: z.string(), title: z.string() })),
  })
  .meta({ id: 'Runbook', description: 'One version of a runbook as "muster runbook show --json" reads it' });

export function runbookLineJson({ row, runbook }: OnShelf, url: string): z.infer<typeof RunbookLine> {
  return {
    slug: row.runbook_id,
    title: runbook.title,
    services: runbook.metadata.services,
    owner: orNull(runbook.metadata.owner),
    use_when: runbook.metadata.useWhen,
    content_hash: row.content_hash,
    url,
  };
}

export function runbookJson(
  slug: string,
  contentHash: string,
  runbook: Runbook,
): z.infer<typeof ReadRunbook> {
  return { slug, content_hash: contentHash, text: runbook.text, ...summaryJson(runbook) };
}
