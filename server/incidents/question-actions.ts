import { NotFound, Refused } from '../core/refused.ts';
import { clockText } from '../core/time.ts';
import type { Asked, Questions } from '../runbooks/questions.ts';
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
    answer: (viewer, question, answer) => answerQuestion(kit, viewer, question, answer),
  };
}

/** What was asked of a runbook in the incidents that somebody may see: open questions first, each group newest first. */
async function askedOf(kit: IncidentKit, viewer: Viewer, runbookId: string): Promise<Asked[]> {
  const rows = await questionRows(kit.db, viewer, runbookId);
  const rooms = new Map<number, Room>();
  const asked: Asked[] = [];
  for (const { number, seq, answer, name, answered_at } of rows) {
    const room = rooms.get(number) ?? (await openRoom(kit, viewer, number));
    rooms.set(number, room);
    const question = questionsOf(room.state).find((one) => one.seq === seq);
    if (question === undefined) continue;
    const told = answer === null ? undefined : { text: answer, by: name ?? '', at: answered_at ?? '' };
    asked.push({ ...askedView(room, number, question), answer: told });
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
 * @throws NotFound for a question that is not there, or in an incident that the reader may not see
 * @throws Refused when somebody else has answered it
 */
async function answerQuestion(kit: IncidentKit, viewer: Viewer, id: string, answer: string): Promise<void> {
  const named = questionNamed(id);
  if (named === undefined) throw noSuchQuestion();
  await inTransaction(kit.db, async (db) => {
    const { row, state } = await openRoom({ ...kit, db }, viewer, named.number).catch((error: unknown) => {
      throw error instanceof NotFound ? noSuchQuestion() : error;
    });
    if (!questionsOf(state).some(({ seq }) => seq === named.seq)) throw noSuchQuestion();
    const before = await answerRow(db, row.incident_id, named.seq);
    if (before !== undefined && before.account_id !== viewer.id) {
      const when = clockText(before.answered_at, viewer.zone ?? kit.homeZone);
      throw new Refused(
        'answered-already',
        `${before.name} answered this at ${when}: "${before.answer}". Ask them to change it, or talk it over.`,
        { field: 'answer' },
      );
    }
    await saveAnswer(db, {
      incident_id: row.incident_id,
      seq: named.seq,
      answer,
      account_id: viewer.id,
      name: viewer.name,
      answered_at: kit.clock.now(),
    });
  });
}

function noSuchQuestion(): NotFound {
  return new NotFound('There is no such question. The page of the runbook shows them all.');
}
