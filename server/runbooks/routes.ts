import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { page } from '../web/answer.ts';
import { noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Ask, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { Library } from './actions.ts';
import { runbookListPage, runbookReadPage } from './pages.ts';
import type { Slugs } from './slugs.ts';
import type { RunbookLinks } from './step-view.ts';

const SearchFields = z.strictObject({ q: optionalLine() });

/** The library for people: the list with its search, a runbook, one of its older versions. */
export function runbookRoutes(library: Library): Route[] {
  const show = async (ask: SignedInAsk, hash?: string) => {
    const slug = ask.params.slug ?? '';
    const { row, runbook: current, findings } = await library.find(slug);
    const runbook = hash === undefined ? current : await library.version(hash);
    if (runbook === undefined) throw new NotFound('There is no such version of this runbook.');
    return page(
      'runbooks/read',
      runbook.title,
      runbookReadPage({
        slug,
        hash: hash ?? row.content_hash,
        currentHash: row.content_hash,
        runbook,
        findings: hash === undefined ? findings : [],
        versions: await library.versions(slug),
        links: runbookLinks(ask, runbook.file, await library.slugs(), (stepId) => `#${stepId}`),
        today: ask.now.slice(0, 10),
        mayDeclare: may(ask.viewer, 'incident.declare'),
      }),
    );
  };
  return [
    route('GET', paths.runbooks, 'runbook.read', SearchFields, async ({ fields, now }) => {
      const words = fields.q ?? '';
      const matches = words === '' ? undefined : await library.search(words);
      const model = runbookListPage(
        await library.list(),
        words,
        matches,
        library.problems(),
        now.slice(0, 10),
      );
      return page('runbooks/list', 'Runbooks', model);
    }),
    route('GET', paths.runbook, 'runbook.read', noFields, (ask) => show(ask)),
    route('GET', paths.runbookVersion, 'runbook.read', noFields, (ask) => show(ask, ask.params.hash)),
  ];
}

/**
 * Links between runbooks are file names, which work in a repository as well; here they lead to our pages.
 * @param from the file in which they stand
 */
export function runbookLinks(
  ask: Pick<Ask, 'to'>,
  from: string,
  slugs: Slugs,
  step: (stepId: string) => string,
): RunbookLinks {
  return {
    key: `${ask.to(step('*'))} ${slugs.mark}`,
    runbook: (link) => {
      const [path = '', anchor] = link.split('#');
      const slug =
        slugs.of(path, from) ?? (path.split('/').at(-1) ?? path).replace(/\.(?:md|markdown)$/i, '');
      return ask.to(href(paths.runbook, { slug })) + (anchor === undefined ? '' : `#${anchor}`);
    },
    picture: (file) => ask.to(href(paths.runbookPicture, { file })),
    step,
  };
}
