/** Whoever accepted is asked again when they fall silent; and who gives it back lets it go on. */
import { plusSeconds, secondsBetween } from '../core/time.ts';
import { inTransaction } from '../store/transaction.ts';
import { goOn } from './engine-actions.ts';
import { stays } from './hand-over-actions.ts';
import { endedLevels } from './level-record.ts';
import { writePages } from './page-actions.ts';
import { offeredLevel } from './hand-over.ts';
import { silenceSeconds } from './policy.ts';
import type { LevelRecord, Run } from './run.ts';
import { dueRuns, levelsOf, runById, updateRun, writeLevels } from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

/** Whoever is asked again has so many minutes to do anything at all. */
const AGAIN_MINUTES = 5;

/** Looks after those who accepted and may have fallen silent. */
export async function passOwners(kit: EscalationKit): Promise<void> {
  for (const id of await dueRuns(kit.db, kit.clock.now())) {
    await inTransaction(kit.db, async (db) => {
      const run = await runById(db, id);
      if (run?.state === 'accepted' && run.dueAt !== undefined && run.dueAt <= kit.clock.now())
        await watchOwner({ ...kit, db }, run);
    });
  }
}

async function watchOwner(kit: EscalationKit, run: Run): Promise<void> {
  const { db, clock } = kit;
  const now = clock.now();
  const subject = await kit.subjects.ask(db, run.subject);
  const silence = silenceSeconds(subject?.severity ?? run.severity);
  const { owner, acceptedAt = now } = run;
  const levels = await levelsOf(db, run.id);
  const again = levels.findLast(({ outcome }) => outcome === 'waiting');
  if (offeredLevel(run, levels) !== undefined) {
    const names = again?.people.map(({ name }) => name).join(', ') ?? 'Nobody';
    await stays(kit, run, `${names} did not answer, so it is yours still.`);
    return;
  }
  if (subject?.watch === undefined || silence === undefined || owner === undefined) {
    await updateRun(db, { ...run, dueAt: undefined });
    return;
  }
  const acted = subject.watch.lastActAt(owner.id);
  const last = acted === undefined || acted < acceptedAt ? acceptedAt : acted;
  if (again === undefined && plusSeconds(last, silence) <= now)
    return askAgain(kit, run, levels.length, last);
  if (again === undefined || last > again.beganAt) {
    await writeLevels(db, run.id, endedLevels(levels, 'accepted', now));
    await updateRun(db, { ...run, dueAt: plusSeconds(last, silence) });
    return;
  }
  const open = await updateRun(db, {
    ...run,
    state: 'sent',
    owner: undefined,
    acceptedAt: undefined,
    dueAt: now,
  });
  await kit.subjects.tell(db, open, [{ kind: 'given-back', personId: owner.id }]);
  await writeLevels(db, run.id, endedLevels(levels, 'expired', now));
  await goOn(kit, open, 'passed');
}

async function askAgain(kit: EscalationKit, run: Run, count: number, since: string): Promise<void> {
  const { db, clock } = kit;
  const now = clock.now();
  const { owner } = run;
  if (owner === undefined) return;
  const { setting, people } = await settingFor(kit, { chain: run.chain, severity: run.severity });
  const round = run.round + 1;
  const dueAt = plusSeconds(now, AGAIN_MINUTES * 60);
  const record: LevelRecord = {
    place: count + 1,
    policyName: run.chain[run.cursor.policy]?.name ?? '',
    level: Math.max(1, run.cursor.level),
    loop: run.cursor.loop,
    round,
    isFallback: false,
    people: [
      {
        personId: owner.id,
        name: owner.name,
        because: { kind: 'owner' },
        methods: setting.people.get(owner.id)?.methods ?? [],
      },
    ],
    leftOut: [],
    outcome: 'waiting',
    why: undefined,
    beganAt: now,
    answerBy: dueAt,
    endedAt: undefined,
  };
  const after = await updateRun(db, { ...run, round, dueAt });
  await writeLevels(db, run.id, [record]);
  await writePages({ kit, run: after, record, setting, people, lateSeconds: undefined });
  await kit.subjects.tell(db, after, [
    { kind: 'repaged', personId: owner.id, silent: Math.round(secondsBetween(since, now)) },
  ]);
}
