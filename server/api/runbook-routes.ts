import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import type { Library, Shelved } from '../runbooks/actions.ts';
import { json, type Answer } from '../web/answer.ts';
import { noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { pageOf, type Page } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { ReadRunbook, runbookJson, RunbookLine, runbookLineJson } from './runbook-json.ts';
import { listOf } from './shape.ts';

const READ = 'runbooks:read';

const ListFields = z.strictObject({
  q: optionalLine().describe('words to look for; what fits best comes first, 50 at most and without pages'),
  ...listFields,
});

/** The library of runbooks for programs. */
export function runbookApi(library: Library): Route[] {
  return [
    route('GET', paths.apiRunbooks, 'runbook.read', ListFields, (ask) => listed(library, ask), {
      summary: 'List runbooks, or search them',
      scope: READ,
      answers: listOf(RunbookLine),
    }),
    route('GET', paths.apiRunbook, 'runbook.read', noFields, (ask) => shown(library, ask), {
      summary: 'Read a runbook: its steps, and its text',
      scope: READ,
      answers: ReadRunbook,
    }),
    route(
      'GET',
      paths.apiRunbookVersion,
      'runbook.read',
      noFields,
      (ask) => shown(library, ask, ask.params.hash),
      {
        summary: 'Read an older version of a runbook, as a run may follow it',
        scope: READ,
        answers: ReadRunbook,
      },
    ),
  ];
}

async function listed(library: Library, ask: SignedInAsk<z.output<typeof ListFields>>): Promise<Answer> {
  const { q, limit } = ask.fields;
  const { items, next } = await found(library, ask.fields);
  const data = items.map((shelved) =>
    runbookLineJson(shelved, ask.absolute(href(paths.runbook, { slug: shelved.row.runbook_id }))),
  );
  return listAnswer(ask, paths.apiRunbooks, { q, limit }, data, next);
}

async function found(
  library: Library,
  { q, limit, cursor }: z.output<typeof ListFields>,
): Promise<Page<Shelved>> {
  const shelf = await library.list();
  if (q === undefined) return pageOf(shelf, ({ row }) => row.runbook_id, { limit, cursor });
  const bySlug = new Map(shelf.map((shelved) => [shelved.row.runbook_id, shelved]));
  const matches = await library.search(q);
  return { items: matches.flatMap(({ key }) => bySlug.get(key) ?? []).slice(0, limit), next: undefined };
}

async function shown(library: Library, ask: SignedInAsk, hash?: string): Promise<Answer> {
  const slug = ask.params.slug ?? '';
  const { row, runbook } = await library.find(slug);
  if (hash === undefined) return json(runbookJson(slug, row.content_hash, runbook));
  const versions = await library.versions(slug);
  const version = versions.some(({ content_hash }) => content_hash === hash)
    ? await library.version(hash)
    : undefined;
  if (version === undefined) throw new NotFound('There is no such version of this runbook.');
  return json(runbookJson(slug, hash, version));
}
