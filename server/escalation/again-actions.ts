/** The level in force is told once more, since somebody asks for it. */
import { Refused } from '../core/refused.ts';
import { answer, type Answered } from './answering-actions.ts';
import { goOn } from './engine-actions.ts';
import type { EscalationKit } from './setting-actions.ts';

/**
 * Tells the level in force again, with whoever is on call now: a new round, so that its messages are new ones.
 * @throws Refused when no level was told yet, or nobody is needed any more
 */
export async function pageAgain(
  kit: EscalationKit,
  runId: string,
  by: { name: string; reason: string },
): Promise<Answered> {
  return answer(kit, runId, async (kit, run) => {
    if ((run.state !== 'sent' && run.state !== 'exhausted') || run.cursor.level === 0)
      throw new Refused(
        'not-waiting',
        run.state === 'accepted'
          ? `${run.owner?.name ?? 'Somebody'} has accepted it. Ask them, or ask somebody else to come.`
          : 'No level waits for an answer, so there is nobody to ask again.',
      );
    // As if the level had not been told: else it would count as the same people twice in a row.
    const cursor = { ...run.cursor, level: run.cursor.level - 1, told: [] };
    const next = await goOn(kit, { ...run, cursor, round: run.round + 1 }, 'passed', { again: by });
    return { run: next, said: 'They are asked again.', isChanged: true };
  });
}
