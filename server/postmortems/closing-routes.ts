import { z } from 'zod';
import { seeOther } from '../web/answer.ts';
import { noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { PostmortemKit } from './actions.ts';
import { closePostmortem, reopenPostmortem } from './closing-actions.ts';
import { numberIn, readPage } from './routes.ts';

const ClosingFields = z.strictObject({ reason: optionalLine(500) });

/** The end of a postmortem by a manager's word, and taking it back. */
export function closingRoutes(kit: PostmortemKit): Route[] {
  return [
    route(
      'POST',
      paths.postmortemClosing,
      'postmortem.publish',
      ClosingFields,
      async (ask) => {
        const number = await numberIn(kit, ask);
        await closePostmortem(kit, ask.viewer, number, ask.fields.reason);
        return seeOther(href(paths.postmortem, { number }), 'It is closed. It can be opened again.');
      },
      { again: (ask) => readPage(kit, ask, undefined) },
    ),
    route('POST', paths.postmortemReopening, 'postmortem.publish', noFields, async (ask) => {
      const number = await numberIn(kit, ask);
      await reopenPostmortem(kit, ask.viewer, number);
      return seeOther(href(paths.postmortem, { number }), 'It is open again.');
    }),
  ];
}
