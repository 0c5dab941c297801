import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { messagesOf } from '../notify/message-actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { pageAgain } from './again-actions.ts';
import { acceptRun, declineRun, mustBeAsked, nextLevel, seeRun } from './answer-actions.ts';
import type { MayRead } from './escalation-routes.ts';
import { giveBack } from './hand-over-actions.ts';
import { answerers, readingOf } from './reading-routes.ts';
import { DECLINE_REASONS, type Run } from './run.ts';
import { runPage } from './run-pages.ts';
import { levelsOf, runById } from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

const RefusalFields = z.strictObject({
  reason: choice(DECLINE_REASONS, 'Say why not.'),
  note: optionalLine(),
});

const AgainFields = z.strictObject({ reason: line('in a few words why they are asked again') });
const NextFields = z.strictObject({ reason: optionalLine() });
const GivingBackFields = z.strictObject({ to: optionalLine(40), reason: optionalLine() });

/** `/escalation/runs/:id`: every attempt, and the buttons that answer. */
export function runRoutes(kit: EscalationKit, mayRead: MayRead): Route[] {
  const found = async ({ viewer, params }: Pick<SignedInAsk, 'viewer' | 'params'>): Promise<Run> => {
    const run = await runById(kit.db, params.id ?? '');
    if (run !== undefined && (await mayRead(viewer, run))) return run;
    throw new NotFound('There is no such escalation. The page of escalations shows all.');
  };
  const show = async (ask: SignedInAsk, about?: string): Promise<Answer> => {
    const run = await found(ask);
    const subject = await kit.subjects.ask(kit.db, run.subject);
    const severity = subject?.severity ?? run.severity;
    const { setting } = await settingFor(kit, { chain: run.chain, severity, holders: subject?.holders });
    const shown = {
      successors: (await answerers(kit)).filter(({ value }) => value !== ask.viewer.id),
      run,
      levels: await levelsOf(kit.db, run.id),
      messages: await messagesOf(kit.db, run.id),
      setting,
      reader: {
        id: ask.viewer.id,
        name: ask.viewer.name,
        load: await kit.subjects.load(kit.db, run.subject, ask.viewer.id),
        mayAnswer: may(ask.viewer, 'escalation.answer'),
        mayRequest: may(ask.viewer, 'escalation.request'),
      },
      about: about ?? ask.viewer.id,
    };
    return page(
      'escalation/run',
      `Escalation for ${run.subject.key}`,
      runPage(shown, await readingOf(kit, ask)),
    );
  };
  const answered = async (ask: SignedInAsk, said: Promise<{ said: string }>): Promise<Answer> =>
    seeOther(href(paths.escalationRun, { id: ask.params.id ?? '' }), (await said).said);
  const asked = async (ask: SignedInAsk) => {
    const run = await found(ask);
    mustBeAsked(await levelsOf(kit.db, run.id), ask.viewer.id);
    return { id: run.id, by: { person: { id: ask.viewer.id, name: ask.viewer.name }, via: 'web' as const } };
  };
  const again = { again: (ask: SignedInAsk) => show(ask) };
  return [
    route('GET', paths.escalationRun, 'oncall.read', z.strictObject({ person: optionalLine(40) }), (ask) =>
      show(ask, ask.fields.person),
    ),
    route('POST', paths.runAcceptance, 'escalation.answer', noFields, async (ask) => {
      const { id, by } = await asked(ask);
      return answered(ask, acceptRun(kit, id, by));
    }),
    route(
      'POST',
      paths.runRefusal,
      'escalation.answer',
      RefusalFields,
      async (ask) => {
        const { id, by } = await asked(ask);
        return answered(ask, declineRun(kit, id, { ...by, isGivingBack: true }, ask.fields));
      },
      again,
    ),
    route('POST', paths.runSeen, 'escalation.answer', noFields, async (ask) => {
      const { id, by } = await asked(ask);
      return answered(ask, seeRun(kit, id, by));
    }),
    route(
      'POST',
      paths.runNext,
      'escalation.request',
      NextFields,
      async (ask) => {
        const run = await found(ask);
        return answered(ask, nextLevel(kit, run.id, { name: ask.viewer.name, reason: ask.fields.reason }));
      },
      again,
    ),
    route(
      'POST',
      paths.runAgain,
      'escalation.request',
      AgainFields,
      async (ask) => {
        const run = await found(ask);
        return answered(ask, pageAgain(kit, run.id, { name: ask.viewer.name, reason: ask.fields.reason }));
      },
      again,
    ),
    route(
      'POST',
      paths.runGivingBack,
      'escalation.answer',
      GivingBackFields,
      async (ask) => {
        const run = await found(ask);
        return answered(ask, giveBack(kit, run.id, { id: ask.viewer.id, name: ask.viewer.name }, ask.fields));
      },
      again,
    ),
  ];
}
