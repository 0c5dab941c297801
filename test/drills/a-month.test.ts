import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { endAsked, jump } from '../../server/drills/actions.ts';
import { mayLeave } from '../../server/drills/leaving-actions.ts';
import { agree } from '../../server/drills/plan-actions.ts';
import { beginAgreed, startSolo } from '../../server/drills/start-actions.ts';
import { trainee } from '../../server/drills/trainee.ts';
import { Refused } from '../../server/core/refused.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act } from '../../server/incidents/actions.ts';
import { drillNow } from '../../server/incidents/drill-clock.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import type { Channel, Sendable } from '../../server/notify/channel.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { level, paging, type Paging } from '../escalation/paging.ts';
import { CAST, signedIn, type Member } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { Dice, someCommand } from '../support/random-commands.ts';

/**
 * A month in which people practise alone and led, while real incidents ask real people, everybody can be reached by every
 * way that there is, and each way is a recorder. Nothing of a drill reaches anybody outside of it.
 */
let there: Paging;
type Recorded = { channel: string; to: string; content: Sendable['content'] };
const recorded: Recorded[] = [];
/** Who takes part in which drill. */
const parts = new Map<string, Set<string>>();

const WAYS = ['mail', 'push', 'webhook', 'slack', 'ntfy', 'sms', 'voice'] as const;

before(async () => {
  there = await paging(
    [level(['ana'], { answerWithin: 5 }), level(['ben'])],
    {},
    {
      MUSTER_RUNBOOKS: 'runbooks',
      MUSTER_SMS_ADAPTER: 'https://sms.example.org/send',
      MUSTER_VOICE_ADAPTER: 'https://voice.example.org/call',
      MUSTER_ADAPTER_SECRET: `whsec_${Buffer.from('a secret of twenty-four bytes and more').toString('base64')}`,
    },
  );
  const { kit, store, clock } = there.world;
  const channels = kit.escalation.notify.channels as Map<string, Channel>;
  for (const name of channels.keys())
    channels.set(name, {
      name,
      send: ({ person, content }) => {
        recorded.push({ channel: name, to: person.id, content });
        return Promise.resolve({ result: 'sent' });
      },
    });
  for (const way of WAYS) assert.ok(channels.has(way), way);
  const at = clock.now();
  const people = Object.values(CAST);
  const methods = people.flatMap(({ id, email }) =>
    WAYS.map((channel, position) => ({
      method_id: `${channel}-of-${id}`,
      account_id: id,
      channel,
      address: channel === 'mail' ? email : `${channel}-of-${id}`,
      position,
      delay_seconds: 0,
      created_at: at,
      tested_at: null,
      test_result: null,
      proved_at: at,
      ended_at: null,
      ended_why: null,
    })),
  );
  await store.db.insertInto('contact_method').values(methods).execute();
});
after(async () => {
  await (there as Paging | undefined)?.end();
});

/** What of a drill went to somebody who takes no part in it. */
function outsiders(said: readonly Recorded[]): string[] {
  return said.flatMap(({ channel, to, content }) => {
    const [key] = /DRILL-\d+/.exec(JSON.stringify(content)) ?? [];
    const isOfDrill = key !== undefined || /DRILL|\/drills\//.test(JSON.stringify(content));
    const isInside = key !== undefined && parts.get(key)?.has(to) === true && content.kind !== 'page';
    return isOfDrill && !isInside ? [`${key ?? 'a drill'} by ${channel} to ${to}`] : [];
  });
}

async function viewerOf(member: Member): Promise<Viewer> {
  const viewer = await viewerById(there.world.store.db, CAST[member].id);
  assert.ok(viewer);
  return viewer;
}

const nothing = { opId: undefined, body: {} };

async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** A real incident begins, whose service asks by its policy. A session of last week has ended, so Max signs in anew. */
async function real(day: number): Promise<void> {
  const max = await signedIn(there.world, 'max');
  const severity = day % 10 === 0 ? 'SEV-1' : 'SEV-2';
  const typed = { title: `Checkout fails ${String(day)}`, service: 'web-shop', severity, take_command: 'on' };
  const answer = await sendForm(max, '/incidents/new', '/incidents', typed);
  assert.equal(answer.status, 303, answer.text.slice(0, 300));
}

/** Anything that somebody does in a drill; and again and again they begin the real policy. */
async function something(number: number, who: Viewer, dice: Dice, policy: string): Promise<void> {
  const { incidents, drills } = there.world.kit;
  await unlessRefused(async () => {
    if (dice.roll(8) === 0) return jump(drills, who, number, nothing);
    const { state } = await openRoom(incidents, trainee(who), -number);
    const command =
      dice.roll(4) === 0
        ? ({ type: 'request-escalation', policyId: policy, reason: 'the cache', by: 'person' } as const)
        : someCommand(state, dice, drillNow(state, there.world.clock.now()));
    return act(incidents, trainee(who), -number, [command], nothing);
  });
}

test('a month of drills beside real incidents reaches nobody who takes no part in them', async () => {
  const { kit, store } = there.world;
  const [tia, ana, max] = [await viewerOf('tia'), await viewerOf('ana'), await viewerOf('max')];
  const { policy_id: policy } = await store.db
    .selectFrom('policy')
    .select('policy_id')
    .executeTakeFirstOrThrow();
  const offered = await kit.drills.scenarios.list();
  const dice = new Dice(7);
  for (let day = 0; day < 30; day += 1) {
    const scenario = offered[day % offered.length];
    assert.ok(scenario);
    if (day % 5 === 0) await real(day);
    const isLed = day % 3 === 1;
    let number: number;
    if (isLed) {
      const [first = 'commander', second = 'operations'] = scenario.scenario.roles;
      const roles = { [first]: CAST.tia.id, [second]: CAST.ana.id };
      const wanted = { roles, observers: [CAST.ben.id], at: there.world.clock.now() };
      number = await agree(kit.drills, max, scenario, wanted, { opId: `plan ${String(day)}`, body: day });
      parts.set(`DRILL-${String(number)}`, new Set([CAST.max.id, CAST.tia.id, CAST.ana.id, CAST.ben.id]));
      await beginAgreed(kit.drills, max, number, { opId: `begin ${String(day)}`, body: day });
    } else {
      number = -(await startSolo(kit.drills, tia, scenario, { opId: `solo ${String(day)}`, body: day }))
        .number;
      parts.set(`DRILL-${String(number)}`, new Set([CAST.tia.id]));
    }
    for (let turn = 0; turn < 6; turn += 1) {
      await something(number, isLed && turn % 2 === 1 ? ana : tia, dice, policy);
      await there.later(60 + dice.roll(240));
    }
    await unlessRefused(() => endAsked(kit.drills, tia, number, 'stopped', nothing));
    await there.later(20 * 3600);
  }
  const rows = await store.db.selectFrom('message').selectAll().execute();
  assert.deepEqual(outsiders(recorded), []);
  assert.deepEqual(
    outsiders(
      rows.map(({ channel, account_id: to, content }) => ({
        channel,
        to,
        content: JSON.parse(content) as Sendable['content'],
      })),
    ),
    [],
    'nor was it written down to be sent',
  );
  const asked = recorded.filter(({ content }) => content.kind === 'page');
  assert.ok(
    asked.some(({ to }) => to === CAST.ana.id),
    'what is real reaches people, so the recorders hear',
  );
  assert.ok(
    recorded.some(({ content }) => JSON.stringify(content).includes('DRILL')),
    'those who take part are invited',
  );
  const runs = await store.db.selectFrom('escalation_run').selectAll().execute();
  assert.ok(runs.length > 0 && runs.every((run) => !JSON.stringify(run).includes('DRILL')));
});

test('a leak that is planted is held back by the second lock, and would be found', async () => {
  const { store, ids } = { store: there.world.store, ids: there.world.kit.drills.ids };
  const before = recorded.length;
  const content = {
    kind: 'notice',
    subjectKey: 'DRILL-2',
    title: 'x',
    path: '/drills/2',
    words: 'DRILL: x',
  } as const;
  const leak = { channel: 'mail', to: CAST.vic.id, content };
  assert.deepEqual(outsiders([leak]), [`DRILL-2 by mail to ${CAST.vic.id}`]);
  const { insertMessage } = await import('../../server/notify/message-store.ts');
  const message = {
    ...{
      key: 'planted',
      person: { id: CAST.vic.id, name: CAST.vic.name },
      methodId: 'mail',
      channel: 'mail',
    },
    ...{ address: CAST.vic.email, content, urgency: 9, dueAt: there.world.clock.now() },
  };
  await insertMessage(store.db, ids.next(), message, there.world.clock.now());
  await there.later(1);
  assert.equal(recorded.length, before, 'nothing left');
  const row = await store.db
    .selectFrom('message')
    .selectAll()
    .where('message_key', '=', 'planted')
    .executeTakeFirstOrThrow();
  assert.equal(row.state, 'superseded');
  const page = { ...content, kind: 'page', subjectKey: 'DRILL-2' } as unknown as Sendable['content'];
  assert.equal(await mayLeave(store.db, { content: page, person: { id: CAST.tia.id, name: 'Tia' } }), false);
  assert.equal(await mayLeave(store.db, { content, person: { id: CAST.ben.id, name: 'Ben' } }), true);
});
