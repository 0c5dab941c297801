/** What pages of escalation look up before they show anything. */
import { activePeople, contactables } from '../identity/directory-actions.ts';
import { listTeams } from '../identity/actions.ts';
import type { SignedInAsk } from '../web/route.ts';
import type { Reading } from './escalation-pages.ts';
import { mayAnswer } from './policy-actions.ts';
import { allPolicies } from './policy-store.ts';
import type { Offers } from './policy-pages.ts';
import type { Option } from './schedule-pages.ts';
import { allSchedules } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

/** The reader's zone, and the names of everybody. */
export async function readingOf(
  kit: EscalationKit,
  ask: Pick<SignedInAsk, 'viewer' | 'now'>,
): Promise<Reading> {
  const names = new Map((await contactables(kit.db)).map(({ id, name }) => [id, name]));
  return {
    now: ask.now,
    zone: ask.viewer.zone ?? kit.homeZone,
    person: (id) => names.get(id) ?? 'somebody who is gone',
  };
}

/** Everybody who can be asked. */
export async function answerers(kit: EscalationKit): Promise<Option[]> {
  const people = await activePeople(kit.db);
  return people.filter(({ role }) => mayAnswer(role)).map(({ id, name }) => ({ value: id, label: name }));
}

/** Everything that the form of a policy offers. */
export async function offersOf(kit: EscalationKit): Promise<Offers> {
  return {
    people: await answerers(kit),
    schedules: (await allSchedules(kit.db)).map(({ id, name }) => ({ value: id, label: name })),
    teams: (await listTeams(kit.db)).map(({ id, name }) => ({ value: id, label: name })),
    policies: await allPolicies(kit.db),
  };
}
