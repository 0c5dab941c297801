/** What whoever leads a drill does on its console: a form for each act. */
import { z } from 'zod';
import { seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, optionalLine, optionalNumber, optionalText, text } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import {
  answerAsColleague,
  answerQuestion,
  directInject,
  endLed,
  giveHint,
  improvise,
  judge,
  jumpOn,
  sayGo,
  setClock,
} from './console-actions.ts';
import { numberAsked } from './frame-routes.ts';
import type { DrillKit } from './kit-actions.ts';
import { WAYS } from './scenario.ts';
import { MARKS } from './score.ts';

const FACILITATES = 'drill.facilitate';

const Clock = z.strictObject({
  state: choice(['running', 'paused', 'frozen'], 'Let the clock run, pause it, or freeze the drill.'),
  speed: z.coerce.number({ error: 'Choose a speed from the list.' }).min(0.5).max(10),
});
const Inject = z.strictObject({
  what: choice(['now', 'later', 'skip'], 'Deliver it now, later, or leave it out.'),
  minutes: optionalNumber(1, 240, 'how many minutes later'),
});
const Message = z.strictObject({
  from: optionalLine(60),
  as: choice(WAYS, 'Choose how it reaches them.'),
  to: line('whom it reaches', 40),
  text: text('what is said', 2000),
});
const Answering = z.strictObject({
  answer: text('what they see', 2000),
  minutes: optionalNumber(0, 60, 'how many minutes looking takes'),
});
const Calling = z.strictObject({ how: choice(['accept', 'decline'], 'Say yes or no for them.') });
const Judging = z.strictObject({
  mark: z
    .enum(['', '0', '1', '2', '3'], { error: 'Choose from 0 to 3, or leave it open.' })
    .optional()
    .transform((value) => MARKS.find((mark) => String(mark) === value)),
  note: optionalText(2000),
});
const End = z.strictObject({
  why: choice(['finished', 'stopped', 'real-emergency'], 'Finish it, or stop it.'),
  real: optionalNumber(1, 999_999_999, 'the number of the real incident'),
});

type Told = { said: string | undefined };

/** @param again shows the console anew, with what was typed */
export function consoleActRoutes(kit: DrillKit, again: (ask: SignedInAsk) => Promise<Answer>): Route[] {
  const lead = <S extends z.ZodType>(
    path: string,
    schema: S,
    work: (
      ask: SignedInAsk<z.output<S>>,
      number: number,
      request: { opId: string | undefined; body: unknown },
    ) => Promise<Told | string | undefined>,
    place = '',
  ): Route =>
    route(
      'POST',
      path,
      FACILITATES,
      schema,
      async (ask) => {
        const number = numberAsked(ask);
        const request = { opId: ask.opId, body: { path, number, id: ask.params.id, fields: ask.fields } };
        const done = await work(ask, number, request);
        const said = typeof done === 'object' ? done.said : done;
        return seeOther(`${href(paths.drillConsole, { number })}${place}`, said);
      },
      { again },
    );
  const id = ({ params }: SignedInAsk): string => params.id ?? '';
  return [
    lead(paths.drillConsoleClock, Clock, (ask, number, request) =>
      setClock(kit, ask.viewer, number, ask.fields, request),
    ),
    lead(paths.drillConsoleJump, noFields, (ask, number, request) =>
      jumpOn(kit, ask.viewer, number, request),
    ),
    lead(paths.drillConsoleInject, Inject, ({ fields, ...ask }, number, request) =>
      directInject(
        kit,
        ask.viewer,
        number,
        id({ ...ask, fields }),
        { what: fields.what, minutes: fields.minutes ?? 5 },
        request,
      ),
    ),
    lead(paths.drillConsoleMessages, Message, (ask, number, request) =>
      improvise(kit, ask.viewer, number, ask.fields, request),
    ),
    lead(paths.drillConsoleHints, noFields, (ask, number, request) =>
      giveHint(kit, ask.viewer, number, id(ask), request),
    ),
    lead(
      paths.drillConsoleAnswer,
      Answering,
      (ask, number, request) => {
        const { answer, minutes = 0 } = ask.fields;
        return answerQuestion(kit, ask.viewer, number, id(ask), { answer, minutes }, request);
      },
      '#people',
    ),
    lead(
      paths.drillConsoleGo,
      noFields,
      (ask, number, request) => sayGo(kit, ask.viewer, number, request),
      '#people',
    ),
    lead(
      paths.drillConsoleEscalation,
      Calling,
      (ask, number) => answerAsColleague(kit, ask.viewer, number, id(ask), ask.fields.how),
      '#people',
    ),
    lead(
      paths.drillConsoleMark,
      Judging,
      async (ask, number) => {
        const { mark, note = '' } = ask.fields;
        await judge(kit, ask.viewer, number, id(ask), { mark, note });
        return 'Kept.';
      },
      '#objectives',
    ),
    route(
      'POST',
      paths.drillConsoleEnd,
      FACILITATES,
      End,
      async (ask) => {
        const number = numberAsked(ask);
        const request = { opId: ask.opId, body: { number, fields: ask.fields } };
        await endLed(kit, ask.viewer, number, ask.fields, request);
        return seeOther(href(paths.drillDebrief, { number }));
      },
      { again },
    ),
  ];
}
