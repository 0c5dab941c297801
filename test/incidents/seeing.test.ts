import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addMember, createTeam } from '../../server/identity/team-actions.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { NotFound, Refused } from '../../server/core/refused.ts';
import { viewerOf } from '../../server/identity/account-viewer.ts';
import { act, open } from '../../server/incidents/actions.ts';
import { VISIBILITIES } from '../../server/incidents/entry-fields.ts';
import type { Command, State } from '../../server/incidents/incident.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import { maySee } from '../../server/incidents/seeing-actions.ts';
import { insidersOf, sees } from '../../server/incidents/seeing.ts';
import { listIncidents } from '../../server/incidents/listing-store.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { CAST as TOLD_CAST, Told, type Who } from '../support/told.ts';
import { CAST, enter, type Member } from '../support/cast.ts';
import { Dice } from '../support/random-commands.ts';
import { world, type World } from '../support/world.ts';

const OPENING = { key: 'INC-42', kind: 'incident', title: 'Checkout fails', homeZone: 'UTC' } as const;

function told(visibility: State['visibility'], service?: string): Told {
  const story = new Told('2026-11-02T09:00:00.000Z');
  story.act('ana', { type: 'declare', ...OPENING, visibility, service, takeCommand: true });
  return story;
}

function seenBy({ state }: Told, who: Exclude<Who, 'muster'>, ...services: string[]): boolean {
  const { id, permissions } = TOLD_CAST[who];
  return sees(state, { id, permissions: new Set(permissions), services: new Set(services) });
}

test('who sees what: the table of the three visibilities', () => {
  const rows = [
    // visibility, service, whose team owns it, a stranger, whoever opened it, a manager
    ['all', 'shop', true, true, true, true],
    ['team', 'shop', true, false, true, true],
    ['team', undefined, true, true, true, true],
    ['private', 'shop', false, false, true, true],
    ['private', undefined, false, false, true, true],
  ] as const;
  for (const [visibility, service, owner, stranger, opener, manager] of rows) {
    const story = told(visibility, service);
    const name = `${visibility} ${service ?? 'without a service'}`;
    assert.equal(seenBy(story, 'ben', 'shop'), owner, `${name}: whose team owns the service`);
    assert.equal(seenBy(story, 'ben', 'pay'), stranger, `${name}: whose team owns another`);
    assert.equal(seenBy(story, 'vera'), stranger, `${name}: a viewer of no team`);
    assert.equal(seenBy(story, 'ana'), opener, `${name}: whoever opened it`);
    assert.equal(seenBy(story, 'max'), manager, `${name}: a manager`);
  }
});

test('who is asked by name sees it while the question is open, and for good once they said yes', () => {
  const story = told('private');
  const last = (of: 'offers' | 'tasks' | 'escalations') => story.state[of].at(-1)?.id ?? '';

  story.act('ana', { type: 'offer-role', role: 'scribe', to: TOLD_CAST.ben.id });
  assert.ok(seenBy(story, 'ben'));
  story.act('ben', { type: 'decline-role', offerId: last('offers'), reason: 'in a train' });
  assert.ok(!seenBy(story, 'ben'));
  story.act('ana', { type: 'offer-role', role: 'scribe', to: TOLD_CAST.ben.id });
  story.act('ben', { type: 'accept-role', offerId: last('offers') });
  story.act('ben', { type: 'leave' });
  assert.ok(seenBy(story, 'ben'), 'who took part and left');

  const ask = {
    type: 'request-escalation',
    policyId: 'person',
    reason: 'cache ruled out',
    by: 'person',
  } as const;
  story.act('ana', { ...ask, to: TOLD_CAST.chloe.id });
  assert.ok(seenBy(story, 'chloe'));
  story.act('ana', { type: 'withdraw-escalation', escalationId: last('escalations'), reason: 'found it' });
  assert.ok(!seenBy(story, 'chloe'));

  story.act('ana', { type: 'give-task', what: 'Call the gateway', to: TOLD_CAST.pilar.id });
  assert.ok(seenBy(story, 'pilar'));
  story.act('ana', { type: 'close-task', taskId: last('tasks'), outcome: 'dropped', note: 'not needed' });
  assert.ok(!seenBy(story, 'pilar'));
  story.act('ana', { type: 'give-task', what: 'Call the bank', to: TOLD_CAST.pilar.id });
  story.act('pilar', { type: 'accept-task', taskId: last('tasks') });
  story.act('pilar', { type: 'pass-task', taskId: last('tasks'), to: TOLD_CAST.dara.id });
  assert.ok(seenBy(story, 'dara'));
  story.act('pilar', { type: 'close-task', taskId: last('tasks'), outcome: 'done' });
  assert.ok(seenBy(story, 'pilar') && !seenBy(story, 'dara'));
});

test('only the commander or a manager says who sees it, also after the end', () => {
  const story = told('all');
  const narrow = { type: 'change-details', field: 'visibility', to: 'private' } as const;
  assert.throws(() => story.act('ben', narrow), /Only the commander can change who sees this incident/);
  story.act('ana', narrow);
  assert.equal(story.state.visibility, 'private');
  const seq = story.state.seq;
  story.act('ana', { type: 'release-role', role: 'commander', reason: 'going home' });
  assert.throws(() => story.act('ana', { type: 'take-back', seq }), /cannot be taken back/);
  story.act('max', { type: 'move-status', to: 'cancelled', reason: 'false alarm' });
  assert.throws(() => story.act('ben', { ...narrow, to: 'all' }), Refused);
  story.act('max', { ...narrow, to: 'team' });
  assert.equal(story.state.visibility, 'team');
});

let here: World;
const MEMBERS = Object.keys(CAST) as Member[];
const SERVICES = ['shop', 'pay', 'loose'] as const;

before(async () => {
  here = await world();
  await enter(here);
  const { people } = here.kit;
  for (const [team, ...members] of [
    ['shop', 'ben', 'vic'],
    ['pay', 'tia'],
  ] as const) {
    await createTeam(people, team, COMMAND_LINE);
    for (const one of members) await addMember(people, team, CAST[one].id, COMMAND_LINE);
    await createService(people, { name: team, team }, COMMAND_LINE);
  }
  await createService(people, { name: 'loose' }, COMMAND_LINE);
});
after(() => here.end());

function viewer(member: Member): Viewer {
  const { id, name, email, role } = CAST[member];
  const row = { account_id: id, name, email, role, home_zone: null, disabled_at: null };
  const found = viewerOf(row);
  assert.ok(found);
  return found;
}

/** Something that may change who sees an incident, whether or not it is allowed just now. */
function someCommand({ offers, tasks, escalations }: State, dice: Dice): Command {
  const to = CAST[dice.one<Member>(['ada', 'max', 'ana', 'ben', 'tia', 'vic'])].id;
  const offerId = offers.at(-1)?.id ?? '';
  const taskId = tasks.at(-1)?.id ?? '';
  const escalationId = escalations.at(-1)?.id ?? '';
  const reason = 'so it is';
  return dice.one<Command>([
    { type: 'change-details', field: 'visibility', to: dice.one(VISIBILITIES) },
    { type: 'change-details', field: 'visibility', to: dice.one(['team', 'private']) },
    { type: 'change-services', added: [dice.one(SERVICES)], removed: [dice.one(SERVICES)] },
    { type: 'change-services', added: [], removed: [...SERVICES] },
    { type: 'offer-role', role: dice.one(['scribe', 'expert']), to },
    { type: 'accept-role', offerId },
    { type: 'decline-role', offerId, reason },
    { type: 'withdraw-offer', offerId },
    { type: 'give-task', what: 'Look at the logs', to },
    { type: 'accept-task', taskId },
    { type: 'pass-task', taskId, to },
    { type: 'close-task', taskId, outcome: 'done' },
    { type: 'request-escalation', to, policyId: 'person', reason, by: 'person' },
    { type: 'accept-escalation', escalationId },
    { type: 'decline-escalation', escalationId, reason: 'busy' },
    { type: 'withdraw-escalation', escalationId, reason },
    { type: 'add-responder', personId: to },
    { type: 'leave', personId: to },
  ]);
}

test('what the lists find is what the rule says, whatever happened', async () => {
  const { incidents, people } = here.kit;
  const dice = new Dice(20261102);
  const seen = new Map<string, number>();
  for (let story = 0; story < 12; story += 1) {
    const opener = dice.one<Member>(['ana', 'ben', 'max']);
    const declare = (key: string): Command => ({
      type: 'declare',
      ...OPENING,
      key,
      visibility: dice.one(VISIBILITIES),
      service: dice.maybe(dice.one(SERVICES)),
      takeCommand: true,
    });
    const { number } = await open(incidents, viewer(opener), declare, { opId: undefined, body: {} });
    for (let step = 0; step < 25; step += 1) {
      const { row, state } = await openRoom(incidents, undefined, number);
      for (const member of MEMBERS) {
        const reader = viewer(member);
        const byRule = await maySee(people.db, reader, state);
        const found = await listIncidents(people.db, reader, {}, 100);
        const isFound = found.some(({ incident_id }) => incident_id === row.incident_id);
        assert.equal(isFound, byRule, `${member} and ${state.key} after ${String(state.seq)} entries`);
        const cell = `${state.visibility} ${String(byRule)}`;
        seen.set(cell, (seen.get(cell) ?? 0) + 1);
      }
      await attempt(number, viewer(dice.one<Member>(['ana', 'ben', 'max', 'ada'])), someCommand(state, dice));
    }
    const { row, state } = await openRoom(incidents, undefined, number);
    const kept = await people.db
      .selectFrom('incident_insider')
      .select('account_id')
      .where('incident_id', '=', row.incident_id)
      .execute();
    assert.deepEqual(new Set(kept.map(({ account_id }) => account_id)), insidersOf(state));
  }
  for (const cell of ['all true', 'team true', 'team false', 'private true', 'private false'])
    assert.ok((seen.get(cell) ?? 0) > 20, `${cell} was met often: ${JSON.stringify([...seen])}`);
});

/** Does it, or is told why not; what is neither is a fault. */
async function attempt(number: number, by: Viewer, command: Command): Promise<void> {
  try {
    await act(here.kit.incidents, by, number, [command], { opId: undefined, body: command });
  } catch (error) {
    if (!(error instanceof Refused) && !(error instanceof NotFound)) throw error;
  }
}
