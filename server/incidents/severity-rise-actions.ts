/** A severity that rises: whoever works on the incident hears it where they are, and open escalations become louder. */
import { raiseRuns } from '../escalation/severity-actions.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { reachables } from '../notify/contact-actions.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import { href, paths } from '../web/paths.ts';
import type { Entry } from './entry.ts';
import { numberOfKey } from './key.ts';
import { isPresent } from './people.ts';
import type { State } from './state.ts';

/** In the transaction of the entry. Whoever raised it knows it already. */
export async function followSeverity(
  kit: EscalationKit,
  state: State,
  entry: Entry<'severity-set'>,
): Promise<void> {
  const { from, to, stage } = entry.body;
  // SEV-1 is the highest. One that is set for the first time rises from nothing.
  if (stage !== 'live' || from === undefined || to >= from) return;
  await raiseRuns(kit, state.key, to);
  const people = await reachables(kit.db, kit.notify.hasMail);
  const here = state.people.filter((one) => isPresent(one) && one.personId !== entry.actor.id);
  for (const { personId } of here) {
    const person = people.get(personId);
    if (person?.isActive !== true) continue;
    for (const method of person.methods.filter(({ channel }) => channel === 'push')) {
      await enqueue(kit, {
        key: `severity-${entry.id}-${method.id}`,
        person: { id: person.id, name: person.name },
        methodId: method.id,
        channel: method.channel,
        address: method.address,
        content: {
          kind: 'notice',
          subjectKey: state.key,
          title: state.title,
          path: href(paths.incident, { number: numberOfKey(state.key) }),
          words: `Severity rose from ${from} to ${to}.`,
        },
        urgency: Number(to.slice(-1)),
        dueAt: kit.clock.now(),
      });
    }
  }
}
