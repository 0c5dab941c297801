/** What is the same as something else is worked on there: whoever took it here hears where they are now. */
import { reachables } from '../notify/contact-actions.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import { end } from './engine-actions.ts';
import { urgencyOf, type Run, type Subject } from './run.ts';
import { runsAbout } from './run-store.ts';
import type { EscalationKit } from './setting-actions.ts';

/** In the transaction of the merge. Runs that wait were withdrawn by the subject itself. */
export async function mergeRuns(
  kit: EscalationKit,
  subjectKey: string,
  into: Pick<Subject, 'key' | 'path'>,
): Promise<void> {
  for (const run of await runsAbout(kit.db, subjectKey)) {
    if (run.state !== 'accepted') continue;
    await end(kit, run, `the incident was merged into ${into.key}`);
    await tellOwner(kit, run, into);
  }
}

async function tellOwner(kit: EscalationKit, run: Run, into: Pick<Subject, 'key' | 'path'>): Promise<void> {
  const { owner, subject } = run;
  const person = owner && (await reachables(kit.db, kit.notify.hasMail)).get(owner.id);
  if (person?.isActive !== true) return;
  for (const { id: methodId, channel, address } of person.methods) {
    await enqueue(kit, {
      key: `${run.id}-merged-${methodId}`,
      person: { id: person.id, name: person.name },
      methodId,
      channel,
      address,
      content: {
        kind: 'notice',
        subjectKey: into.key,
        title: subject.title,
        path: into.path,
        words: `${subject.key}, which you took, was merged into ${into.key}. You take part there now.`,
      },
      urgency: urgencyOf(run.severity) + 4,
      dueAt: kit.clock.now(),
    });
  }
}
