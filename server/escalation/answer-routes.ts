/** `/answer/:token`: whoever got a message answers it, signed in or not. Opening the page answers nothing. */
import { z } from 'zod';
import { NotFound, Refused } from '../core/refused.ts';
import { viewerById } from '../identity/sign-in-actions.ts';
import { messageBehind } from '../notify/answer-token.ts';
import { findMessage, useAnswer } from '../notify/message-actions.ts';
import type { Message } from '../notify/message.ts';
import { inTransaction } from '../store/transaction.ts';
import { page, type Answer } from '../web/answer.ts';
import { choice, noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { publicRoute, type Ask, type Route } from '../web/route.ts';
import { acceptRun, declineRun } from './answer-actions.ts';
import type { Answered } from './answering-actions.ts';
import { standsText } from './escalation-pages.ts';
import { isOfferedTo } from './hand-over.ts';
import { busyWith, loadWords } from './load.ts';
import { DECLINE_REASONS, isRunOpen, type Run, type Via } from './run.ts';
import { levelsOf, runById } from './run-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export type AnswerPage = {
  action: string;
  person: string;
  subject: string;
  title: string;
  severity: string | undefined;
  reason: string;
  askedBy: string;
  why: string;
  stands: string;
  /** What they have on their hands besides, in sentences. */
  load: readonly string[];
  /** The note of a decline for that reason. */
  busy: string | undefined;
  /** What this answer did, once it was given. */
  said: string | undefined;
  mayAnswer: boolean;
  isUsed: boolean;
  /** Somebody else is signed in here, who cannot answer for this person by a link. */
  other: string | undefined;
  reasons: readonly { value: string; label: string }[];
};

const REASON_LABELS = {
  asleep: 'I cannot work now',
  away: 'I am away from a computer',
  busy: 'I am busy with something else',
  'not-mine': 'It is not mine',
  other: 'Another reason',
} as const;

const AnswerFields = z.strictObject({
  answer: choice(['accept', 'decline'], 'Accept or decline.'),
  reason: choice(DECLINE_REASONS, 'Say why not.').default('other'),
  note: optionalLine(),
});

export function answerRoutes(kit: EscalationKit): Route[] {
  const found = async ({ params }: Pick<Ask, 'params'>): Promise<{ message: Message; run: Run }> => {
    const id = messageBehind(kit.notify.secret, params.token ?? '');
    const message = id === undefined ? undefined : await findMessage(kit.db, id);
    const run = message?.runId === undefined ? undefined : await runById(kit.db, message.runId);
    if (message === undefined || run === undefined)
      throw new NotFound('This link is not one that Muster made. Open the newest message, or sign in.');
    return { message, run };
  };
  const show = async (ask: Ask, done?: Answered): Promise<Answer> => {
    const { message, run } = await found(ask);
    const model = await answerPage(kit, message, run, ask, done);
    return page('escalation/answer', `${run.subject.key}: ${run.subject.title}`, model, { noStore: true });
  };
  return [
    publicRoute('GET', paths.answer, noFields, (ask) => show(ask)),
    publicRoute(
      'POST',
      paths.answer,
      AnswerFields,
      async (ask) => {
        const { message } = await found(ask);
        mustBeTheirs(message, ask);
        return show(ask, await given(kit, message, ask.fields));
      },
      { again: (ask) => show(ask) },
    ),
  ];
}

async function given(
  kit: EscalationKit,
  message: Message,
  { answer, reason, note }: z.output<typeof AnswerFields>,
): Promise<Answered | undefined> {
  return inTransaction(kit.db, async (db) => {
    // The second use finds the first, also when both come at the same moment.
    if (!(await useAnswer(db, message.id, kit.clock.now()))) return undefined;
    const runId = message.runId ?? '';
    const answering = { person: message.person, via: viaOf(message.channel) };
    const inside = { ...kit, db };
    return answer === 'accept'
      ? acceptRun(inside, runId, answering)
      : declineRun(inside, runId, answering, { reason, note });
  });
}

/** An answer by a link that a program passed on counts as one of that program. */
function viaOf(channel: string): Via {
  return channel === 'mail' || channel === 'push' ? channel : 'api';
}

function mustBeTheirs({ person }: Message, { viewer }: Pick<Ask, 'viewer'>): void {
  if (viewer === undefined || viewer.id === person.id) return;
  throw new Refused(
    'not-yours',
    `This link is for ${person.name}. If they said yes elsewhere, accept on their behalf on the people page of the incident.`,
  );
}

async function answerPage(
  kit: EscalationKit,
  message: Message,
  run: Run,
  { params, viewer }: Pick<Ask, 'params' | 'viewer'>,
  done: Answered | undefined,
): Promise<AnswerPage> {
  const person = await viewerById(kit.db, message.person.id);
  const zone = person?.zone ?? kit.homeZone;
  const { content } = message;
  const isUsed = message.answeredAt !== undefined;
  const load = await kit.subjects.load(kit.db, run.subject, message.person.id);
  const levels = await levelsOf(kit.db, run.id);
  return {
    action: href(paths.answer, { token: params.token ?? '' }),
    person: message.person.name,
    subject: run.subject.key,
    title: run.subject.title,
    severity: run.severity,
    reason: run.reason,
    askedBy: run.requestedBy.name,
    why: content.kind === 'page' ? content.why : '',
    stands: standsText(run, levels, zone),
    load: loadWords(message.person.name, load),
    busy: busyWith(load),
    said: done?.said,
    mayAnswer:
      (isRunOpen(run) || isOfferedTo(run, levels, message.person.id)) && !isUsed && person !== undefined,
    isUsed,
    other: viewer !== undefined && viewer.id !== message.person.id ? viewer.name : undefined,
    reasons: DECLINE_REASONS.map((value) => ({ value, label: REASON_LABELS[value] })),
  };
}
