import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EntryJson } from '../../../server/api/entry-json.ts';
import type { IncidentJson } from '../../../server/api/incident-json.ts';
import { COMMAND_LINE } from '../../../server/audit/by.ts';
import { exportIncident } from '../../../server/exchange/export-actions.ts';
import { importIncident } from '../../../server/exchange/import-actions.ts';
import { measuresOf } from '../../../server/incidents/measures.ts';
import { openRoom } from '../../../server/incidents/room-actions.ts';
import type { State } from '../../../server/incidents/state.ts';
import { walkChains } from '../../../server/incidents/verify-actions.ts';
import { program } from '../../support/api.ts';
import { world } from '../../support/world.ts';
import { pdt, twoHours, type TwoHours } from './story.ts';

let story: TwoHours;
before(async () => {
  story = await twoHours();
});
after(() => story.here.end());

async function got<T>(path: string): Promise<T> {
  const answer = await story.people.ana.get(`/api/v1/incidents/${path}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body as T;
}

/** The state as it was known at a moment, in the words of the table below. */
async function known(clock: string): Promise<Known> {
  return inWords(await got<IncidentJson>(`INC-1?at=${pdt(clock)}`));
}

function inWords(was: IncidentJson): Known {
  const command = was.roles.find(({ role, to }) => role === 'commander' && to === null);
  const due = was.update_clocks.public?.due_at;
  return [
    was.status,
    command?.name ?? 'nobody',
    was.stamps.impact_began_at?.at ?? 'never',
    was.impact.filter(({ to }) => to === null).length,
    was.hypotheses.map(({ status }) => status).join(),
    due ?? 'none',
  ];
}
/** Status, commander, beginning of the impact, open impacts, suspicions, when the public is told next. */
type Known = [string, string, string, number, string, string];

const [ANA, MAX] = ['Ana Ruiz (curl)', 'Max Orwell'];
/** Written by hand from the story. The beginning of the impact was known as 9:58 until it was put right at 11:20. */
const MOMENTS: Readonly<Record<string, Known>> = {
  '10:01': ['detected', 'nobody', 'never', 0, '', 'none'],
  '10:03': ['triage', ANA, 'never', 0, '', pdt('10:17')],
  '10:09': ['triage', ANA, pdt('9:58'), 1, 'open', pdt('10:17')],
  '10:25': ['investigating', ANA, pdt('9:58'), 1, 'ruled-out,open', pdt('10:32')],
  '10:27': ['investigating', ANA, pdt('9:58'), 1, 'open,open', pdt('10:32')],
  '10:31': ['investigating', ANA, pdt('9:58'), 1, 'ruled-out,open', pdt('10:32')],
  '10:40': ['mitigating', MAX, pdt('9:58'), 1, 'ruled-out,confirmed', pdt('10:56')],
  '10:45': ['monitoring', MAX, pdt('9:58'), 0, 'ruled-out,confirmed', pdt('10:56')],
  '10:51': ['investigating', MAX, pdt('9:58'), 1, 'ruled-out,confirmed', pdt('10:56')],
  '11:15': ['monitoring', MAX, pdt('9:58'), 0, 'ruled-out,confirmed', pdt('11:34')],
  '11:36': ['resolved', MAX, pdt('9:55'), 0, 'ruled-out,confirmed', 'none'],
  '11:41': ['investigating', MAX, pdt('9:55'), 0, 'ruled-out,confirmed', pdt('11:55')],
  '12:00': ['resolved', MAX, pdt('9:55'), 0, 'ruled-out,confirmed', 'none'],
};

for (const [clock, expected] of Object.entries(MOMENTS)) {
  test(`at ${clock} it was ${expected[0]}`, async () => {
    assert.deepEqual(await known(clock), expected);
  });
}

/** Minutes, counted by hand; the sums are written out. */
const MINUTES: Readonly<Record<string, number | string>> = {
  // 9:55, as it was put right, to 9:59.
  'time-to-detect': 4,
  // To 10:13, when Dara was asked.
  'time-to-notify': 14,
  'time-to-acknowledge': 'somebody had looked at it before anybody was notified',
  // 9:59 to 10:02.
  'time-to-declare': 3,
  // 10:02 to 10:04, when the scribe was there.
  'time-to-assemble': 2,
  // 10:02 to 10:12.
  'time-to-first-update': 10,
  // 9:59 to 10:38.
  'time-to-identify': 39,
  // 9:59 to 11:02.
  'time-to-mitigate': 63,
  // 9:55 to 10:42, and 10:50 to 11:02.
  'impact-duration': 47 + 12,
  // 9:59 to 11:55, the second time.
  'time-to-resolve': 116,
  // Promised for 10:32, sent at 10:36.
  'update-debt': 4,
  // 10:08 to 10:14: from then on the right one was followed as well.
  'only-wrong-minutes': 6,
  // To 11:55 or to leaving: Ana, Fay, Ben, Chloe, Pilar, Eli, Dara, Max.
  'response-effort': 113 + 48 + 112 + 112 + 111 + 109 + 54 + 82,
};

type MeasureJson = { name: string; seconds: number | null; missing: string | null };

test('each measure is what the story gives by hand', async () => {
  const { measures } = await got<{ measures: MeasureJson[] }>('INC-1/measures');
  const figures = measures.map(({ name, seconds, missing }) => [
    name,
    seconds === null ? missing : seconds / 60,
  ]);
  assert.deepEqual(Object.fromEntries(figures), MINUTES);
});

/** How often each kind is on the timeline, counted in the story. */
const KINDS: Readonly<Record<string, number>> = {
  'incident-opened': 1,
  acknowledged: 1,
  'severity-set': 1,
  'status-changed': 9,
  'role-taken': 5,
  'role-offered': 1,
  'role-accepted': 1,
  'role-released': 1,
  'responder-joined': 1,
  'responder-left': 2,
  'impact-opened': 2,
  'impact-closed': 2,
  'detection-set': 1,
  'runbook-attached': 1,
  'step-opened': 2,
  'step-answered': 2,
  'step-held': 1,
  'step-resumed': 1,
  'step-undone': 1,
  'hypothesis-opened': 2,
  'hypothesis-parked': 1,
  'hypothesis-resumed': 1,
  'hypothesis-ruled-out': 2,
  'hypothesis-reopened': 1,
  'hypothesis-confirmed': 1,
  'hypothesis-limit-passed': 1,
  'exit-criteria-set': 1,
  'exit-criterion-changed': 2,
  'escalation-requested': 1,
  'escalation-accepted': 1,
  'merge-received': 1,
  'change-started': 2,
  'change-finished': 2,
  'update-drafted': 9,
  'update-approved': 5,
  'update-sent': 9,
  'note-added': 2,
  'entry-redacted': 1,
  'time-corrected': 1,
  'number-recorded': 1,
  'follow-up-noted': 1,
  'review-required': 1,
  'review-signals-set': 1,
};

test('what everybody did is on the timeline, as often as they did it', async () => {
  const { data } = await got<{ data: EntryJson[] }>('INC-1/entries?limit=200');
  const counts = Object.fromEntries(
    [...Map.groupBy(data, ({ kind }) => kind)].map(([kind, entries]) => [kind, entries.length]),
  );
  // What time made stands for itself: each promise that was not kept a moment before it fell due.
  const { 'update-overdue': overdue = 0, ...told } = counts;
  assert.deepEqual(told, KINDS);
  assert.equal(overdue, 5);
});

test('the secret can be read nowhere, not even at the time at which it stood there', async () => {
  for (const path of [`INC-1?at=${pdt('11:09')}`, 'INC-1/entries?limit=200']) {
    assert.doesNotMatch(JSON.stringify(await got(path)), /correct-horse/);
  }
});

test('the incident that was the same stays readable, and says where it goes on', async () => {
  const { data } = await got<{ data: EntryJson[] }>('INC-2/entries?limit=200');
  assert.deepEqual(
    data.map(({ kind }) => kind).filter((kind) => kind === 'runbook-none-fits' || kind === 'merged-into'),
    ['runbook-none-fits', 'merged-into'],
  );
  const merged = await got<IncidentJson>('INC-2');
  assert.deepEqual([merged.status, merged.merged_into], ['merged', 'INC-1']);
  assert.deepEqual((await got<IncidentJson>('INC-1')).merges_received, ['INC-2']);
});

test('on a second installation it is the same at each moment, with the same measures', async () => {
  const { body } = await exportIncident(story.here.kit.postmortems, 1, 'zip', {
    viewer: undefined,
    by: COMMAND_LINE,
    absolute: (path) => `https://muster.shop.example${path}`,
  });
  const there = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, pdt('13:00'));
  const kit = there.kit.incidents;
  // It has one of its own, so the copy has another number.
  const ben = await program(there, { member: 'ben' });
  assert.equal((await ben.post('/api/v1/incidents', { title: 'Something else' })).status, 201);
  const { number } = await importIncident(kit, body as Buffer, COMMAND_LINE);
  const [ours, theirs] = [
    await openRoom(story.here.kit.incidents, undefined, 1),
    await openRoom(kit, undefined, number),
  ];
  assert.deepEqual(theirs.state.entries, ours.state.entries);
  assert.equal(theirs.row.key, 'INC-2');
  const figures = (state: State) => measuresOf(state, pdt('13:00')).map(({ name, result }) => [name, result]);
  assert.deepEqual(figures(theirs.state), figures(ours.state));
  for (const clock of Object.keys(MOMENTS)) {
    const answer = await ben.get(`/api/v1/incidents/2?at=${pdt(clock)}`);
    assert.equal(answer.status, 200, answer.text);
    const was = answer.body as IncidentJson;
    assert.deepEqual(inWords(was), MOMENTS[clock], clock);
  }
  assert.deepEqual(
    (await walkChains(there.store.db)).map(({ broken }) => broken),
    [undefined, undefined],
  );
  await there.end();
});
