/** What escalation works with, and everything that a step of a run looks at. */
import type { Clock, Instant } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { listTeams } from '../identity/actions.ts';
import type { Reachable } from '../notify/contact.ts';
import { reachables } from '../notify/contact-actions.ts';
import type { NotifyKit } from '../notify/deliver-actions.ts';
import type { Db } from '../store/open.ts';
import type { Setting } from './level.ts';
import type { Load } from './load.ts';
import { IN_APP, type Party } from './party.ts';
import type { Policy, Severity } from './policy.ts';
import type { Run, RunEvent, Subject, SubjectNow } from './run.ts';
import { turns } from './run-store.ts';
import { allSchedules } from './schedule-store.ts';

/** Asks subjects and tells them what happened, within the transaction. Whoever composes says who stands behind it. */
export type Subjects = {
  ask(db: Db, subject: Pick<Subject, 'kind' | 'key'>): Promise<SubjectNow | undefined>;
  /** What somebody has on their hands besides. */
  load(db: Db, subject: Pick<Subject, 'kind' | 'key'>, personId: string): Promise<Load>;
  /** Whether nobody is to be asked yet, or not any more. Asked before the first level of a run. */
  hold(db: Db, run: Pick<Run, 'id' | 'subject'>): Promise<Hold | undefined>;
  tell(db: Db, run: Run, events: readonly RunEvent[]): Promise<void>;
};

/** Held until then by a window of maintenance; or over, since nothing fires any more now that it has ended. */
export type Hold = { until: Instant } | { isQuiet: true };

export type EscalationKit = {
  db: Db;
  clock: Clock;
  ids: Ids;
  homeZone: string;
  notify: NotifyKit;
  subjects: Subjects;
};

/** Everybody with the ways to reach them: read once for a step, and used for its messages as well. */
export type People = ReadonlyMap<string, Reachable>;

/** The setting of a run at this moment. Schedules are read live: whoever is on call now is the point. */
export async function settingFor(
  kit: EscalationKit,
  about: {
    chain: readonly Policy[];
    severity: Severity | undefined;
    holders?: SubjectNow['holders'] | undefined;
  },
): Promise<{ setting: Setting; people: People }> {
  const { db, homeZone } = kit;
  const people = await reachables(db, kit.notify.hasMail);
  const schedules = await allSchedules(db);
  // Where nothing goes out at all, Muster itself is the way, for those who look at it.
  const canReach = kit.notify.hasMail;
  const setting: Setting = {
    chain: about.chain,
    severity: about.severity,
    holders: about.holders ?? {},
    schedules: new Map(schedules.map((schedule) => [schedule.id, schedule])),
    teams: new Map(
      (await listTeams(db)).map(({ id, name, members }) => [
        id,
        { name, members: members.map((one) => one.id) },
      ]),
    ),
    people: new Map([...people].map(([id, person]) => [id, partyOf(person, homeZone, canReach)])),
    admins: [...people.values()]
      .filter(({ role, isActive }) => role === 'admin' && isActive)
      .map(({ id }) => id),
    lastInTurn: await turns(db),
  };
  return { setting, people };
}

function partyOf(person: Reachable, homeZone: string, canReach: boolean): Party {
  const { id, name, isActive, quiet, zone } = person;
  const methods = person.methods.map((method) => ({
    id: method.id,
    channel: method.channel,
    delaySeconds: method.delaySeconds,
  }));
  return {
    id,
    name,
    isActive,
    methods: methods.length === 0 && !canReach ? [IN_APP] : methods,
    quiet: quiet && { ...quiet, zone: zone ?? homeZone },
  };
}
