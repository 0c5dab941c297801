/** Making and changing schedules, and covering for each other. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { slugOf } from '../core/slug.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { tellMoved } from './moved-actions.ts';
import { onCall, type Layer, type Override } from './schedule.ts';
import {
  endOverride,
  insertOverride,
  insertSchedule,
  insertVersion,
  lockSchedule,
  scheduleBySlug,
  touchSchedule,
  type StoredSchedule,
} from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export type { StoredSchedule } from './schedule-store.ts';
export { allSchedules as listSchedules } from './schedule-store.ts';

/** Makes a schedule with its first layers, which hold from the beginning of time on: its rotation says when it begins. */
export async function createSchedule(
  kit: EscalationKit,
  wanted: { name: string; zone: string; layers: readonly Layer[] },
  by: By,
): Promise<{ id: string; slug: string; name: string }> {
  const now = kit.clock.now();
  const made = { id: kit.ids.next(), slug: slugOf(wanted.name), name: wanted.name, zone: wanted.zone };
  return inTransaction(kit.db, async (db) => {
    if (made.slug === '' || !(await insertSchedule(db, made, now))) {
      throw new Refused(
        'schedule-taken',
        `There is a schedule "${made.slug}" already. Choose another name.`,
        {
          field: 'name',
        },
      );
    }
    const version = { number: 1, inForceAt: now, layers: wanted.layers };
    await insertVersion(db, made.id, version, { by: by.name, at: now });
    const subject = { type: 'schedule', id: made.id, name: made.name } as const;
    await audit({ ...kit, db }, by, { kind: 'schedule-made', subject, details: {} });
    return made;
  });
}

/**
 * New layers from an instant on. What was true before stays true.
 * @throws Refused for the past, and when somebody else changed the schedule in the meantime
 */
export async function changeLayers(
  kit: EscalationKit,
  slug: string,
  wanted: { layers: readonly Layer[]; inForceAt: Instant; rev: number },
  by: By,
): Promise<StoredSchedule> {
  const now = kit.clock.now();
  return inTransaction(kit.db, async (db) => {
    const schedule = await findSchedule(db, slug);
    if (wanted.inForceAt < now) {
      throw new Refused('in-the-past', 'Choose a beginning that lies ahead: the past is not computed anew.', {
        field: 'in_force',
      });
    }
    if (!(await touchSchedule(db, schedule.id, wanted.rev))) throw stale(schedule.name);
    const number = Math.max(0, ...schedule.versions.map((version) => version.number)) + 1;
    const { layers, inForceAt } = wanted;
    await insertVersion(db, schedule.id, { number, inForceAt, layers }, { by: by.name, at: now });
    const subject = { type: 'schedule', id: schedule.id, name: schedule.name } as const;
    await audit({ ...kit, db }, by, { kind: 'schedule-changed', subject, details: { from: inForceAt } });
    return schedule;
  });
}

/** An override may reach back so far: whoever took over first and told it afterwards. */
const BACK_SECONDS = 15 * 60;

export type WantedOverride = Pick<Override, 'personId' | 'insteadOf' | 'from' | 'to' | 'reason'>;

/** @throws Refused when it ends before it begins, or begins long ago */
export async function coverShift(
  kit: EscalationKit,
  slug: string,
  wanted: WantedOverride,
  by: By,
): Promise<StoredSchedule> {
  const now = kit.clock.now();
  return inTransaction(kit.db, async (db) => {
    const schedule = await lockedSchedule(db, slug);
    if (wanted.to <= wanted.from)
      throw new Refused('no-span', 'Choose an end that comes after the beginning.', { field: 'to' });
    if (wanted.from < plusSeconds(now, -BACK_SECONDS))
      throw new Refused(
        'in-the-past',
        'An override begins at most 15 minutes ago. Choose a later beginning.',
        {
          field: 'from',
        },
      );
    const override = { ...wanted, id: kit.ids.next(), madeBy: by.name, madeAt: now };
    await insertOverride(db, schedule.id, override);
    await tellMoved({ ...kit, db }, schedule, override, by.id);
    const subject = { type: 'schedule', id: schedule.id, name: schedule.name } as const;
    const details = { person: wanted.personId, from: wanted.from, to: wanted.to };
    await audit({ ...kit, db }, by, { kind: 'shift-covered', subject, details });
    return schedule;
  });
}

/** "I take the pager for an hour", instead of whoever is on. */
export async function takePager(
  kit: EscalationKit,
  slug: string,
  person: { id: string; name: string },
  minutes: number,
  by: By,
): Promise<StoredSchedule> {
  const from = kit.clock.now();
  const reason = `${person.name} takes the pager`;
  return coverShift(
    kit,
    slug,
    { personId: person.id, from, to: plusSeconds(from, minutes * 60), reason },
    by,
  );
}

/** Takes an override back. */
export async function endCover(
  kit: EscalationKit,
  slug: string,
  id: string,
  by: By,
): Promise<StoredSchedule> {
  const now = kit.clock.now();
  return inTransaction(kit.db, async (db) => {
    const schedule = await findSchedule(db, slug);
    if (!(await endOverride(db, schedule.id, id, now)))
      throw new Refused('over', 'This override is over already, or was taken back.');
    const subject = { type: 'schedule', id: schedule.id, name: schedule.name } as const;
    await audit({ ...kit, db }, by, { kind: 'cover-ended', subject, details: {} });
    return schedule;
  });
}

/** Whether somebody covers only for themselves: their own shift, or one that they take. */
export function isOwnCover(schedule: StoredSchedule, wanted: WantedOverride, personId: string): boolean {
  if (wanted.personId === personId || wanted.insteadOf === personId) return true;
  return onCall(schedule, wanted.from).personId === personId;
}

/** @throws NotFound */
export async function findSchedule(db: Db, slug: string): Promise<StoredSchedule> {
  const schedule = await scheduleBySlug(db, slug);
  if (schedule === undefined)
    throw new NotFound(`There is no schedule "${slug}". The page of escalations lists them all.`);
  return schedule;
}

/**
 * A schedule whose shifts nobody else moves until the transaction ends: one shift could otherwise be given to two.
 * @throws NotFound
 */
export async function lockedSchedule(db: Db, slug: string): Promise<StoredSchedule> {
  await lockSchedule(db, slug);
  return findSchedule(db, slug);
}

function stale(name: string): Refused {
  return new Refused(
    'stale',
    `Somebody changed ${name} since you opened this page, and nothing was saved. What you typed stands below: send it again to put it in the place of theirs.`,
  );
}
