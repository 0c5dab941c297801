import type { Library } from '../runbooks/actions.ts';
import { AnswerFields } from '../runbooks/routes.ts';
import type { Questions } from '../runbooks/questions.ts';
import { idOf } from '../runbooks/runbook.ts';
import { json } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { questionJson, RunbookQuestion, RunbookQuestions } from './questions-json.ts';

/** What people asked of runbooks, for programs of their owners. */
export function questionsApi({ library, questions }: { library: Library; questions: Questions }): Route[] {
  const runbookId = async ({ params }: Pick<SignedInAsk, 'params'>) =>
    idOf((await library.find(params.slug ?? '')).runbook);
  return [
    route(
      'GET',
      paths.apiRunbookQuestions,
      'runbook.read',
      noFields,
      async (ask) => json({ data: (await questions.of(ask.viewer, await runbookId(ask))).map(questionJson) }),
      {
        summary: 'List what was asked of a runbook, open questions first',
        scope: 'runbooks:read',
        answers: RunbookQuestions,
      },
    ),
    route(
      'POST',
      paths.apiRunbookAnswer,
      'runbook.answer',
      AnswerFields,
      async (ask) => {
        const { question = '' } = ask.params;
        const answered = await questions.answer(
          ask.viewer,
          await runbookId(ask),
          question,
          ask.fields.answer,
        );
        return json(questionJson(answered));
      },
      { summary: 'Answer a question to a runbook', scope: 'runbooks:*', answers: RunbookQuestion },
    ),
  ];
}
