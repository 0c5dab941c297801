/** What becomes of a run by its messages: whether one is still needed, and what follows when nobody can be reached. */
import { contactables } from '../identity/directory-actions.ts';
import { messagesOf } from '../notify/message-actions.ts';
import { TRIES_OF_A_WORKING_WAY, type Message, type Outcome } from '../notify/message.ts';
import { declineRun } from './answer-actions.ts';
import { answer } from './answering-actions.ts';
import { goOn } from './engine-actions.ts';
import { isOfferedTo } from './hand-over.ts';
import { IN_APP } from './party.ts';
import { isRunOpen } from './run.ts';
import { levelsOf, openRuns, runById } from './run-store.ts';
import type { EscalationKit } from './setting-actions.ts';

/** Whether a page is still to be sent: the run waits for this person at this level. */
export async function isPageNeeded(kit: EscalationKit, message: Message): Promise<boolean> {
  if (message.content.kind !== 'page' || message.runId === undefined) return true;
  const run = await runById(kit.db, message.runId);
  if (run === undefined) return false;
  const levels = await levelsOf(kit.db, run.id);
  const isOwner =
    run.state === 'accepted' &&
    (run.owner?.id === message.person.id || isOfferedTo(run, levels, message.person.id));
  if (!isOwner && (!isRunOpen(run) || run.cursor.declined.includes(message.person.id))) return false;
  const current = levels.findLast(({ outcome }) => outcome === 'waiting');
  return current?.place === message.place && (isOwner || !run.takenBy.includes(message.person.id));
}

/** When no way to anybody of a level works, nobody waits for its time to pass. */
export async function afterTry(kit: EscalationKit, message: Message, outcome: Outcome): Promise<void> {
  const { runId } = message;
  if (outcome.result === 'sent' || runId === undefined || message.content.kind !== 'page') return;
  await answer(kit, runId, async (kit, run) => {
    const nothing = { run, said: '', isChanged: false };
    if (run.state !== 'sent') return nothing;
    const current = (await levelsOf(kit.db, runId)).findLast((level) => level.outcome === 'waiting');
    const sent = (await messagesOf(kit.db, runId)).filter(
      ({ place, channel }) => place === current?.place && channel !== IN_APP.channel,
    );
    const isLost =
      sent.length > 0 &&
      sent.every(({ state, tries, error }) => {
        const isFailing = error !== undefined && tries >= TRIES_OF_A_WORKING_WAY;
        return state === 'failed' || (state !== 'sent' && isFailing);
      });
    if (current === undefined || !isLost || current.place !== message.place) return nothing;
    await kit.subjects.tell(
      kit.db,
      run,
      current.people.map(({ personId, methods }) => ({
        kind: 'send-failed' as const,
        personId,
        channels: [...new Set(methods.map(({ channel }) => channel))],
      })),
    );
    return { run: await goOn(kit, run, 'failed'), said: '', isChanged: true };
  });
}

/** Whoever is shut out while they are asked counts as one who declined: nobody waits for them. */
export async function passInactive(kit: EscalationKit): Promise<void> {
  const waiting = (await openRuns(kit.db)).filter(({ state }) => state === 'sent');
  if (waiting.length === 0) return;
  const people = await contactables(kit.db);
  const gone = new Map(people.filter(({ isActive }) => !isActive).map((person) => [person.id, person]));
  for (const { id, cursor } of waiting) {
    for (const person of cursor.told.flatMap((told) => gone.get(told) ?? [])) {
      if (!cursor.declined.includes(person.id))
        await declineRun(kit, id, { person, via: 'api' }, { reason: 'inactive' });
    }
  }
}
