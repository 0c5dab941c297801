/** Somebody is shut out: whoever takes their places takes them in the same transaction. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import { counted, sentenceList } from '../core/text.ts';
import { activePeople } from '../identity/directory-actions.ts';
import type { Heirs, Place } from '../identity/people.ts';
import type { Db } from '../store/open.ts';
import { Invalid } from '../web/problem.ts';
import { faultsOf, NOBODY, placesOf, versionsAhead, withHeir, withoutInPolicy } from './leaving.ts';
import { mayAnswer } from './policy-actions.ts';
import { allPolicies, updatePolicy } from './policy-store.ts';
import { allSchedules, insertVersion, touchSchedule, type StoredSchedule } from './schedule-store.ts';

type Kit = { db: Db; clock: Clock; ids: Ids };

/** What depends on somebody, and who could take it over. */
export async function dependingOn(
  { db, clock }: Kit,
  accountId: string,
): Promise<{ places: Place[]; heirs: { id: string; name: string }[] }> {
  const found = { policies: await allPolicies(db), schedules: await allSchedules(db) };
  const heirs = (await activePeople(db)).filter(({ id, role }) => id !== accountId && mayAnswer(role));
  return { places: placesOf(accountId, found, clock.now()), heirs };
}

/**
 * Puts others in the places of somebody, in the transaction of the handle.
 * @param heirs undefined where nobody was asked for them: then what can do without the person does
 * @throws Invalid for a place without an answer, by its field; Refused when nobody was asked for any
 */
export async function replace(kit: Kit, accountId: string, heirs: Heirs | undefined, by: By): Promise<void> {
  const { db } = kit;
  const known = await dependingOn(kit, accountId);
  const faults = faultsOf(known.places, heirs, new Set(known.heirs.map(({ id }) => id)));
  if (faults.length > 0) throw heirs === undefined ? await needed(db, accountId) : new Invalid(faults);
  const given = heirs ?? new Map<string, string>();
  for (const policy of await allPolicies(db)) {
    const after = withoutInPolicy(policy, accountId, given);
    if (after === policy) continue;
    if (!(await updatePolicy(db, after))) throw movedOn(policy.name);
    const subject = { type: 'policy', id: policy.id, name: policy.name } as const;
    await audit(kit, by, { kind: 'policy-changed', subject, details: { version: policy.version + 1 } });
  }
  for (const schedule of await allSchedules(db)) {
    const heir = given.get(`instead_schedule_${schedule.slug}`) ?? NOBODY;
    if (heir !== NOBODY && known.places.some(({ field }) => field === `instead_schedule_${schedule.slug}`))
      await writeTurns({ ...kit, schedule, accountId, heir }, by);
  }
}

type Turns = Kit & { schedule: StoredSchedule; accountId: string; heir: string };

/** The past is not computed anew: what holds from now on is written as versions that come after all others. */
async function writeTurns({ schedule, accountId, heir, ...kit }: Turns, by: By): Promise<void> {
  const { db } = kit;
  const now = kit.clock.now();
  if (!(await touchSchedule(db, schedule.id, schedule.rev))) throw movedOn(schedule.name);
  let number = Math.max(0, ...schedule.versions.map((version) => version.number));
  for (const { inForceAt, layers } of versionsAhead(schedule, now)) {
    number += 1;
    const version = { number, inForceAt, layers: withHeir(layers, accountId, heir) };
    await insertVersion(db, schedule.id, version, { by: by.name, at: now });
  }
  const subject = { type: 'schedule', id: schedule.id, name: schedule.name } as const;
  await audit(kit, by, { kind: 'schedule-changed', subject, details: { from: now } });
}

/** The policies that would fail without somebody. */
async function needed(db: Db, accountId: string): Promise<Refused> {
  const names = (await allPolicies(db))
    .filter(({ fallback, levels }) => {
      const isAlone = levels.some(({ targets }) =>
        targets.every(({ kind, id }) => kind === 'person' && id === accountId),
      );
      return isAlone || fallback.includes(accountId);
    })
    .map(({ name }) => name);
  return new Refused(
    'needed',
    `${counted(names.length, 'policy depends', 'policies depend')} on this person: ${sentenceList(names)}. Shut them out on their page, which asks who takes their places.`,
  );
}

function movedOn(name: string): Refused {
  return new Refused(
    'stale',
    `Somebody changed ${name} at this very moment. Nothing was done: send it again.`,
  );
}
