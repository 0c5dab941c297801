import { NotFound, Refused } from '../core/refused.ts';
import { clockText } from '../core/time.ts';
import type { Asked, Questions } from '../runbooks/questions.ts';
import type { RunbookAnswerRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { href, paths } from '../web/paths.ts';
import type { Viewer } from '../web/viewer.ts';
import { answerRow, questionRows, saveAnswer } from './question-store.ts';
import { questionNamed, questionsOf, type Question } from './questions.ts';
import { openRoom, type IncidentKit, type Room } from './room-actions.ts';

/** What the pages of runbooks show of incidents, without knowing them. */
export function questionsOfIncidents(kit: IncidentKit): Questions {
  return {
    of: (viewer, runbookId) => askedOf(kit, viewer, runbookId),
    answer: (viewer, runbookId, question, answer) =>
      answerQuestion(kit, viewer, { runbookId, id: question }, answer),
  };
}

/** What was asked of a runbook in the incidents that somebody may see: open questions first, each group newest first. */
async function askedOf(kit: IncidentKit, viewer: Viewer, runbookId: string): Promise<Asked[]> {
  const rows = await questionRows(kit.db, viewer, runbookId);
  const rooms = new Map<number, Room>();
  const asked: Asked[] = [];
  for (const { number, seq, answer, name, account_id, answered_at } of rows) {
    const room = rooms.get(number) ?? (await openRoom(kit, viewer, number));
    rooms.set(number, room);
    const question = questionsOf(room.state).find((one) => one.seq === seq);
    if (question === undefined) continue;
    const told = {
      text: answer ?? '',
      by: name ?? '',
      at: answered_at ?? '',
      isMine: account_id === viewer.id,
    };
    asked.push({ ...askedView(room, number, question), answer: answer === null ? undefined : told });
  }
  return asked.toSorted((a, b) => Number(a.answer !== undefined) - Number(b.answer !== undefined));
}

function askedView({ state }: Room, number: number, question: Question): Omit<Asked, 'answer'> {
  const { seq, problem, step, text, by, at } = question;
  return {
    id: `${String(number)}-${String(seq)}`,
    problem,
    step,
    text,
    by,
    at,
    key: state.key,
    href: `${href(paths.incidentTimeline, { number })}?entry=${String(seq)}#e${String(seq)}`,
  };
}

/**
 * Answers a question to a runbook: it was mended, or it stays as it is, and why. That is no part of the incident.
 * @throws NotFound for a question that is not there, of another runbook, or in an incident that the reader may not see
 * @throws Refused when somebody else has answered it
 */
async function answerQuestion(
  kit: IncidentKit,
  viewer: Viewer,
  { runbookId, id }: { runbookId: string; id: string },
  answer: string,
): Promise<Asked> {
  const named = questionNamed(id);
  if (named === undefined) throw noSuchQuestion();
  return inTransaction(kit.db, async (db) => {
    const room = await openRoom({ ...kit, db }, viewer, named.number).catch((error: unknown) => {
      throw error instanceof NotFound ? noSuchQuestion() : error;
    });
    const question = questionsOf(room.state).find((one) => one.seq === named.seq);
    if (question?.runbookId !== runbookId) throw noSuchQuestion();
    const at = kit.clock.now();
    const by = { account_id: viewer.id, name: viewer.name, answered_at: at };
    const isKept = await saveAnswer(db, { incident_id: room.row.incident_id, seq: named.seq, answer, ...by });
    if (!isKept) {
      throw answeredBy(await answerRow(db, room.row.incident_id, named.seq), viewer.zone ?? kit.homeZone);
    }
    return {
      ...askedView(room, named.number, question),
      answer: { text: answer, by: viewer.name, at, isMine: true },
    };
  });
}

function answeredBy(before: RunbookAnswerRow | undefined, zone: string): Refused {
  const said =
    before === undefined
      ? 'Somebody answered this just now.'
      : `${before.name} answered this at ${clockText(before.answered_at, zone)}: "${before.answer}".`;
  return new Refused('answered-already', `${said} Ask them to change it, or talk it over.`, {
    field: 'answer',
  });
}

function noSuchQuestion(): NotFound {
  return new NotFound('There is no such question. The page of the runbook shows them all.');
}
