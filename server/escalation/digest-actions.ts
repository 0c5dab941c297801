/** At the end of somebody's quiet hours: what was held goes out as one message. */
import type { Instant } from '../core/clock.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import type { Reachable } from '../notify/contact.ts';
import { paths } from '../web/paths.ts';
import { inTransaction } from '../store/transaction.ts';
import { digestText, overNow, type HeldPage, type HeldRun } from './digest.ts';
import { heldPages, takeHeld } from './digest-store.ts';
import { IN_APP } from './party.ts';
import { levelsOf, runById } from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

/** After everything that asks for an answer. */
const URGENCY = 8;

/** Once a minute, since quiet hours end at minutes. */
export function passDigests(kit: EscalationKit): () => Promise<void> {
  let minute = '';
  return async () => {
    const now = kit.clock.now();
    if (now.slice(0, 16) === minute) return;
    minute = now.slice(0, 16);
    const held = await heldPages(kit.db);
    if (held.length === 0) return;
    const { setting, people } = await settingFor(kit, { chain: [], severity: undefined });
    for (const personId of overNow(held, setting.people, now).keys())
      await inTransaction(kit.db, (db) => tellHeld({ ...kit, db }, people.get(personId), personId, now));
  };
}

async function tellHeld(
  kit: EscalationKit,
  person: Reachable | undefined,
  personId: string,
  now: Instant,
): Promise<void> {
  // Read by taking it: what is held a moment later is not taken, and waits for the next message.
  const held = await takeHeld(kit.db, personId, now);
  const [first] = held;
  if (first === undefined || person?.isActive !== true) return;
  const text = digestText(await heldRuns(kit, held), person.zone ?? kit.homeZone);
  if (text === undefined) return;
  // One message by one way: several would be what quiet hours are there to spare them.
  const way = person.methods.find(({ channel }) => channel === 'push' || channel === 'mail');
  await enqueue(kit, {
    key: `held-${personId}-${first.runId}-${String(first.place)}`,
    person: { id: personId, name: person.name },
    methodId: way?.id ?? IN_APP.id,
    channel: way?.channel ?? IN_APP.channel,
    address: way?.address ?? '',
    content: { kind: 'letter', subjectKey: 'Muster', path: paths.escalation, ...text },
    urgency: URGENCY,
    dueAt: now,
  });
}

async function heldRuns({ db }: EscalationKit, held: readonly HeldPage[]): Promise<HeldRun[]> {
  const found: HeldRun[] = [];
  for (const { runId, personId, heldAt, place } of held) {
    const run = await runById(db, runId);
    if (run === undefined) continue;
    const wasTold = (await levelsOf(db, runId)).some(
      (level) => level.place > place && level.people.some((one) => one.personId === personId),
    );
    found.push({ run, heldAt, wasTold });
  }
  return found;
}
