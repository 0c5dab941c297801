/**
 * A month of escalations on the real engine, the real outbox and the real store, on a clock that is wound: people
 * answer or do not, mail fails, and the process dies at every place where something has just been done or not.
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import type { Run, RunEvent } from '../../server/escalation/run.ts';
import type { Severity } from '../../server/escalation/policy.ts';
import type { EscalationKit } from '../../server/escalation/setting-actions.ts';
import type { Sendable } from '../../server/notify/channel.ts';
import type { Outcome } from '../../server/notify/message.ts';
import type { Db, Store } from '../../server/store/open.ts';
import type * as EscalationEngineActions from '../../server/escalation/engine-actions.ts';
import type * as EscalationAnswerActions from '../../server/escalation/answer-actions.ts';
import type * as EscalationSendingActions from '../../server/escalation/sending-actions.ts';
import type * as EscalationDue from '../../server/escalation/due.ts';
import type * as EscalationScheduleStore from '../../server/escalation/schedule-store.ts';
import type * as NotifyDeliverActions from '../../server/notify/deliver-actions.ts';
import type * as StoreSqlite from '../../server/store/sqlite.ts';
import type * as StoreMigrate from '../../server/store/migrate.ts';
import type * as StoreTransaction from '../../server/store/transaction.ts';
import type * as CoreClock from '../../server/core/clock.ts';
import type * as CoreIds from '../../server/core/ids.ts';
import type * as IdentityAccountStore from '../../server/identity/account-store.ts';
import { chanceOf, type Chance } from './chance.ts';
import {
  BEGINS,
  GONE,
  madeIncidents,
  madePolicies,
  madeSchedules,
  MONTH_MS,
  PEOPLE,
  type MadeIncident,
} from './month-house.ts';
import { whoIsAsked, type NaiveRun, type Rung } from './naive.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** What a month came to. `wrong` is what must never be. */
export type Month = {
  seed: number;
  incidents: number;
  levels: number;
  pages: number;
  crashes: number;
  wrong: string[];
  hash: string;
  ms: number;
};

class Crash extends Error {}

type Received = { key: string; runId: string; personId: string; at: number };
type Sent = Extract<RunEvent, { kind: 'sent' }> & { at: number };
type Down = { from: number; to: number; isFromThere: boolean };

/** The engine of a checkout: this one, or a copy with a fault in it. */
async function engineOf(root: string) {
  const load = async (file: string): Promise<unknown> =>
    import(pathToFileURL(join(root, 'server', file)).href);
  return {
    ...((await load('escalation/engine-actions.ts')) as typeof EscalationEngineActions),
    ...((await load('escalation/answer-actions.ts')) as typeof EscalationAnswerActions),
    ...((await load('escalation/sending-actions.ts')) as typeof EscalationSendingActions),
    ...((await load('escalation/due.ts')) as typeof EscalationDue),
    ...((await load('escalation/schedule-store.ts')) as typeof EscalationScheduleStore),
    ...((await load('notify/deliver-actions.ts')) as typeof NotifyDeliverActions),
    ...((await load('store/sqlite.ts')) as typeof StoreSqlite),
    ...((await load('store/migrate.ts')) as typeof StoreMigrate),
    ...((await load('store/transaction.ts')) as typeof StoreTransaction),
    ...((await load('core/clock.ts')) as typeof CoreClock),
    ...((await load('core/ids.ts')) as typeof CoreIds),
    ...((await load('identity/account-store.ts')) as typeof IdentityAccountStore),
  };
}
type Engine = Awaited<ReturnType<typeof engineOf>>;

export async function simulatedMonth(seed: number, incidentCount = 60, root = ROOT): Promise<Month> {
  const began = performance.now();
  const engine = await engineOf(root);
  const chance = chanceOf(seed);
  const clock = new engine.WoundClock(new Date(BEGINS - 1000).toISOString());
  const store = engine.openSqlite(':memory:');
  await engine.migrate(store, clock.now());
  const schedules = madeSchedules(chance, 6);
  const policies = madePolicies(chance, 8, schedules);
  const incidents = madeIncidents(chance, incidentCount, policies);
  await fill(engine, store, schedules, clock.now());
  const world = makeWorld(engine, store, clock, chance);
  for (const incident of incidents) world.plan(incident.at, () => world.open(incident));
  await world.run(BEGINS + MONTH_MS + 6 * 3_600_000);
  const wrong = await judged(world, store, schedules);
  const sent = [...world.sent.values()].flat();
  await store.close();
  return {
    seed,
    incidents: incidents.length,
    levels: sent.length,
    pages: world.received.length,
    crashes: world.downs.length,
    wrong,
    hash: createHash('sha256')
      .update(JSON.stringify([sent, world.received]))
      .digest('hex')
      .slice(0, 12),
    ms: performance.now() - began,
  };
}

async function fill(
  engine: Engine,
  store: Store,
  schedules: ReturnType<typeof madeSchedules>,
  at: string,
): Promise<void> {
  for (const id of PEOPLE) {
    await engine.insertAccount(store.db, {
      id,
      email: `${id}@example.org`,
      name: id,
      role: id === 'person-01' ? 'admin' : 'responder',
      password: 'none',
      at,
    });
  }
  await store.db.updateTable('account').set({ disabled_at: at }).where('account_id', '=', GONE).execute();
  for (const { id, zone, layers, overrides } of schedules) {
    await engine.insertSchedule(store.db, { id, slug: id, name: id, zone }, at);
    await engine.insertVersion(
      store.db,
      id,
      { number: 1, inForceAt: '2020-01-01T00:00:00.000Z', layers },
      { by: 'Max', at },
    );
    for (const override of overrides) await engine.insertOverride(store.db, id, override);
  }
}

type World = ReturnType<typeof makeWorld>;

function makeWorld(engine: Engine, store: Store, clock: InstanceType<Engine['WoundClock']>, chance: Chance) {
  const planned: { at: number; work: () => Promise<void> }[] = [];
  const received: Received[] = [];
  const sent = new Map<string, Sent[]>();
  const happened = new Map<string, NaiveRun['happened'][number][]>();
  const downs: Down[] = [];
  const over = new Set<string>();
  const runs = new Map<string, MadeIncident>();
  /** Where the process is about to die. */
  let dying: 'before-commit' | 'after-commit' | 'before-send' | 'after-send' | undefined;
  const now = (): number => Date.parse(clock.now());
  const plan = (at: number, work: () => Promise<void>): void => {
    planned.push({ at, work });
  };
  const note = (runId: string, what: NaiveRun['happened'][number]['what'], person = ''): void => {
    happened.set(runId, [...(happened.get(runId) ?? []), { at: now(), what, person }]);
  };

  const send = async (message: Sendable): Promise<Outcome> => {
    if (dying === 'before-send') throw new Crash();
    if (chance.is(0.02)) return { result: 'failed', isLasting: false, error: 'busy' };
    const personId = message.person.id;
    // Those that go along are read in the same message.
    const along = await Promise.all(message.also.map(({ key }) => runOfKey(key)));
    for (const { key, runId = '' } of message.content.kind === 'page' ? [message, ...along] : []) {
      received.push({ key, runId, personId, at: now() });
      answerLater(runId, personId);
    }
    if (dying === 'after-send') throw new Crash();
    return { result: 'sent' };
  };
  const runOfKey = async (key: string): Promise<{ key: string; runId: string }> => {
    const rows = store.db.selectFrom('message').select('run_id').where('message_key', '=', key);
    return { key, runId: (await rows.executeTakeFirstOrThrow()).run_id ?? '' };
  };
  const answered = new Set<string>();
  const answerLater = (runId: string, personId: string): void => {
    // A message may come twice; its reader answers once.
    const delay = 3_000 + chance.upTo(12 * 60_000);
    const [isAccepting, isDeclining] = [chance.is(0.15), chance.is(0.2)];
    const once = `${runId} ${personId} ${String(sent.get(runId)?.length ?? 0)}`;
    if (answered.has(once) || (!isAccepting && !isDeclining)) return;
    answered.add(once);
    plan(now() + delay, () => answer(runId, personId, isAccepting));
  };
  const answer = async (runId: string, personId: string, isAccepting: boolean): Promise<void> => {
    const by = { person: { id: personId, name: personId }, via: 'mail' } as const;
    const { isChanged } = isAccepting
      ? await engine.acceptRun(kit, runId, by)
      : await engine.declineRun(kit, runId, by, { reason: 'busy' });
    if (isChanged) note(runId, isAccepting ? 'accept' : 'decline', personId);
  };

  const notify: EscalationKit['notify'] = {
    db: store.db,
    clock,
    ids: engine.ulids(clock),
    secret: 'a secret of the simulation',
    publicAddress: 'https://muster.example.org',
    channels: new Map([
      ['mail', { name: 'mail', send }],
      ['in-app', { name: 'in-app', send: () => Promise.resolve({ result: 'sent' }) }],
    ]),
    hasMail: true,
    pushKey: '',
    sender: {
      isNeeded: (db, message) => engine.isPageNeeded({ ...kit, db }, message),
      settled: (db, message, outcome) => engine.afterTry({ ...kit, db }, message, outcome),
    },
  };
  const kit: EscalationKit = {
    db: store.db,
    clock,
    ids: notify.ids,
    homeZone: 'UTC',
    notify,
    subjects: {
      ask: (_db, { key }) =>
        Promise.resolve({ title: key, severity: undefined, holders: {}, isOpen: !over.has(key) }),
      load: () => Promise.resolve({ isReporter: false, leads: [] }),
      hold: () => Promise.resolve(undefined),
      tell: (db: Db, run: Pick<Run, 'id'>, events) => {
        if (dying === 'before-commit') throw new Crash();
        const at = now();
        engine.afterCommit(db, () => {
          for (const event of events) {
            if (event.kind === 'sent') sent.set(run.id, [...(sent.get(run.id) ?? []), { ...event, at }]);
            if (event.kind === 'send-failed') note(run.id, 'unreachable');
          }
        });
        return Promise.resolve();
      },
    },
  };

  const open = async (incident: MadeIncident): Promise<void> => {
    const { key, policy, severity, overAt } = incident;
    const id = `run-${key}`;
    // Whoever declares while nothing runs does it a little later.
    runs.set(id, { ...incident, at: now() });
    await engine.begin(kit, {
      id,
      subject: { kind: 'incident', key, title: key, path: `/incidents/${key}` },
      chain: [{ ...policy, name: policy.id, zone: 'UTC', fallback: [policy.fallback], version: 1 }],
      severity: severity as Severity,
      reason: 'something broke',
      requestedBy: { id: 'person-01', name: 'person-01' },
    });
    if (overAt === undefined) return;
    plan(overAt, async () => {
      over.add(key);
      note(id, 'over');
      await engine.withdrawRun(kit, id, 'the incident was resolved');
    });
  };

  /** One tick, by two servers at once: each finds the same things due. */
  const tick = async (): Promise<void> => {
    await engine.takeOver(notify);
    // A process dies as a whole: whatever is on its way in it dies with it, before the next one begins.
    const passed = await Promise.allSettled([engine.passRuns(kit), engine.passRuns(kit)]);
    for (const one of passed) if (one.status === 'rejected') throw one.reason;
    if (dying === 'after-commit') throw new Crash();
    const deliveries = await Promise.all([engine.deliverDue(notify), engine.deliverDue(notify)]);
    const ended = await Promise.allSettled(deliveries.flat());
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  };

  const nextDue = async (): Promise<number> => {
    const run = await store.db
      .selectFrom('escalation_run')
      .select('due_at')
      .where('due_at', 'is not', null)
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    const message = await store.db
      .selectFrom('message')
      .select('due_at')
      .where('state', 'in', ['queued', 'uncertain'])
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    const times = [run?.due_at, message?.due_at].flatMap((at) =>
      typeof at === 'string' ? [Date.parse(at)] : [],
    );
    return Math.min(...times, ...planned.map(({ at }) => at));
  };

  const WAYS = ['before-commit', 'after-commit', 'before-send', 'after-send'] as const;
  const run = async (until: number): Promise<void> => {
    for (;;) {
      const at = Math.max(now(), await nextDue());
      if (at > until) return;
      clock.setTo(new Date(at).toISOString());
      const due = planned.filter((one) => one.at <= at);
      for (const one of due) {
        planned.splice(planned.indexOf(one), 1);
        await one.work();
      }
      dying = chance.is(0.04) ? chance.one(WAYS) : undefined;
      try {
        await tick();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        const to = at + 1 + chance.upTo(chance.is(0.2) ? 90 * 60_000 : 60_000);
        downs.push({ from: at, to, isFromThere: dying === 'before-commit' });
        // Nobody can answer a server that does not run: they try again when it does.
        for (const one of planned) if (one.at <= to) one.at = to + 1 + chance.upTo(2_000);
        clock.setTo(new Date(to).toISOString());
      }
      dying = undefined;
    }
  };
  return { plan, open, run, received, sent, happened, downs, runs };
}

/** Everything that must never be, in words. */
async function judged(
  world: World,
  store: Store,
  schedules: ReturnType<typeof madeSchedules>,
): Promise<string[]> {
  const wrong: string[] = [];
  const bySchedule = new Map(schedules.map(({ id, naive }) => [id, naive]));
  const awake = (at: number): number => {
    for (const { from, to, isFromThere } of world.downs)
      if ((isFromThere ? from <= at : from < at) && at < to) at = to;
    return at;
  };
  const house = { schedules: bySchedule, gone: new Set([GONE]), awake };
  for (const [id, { at: start, severity, policy }] of world.runs) {
    const { naive: levels, repeat, fallback } = policy;
    const happened = world.happened.get(id) ?? [];
    const expected = whoIsAsked({ start, severity, levels, repeat, fallback, happened }, house);
    const actual = (world.sent.get(id) ?? []).map(({ at, loop, level, targets }): Rung => ({
      at,
      loop,
      level,
      people: targets.map(({ personId }) => personId).toSorted(),
    }));
    if (JSON.stringify(expected) !== JSON.stringify(actual))
      wrong.push(
        `${id}: expected ${shown(expected)}, was ${shown(actual)}, after ${JSON.stringify(happened)}`,
      );
  }
  const rows = await store.db.selectFrom('message').selectAll().where('kind', '=', 'page').execute();
  const known = new Map(rows.map((row) => [row.message_key, row]));
  for (const { key, runId, personId, at } of world.received) {
    const row = known.get(key);
    const end = world.happened.get(runId)?.find(({ what }) => what === 'accept' || what === 'over');
    if (row === undefined) wrong.push(`${runId}: ${personId} was told what was never decided`);
    else if (at < Date.parse(row.created_at)) wrong.push(`${runId}: ${personId} was told early`);
    if (end !== undefined && at > end.at) wrong.push(`${runId}: ${personId} was told after it had ended`);
  }
  const tried = new Set(world.received.map(({ key }) => key));
  for (const row of rows) {
    const isMissed = row.channel === 'mail' && row.state === 'sent' && !tried.has(row.message_key);
    if (isMissed || row.state === 'leased' || row.state === 'queued')
      wrong.push(`${row.run_id ?? ''}: ${row.account_id} was missed, ${row.state}`);
  }
  const times = Map.groupBy(world.received, ({ key }) => key);
  const mayRepeat = world.downs.length;
  const repeats = [...times.values()].filter((same) => same.length > 1).length;
  if (repeats > mayRepeat)
    wrong.push(`${String(repeats)} messages went twice, with ${String(mayRepeat)} crashes`);
  return wrong;
}

function shown(rungs: readonly Rung[]): string {
  return rungs
    .map(
      ({ at, loop, level, people }) =>
        `${new Date(at).toISOString().slice(5, 23)} ${String(loop)}/${String(level)} ${people.join('+')}`,
    )
    .join(', ');
}
