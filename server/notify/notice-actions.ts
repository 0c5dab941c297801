/** Tells people something that can wait: by mail, where they have one. Nobody is woken for it. */
import type { Db } from '../store/open.ts';
import { reachables } from './contact-actions.ts';
import { enqueue, type NotifyKit } from './deliver-actions.ts';
import type { Content } from './message.ts';

/** After all pages and what ends them. */
const URGENCY = 9;

export type Telling = {
  /** Names what is told, so that it is told each person once, however often this is called. */
  key: string;
  people: readonly string[];
  content: Exclude<Content, { kind: 'page' | 'test' }>;
};

/**
 * Writes it into the outbox in the transaction of the handle.
 * @returns how many people it goes to: those who are active and have mail
 */
export async function tellPeople(
  kit: Pick<NotifyKit, 'ids' | 'clock' | 'hasMail'>,
  db: Db,
  { key, people, content }: Telling,
): Promise<number> {
  if (people.length === 0) return 0;
  const known = await reachables(db, kit.hasMail);
  let told = 0;
  for (const id of new Set(people)) {
    const person = known.get(id);
    const way = person?.methods.find(({ channel }) => channel === 'mail');
    if (person === undefined || way === undefined || !person.isActive) continue;
    told += 1;
    await enqueue(
      { ...kit, db },
      {
        key: `${key}-${id}`,
        person: { id, name: person.name },
        methodId: way.id,
        channel: way.channel,
        address: way.address,
        content,
        urgency: URGENCY,
        dueAt: kit.clock.now(),
      },
    );
  }
  return told;
}
