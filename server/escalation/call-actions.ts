/** Whom to call by hand when Muster can ask nobody. */
import { phonesOf } from '../notify/contact-actions.ts';
import { may, type Viewer } from '../web/viewer.ts';
import { allPolicies } from './policy-store.ts';
import { onCall } from './schedule.ts';
import { allSchedules } from './schedule-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

export type Callee = { name: string; why: string; number: string | undefined };

/** Whom a reader may call. */
export async function callList(kit: EscalationKit, viewer: Viewer): Promise<Callee[]> {
  return may(viewer, 'oncall.read') ? everybodyToCall(kit) : [];
}

/** Whoever is on call now, then the fallbacks of the policies, then the administrators; each once. It only reads. */
export async function everybodyToCall(kit: EscalationKit): Promise<Callee[]> {
  const { db, clock } = kit;
  const { setting } = await settingFor(kit, { chain: [], severity: undefined });
  const now = clock.now();
  const meant = [
    ...(await allSchedules(db)).map((schedule) => ({
      id: onCall(schedule, now).personId,
      why: `on call in ${schedule.name}`,
    })),
    ...(await allPolicies(db)).flatMap(({ name, fallback }) =>
      fallback.map((id) => ({ id, why: `the fallback of ${name}` })),
    ),
    ...setting.admins.map((id) => ({ id, why: 'an administrator' })),
  ];
  const phones = await phonesOf(db, [...setting.people.keys()]);
  const callees = new Map<string, Callee>();
  for (const { id, why } of meant) {
    const person = id === undefined ? undefined : setting.people.get(id);
    if (person?.isActive !== true || callees.has(person.id)) continue;
    callees.set(person.id, { name: person.name, why, number: phones.get(person.id) });
  }
  return [...callees.values()];
}
