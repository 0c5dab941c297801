/** The severity of a subject rises while its runs wait: ways that were left out for being too loud are used at once. */
import { writePages } from './page-actions.ts';
import { methodsAt } from './party.ts';
import type { Severity } from './policy.ts';
import type { Run } from './run.ts';
import { levelsOf, openRuns, updateRun } from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

/** What was sent already stays as it is: its key is known, so nobody is told twice by one way. */
export async function raiseRuns(kit: EscalationKit, subjectKey: string, severity: Severity): Promise<void> {
  const waiting = (await openRuns(kit.db)).filter(({ subject }) => subject.key === subjectKey);
  for (const run of waiting) await raise(kit, run, severity);
}

async function raise(kit: EscalationKit, run: Run, severity: Severity): Promise<void> {
  const raised = await updateRun(kit.db, { ...run, severity });
  const record = (await levelsOf(kit.db, run.id)).findLast(({ outcome }) => outcome === 'waiting');
  if (record === undefined) return;
  const { setting, people } = await settingFor(kit, { chain: run.chain, severity });
  const asked = record.people
    .filter(({ personId }) => ![...run.cursor.declined, ...run.takenBy].includes(personId))
    .map((one) => {
      const party = setting.people.get(one.personId);
      return { ...one, methods: party === undefined ? one.methods : methodsAt(party, severity) };
    });
  const louder = { ...record, people: asked };
  await writePages({ kit, run: raised, record: louder, setting, people, lateSeconds: undefined });
}
