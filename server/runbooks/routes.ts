import { z } from 'zod';
import { qrOf } from '../core/qr.ts';
import { NotFound } from '../core/refused.ts';
import { evidence, page, seeOther } from '../web/answer.ts';
import { line, noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Ask, type Route, type SignedInAsk } from '../web/route.ts';
import { may, type Viewer } from '../web/viewer.ts';
import type { Library } from './actions.ts';
import { runbookListPage, runbookReadPage } from './pages.ts';
import { questionsView } from './question-pages.ts';
import type { Questions } from './questions.ts';
import { pictureBeside } from './picture-store.ts';
import { idOf, type Runbook } from './runbook.ts';
import type { Slugs } from './slugs.ts';
import type { RunbookLinks } from './step-view.ts';

const SearchFields = z.strictObject({ q: optionalLine() });

/** An answer to a question: that it was mended, or why it stays as it is. */
export const AnswerFields = z.strictObject({
  answer: line('what became of it: that it was mended, or why it stays as it is'),
});

/** What the pages of runbooks show besides their texts. */
export type Beside = {
  library: Library;
  questions: Questions;
  homeZone: string;
  /** Sentences on the practice of a runbook: when it was exercised, who has never run it. Drills tell; see compose.ts. */
  practiceLines: (viewer: Viewer, runbook: Runbook) => Promise<readonly string[]>;
};

/** The library for people: the list with its search, a runbook, one of its older versions. */
export function runbookRoutes({ library, questions, homeZone, practiceLines }: Beside): Route[] {
  const show = async (ask: SignedInAsk, hash?: string) => {
    const slug = ask.params.slug ?? '';
    const { row, runbook: current, findings } = await library.find(slug);
    const runbook = hash === undefined ? current : await library.version(hash);
    if (runbook === undefined) throw new NotFound('There is no such version of this runbook.');
    return page('runbooks/read', runbook.title, {
      ...runbookReadPage({
        slug,
        hash: hash ?? row.content_hash,
        currentHash: row.content_hash,
        runbook,
        findings: hash === undefined ? findings : [],
        versions: await library.versions(slug),
        links: runbookLinks(ask, runbook.file, await library.slugs(), (stepId) => `#${stepId}`),
        today: ask.now.slice(0, 10),
        parting: await library.parting(slug),
        mayDeclare: may(ask.viewer, 'incident.declare'),
        mayPractise: may(ask.viewer, 'drill.solo'),
        practice: await practiceLines(ask.viewer, current),
        questions: questionsView(slug, await questions.of(ask.viewer, idOf(current)), {
          zone: ask.viewer.zone ?? homeZone,
          mayAnswer: may(ask.viewer, 'runbook.answer'),
        }),
      }),
      // On paper it leads back to the text as it is today.
      back: qrOf(ask.absolute(href(paths.runbook, { slug }))),
    });
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
    route('GET', paths.runbookPicture, 'runbook.read', noFields, async ({ params }) => {
      const picture = await library.picture(params.file ?? '');
      if (picture === undefined) throw new NotFound('There is no such picture beside the runbooks.');
      const { bytes, mediaType: type, name, hash } = picture;
      return evidence(bytes, { type, name, isShown: true, hash });
    }),
    route(
      'POST',
      paths.runbookAnswer,
      'runbook.answer',
      AnswerFields,
      async ({ viewer, params, fields }) => {
        const { slug = '', question = '' } = params;
        const runbookId = idOf((await library.find(slug)).runbook);
        await questions.answer(viewer, runbookId, question, fields.answer);
        return seeOther(`${href(paths.runbook, { slug })}#question-${question}`, 'Your answer is kept.');
      },
      { again: (ask) => show(ask) },
    ),
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
    // The same words may stand in two files, each with a picture of its own beside it.
    key: `${ask.to(step('*'))} ${slugs.mark} ${from}`,
    runbook: (link) => {
      const [path = '', anchor] = link.split('#');
      const slug =
        slugs.of(path, from) ?? (path.split('/').at(-1) ?? path).replace(/\.(?:md|markdown)$/i, '');
      return ask.to(href(paths.runbook, { slug })) + (anchor === undefined ? '' : `#${anchor}`);
    },
    picture: (source) => ask.to(href(paths.runbookPicture, { file: pictureBeside(from, source) })),
    step,
  };
}
