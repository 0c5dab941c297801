/** Whoever is on call otherwise than before, by what somebody else did, hears of it. */
import { contactables } from '../identity/directory-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { href, paths } from '../web/paths.ts';
import { spans, type Override } from './schedule.ts';
import type { StoredSchedule } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';
import { shortTime } from './strip.ts';

/**
 * Tells those whose shift an override moves: whoever had the time, and whoever gets it.
 * @param schedule as it was before the override
 * @param madeById who made it, and so knows it
 */
export async function tellMoved(
  kit: EscalationKit,
  schedule: StoredSchedule,
  { id, from, to, personId, insteadOf, reason, madeBy }: Override,
  madeById: string,
): Promise<void> {
  const had = spans(schedule, from, to).flatMap((span) => span.personId ?? []);
  const losing = had.filter((one) => one !== personId && (insteadOf === undefined || insteadOf === one));
  const people = new Map((await contactables(kit.db)).map((person) => [person.id, person]));
  for (const moved of new Set([personId, ...losing])) {
    if (moved === madeById) continue;
    const zone = people.get(moved)?.zone ?? kit.homeZone;
    const span = `from ${shortTime(from, zone)} to ${shortTime(to, zone)}`;
    const name = people.get(personId)?.name ?? 'Somebody';
    const what = moved === personId ? `You are on call ${span}` : `${name} is on call for you ${span}`;
    await tellPeople(kit.notify, kit.db, {
      key: `cover-${id}`,
      people: [moved],
      content: {
        kind: 'notice',
        subjectKey: schedule.name,
        title: 'Your shifts have changed',
        path: href(paths.schedule, { slug: schedule.slug }),
        words: `${what}. ${madeBy} made it so: ${reason}`,
      },
    });
  }
}
