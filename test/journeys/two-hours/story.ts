/**
 * Two hours of one incident, told by nine people through the API on a wound clock: two spells of impact, a wrong path,
 * a hand-over, a merge, a reopening, a redaction and a correction. All of them are fiction.
 */
import assert from 'node:assert/strict';
import type { EntryJson, MadeJson } from '../../../server/api/entry-json.ts';
import type { IncidentJson } from '../../../server/api/incident-json.ts';
import { insertAccount } from '../../../server/identity/account-store.ts';
import type { AccountRole } from '../../../server/identity/permissions.ts';
import type { Instant } from '../../../server/core/clock.ts';
import { anotherToken, type Program } from '../../support/api.ts';
import { world, type World } from '../../support/world.ts';

const PEOPLE = {
  ana: ['Ana Ruiz', 'responder'],
  ben: ['Ben Okafor', 'responder'],
  chloe: ['Chloe Lindqvist', 'responder'],
  pilar: ['Pilar Sato', 'responder'],
  dara: ['Dara Quist', 'responder'],
  eli: ['Eli Moss', 'responder'],
  fay: ['Fay Lind', 'viewer'],
  max: ['Max Orwell', 'manager'],
  ada: ['Ada Novak', 'admin'],
} as const satisfies Record<string, readonly [string, AccountRole]>;
export type Who = keyof typeof PEOPLE;

/** A moment of the fifth of May by the wall clock of the home zone, as an instant. */
export function pdt(clock: string): Instant {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return new Date(Date.UTC(2026, 4, 5, hour + 7, minute)).toISOString();
}

export type TwoHours = { here: World; people: Record<Who, Program> };

const TICK_SECONDS = 30;

export async function twoHours(): Promise<TwoHours> {
  const settings = { MUSTER_HOME_ZONE: 'America/Los_Angeles', MUSTER_RUNBOOKS: import.meta.dirname };
  const here = await world(settings, pdt('10:00'));
  const people = {} as Record<Who, Program>;
  for (const [who, [name, role]] of Object.entries(PEOPLE))
    people[who as Who] = await arrives(here, who, name, role);
  await tell(new Room(here, people));
  return { here, people };
}

async function arrives(here: World, who: string, name: string, role: AccountRole): Promise<Program> {
  const { db, ids } = here.kit.people;
  const personId = ids.next();
  const at = here.clock.now();
  await insertAccount(db, { id: personId, name, email: `${who}@example.org`, role, password: 'none', at });
  return anotherToken(here, personId);
}

/** The incident as people act in it; what they made can be named later. */
class Room {
  readonly #here: World;
  readonly people: Record<Who, Program>;

  constructor(here: World, people: Record<Who, Program>) {
    this.#here = here;
    this.people = people;
  }

  /** Time passes, and the server does what falls due. */
  async until(clock: string): Promise<void> {
    const end = pdt(clock);
    while (this.#here.clock.now() < end) {
      await this.#here.tick();
      this.#here.clock.wind(TICK_SECONDS);
    }
    this.#here.clock.setTo(end);
    await this.#here.tick();
  }

  async does(who: Who, noun: string, body: object = {}, incident = 'INC-1'): Promise<EntryJson[]> {
    return this.sends(who, `/api/v1/incidents/${incident}${noun}`, body);
  }

  async sends(who: Who, path: string, body: object): Promise<EntryJson[]> {
    const answer = await this.people[who].post(path, body);
    assert.equal(answer.status, 201, `${this.#here.clock.now()} ${who} ${path}: ${answer.text}`);
    return (answer.body as MadeJson).entries;
  }

  async read(): Promise<IncidentJson> {
    const answer = await this.people.ana.get('/api/v1/incidents/INC-1');
    assert.equal(answer.status, 200, answer.text);
    return answer.body as IncidentJson;
  }
}

/** A field of the first entry that has it: `hypothesisId`, `changeId`. */
function made(entries: readonly EntryJson[], field: string): string {
  for (const { body } of entries) {
    const value = (body as Record<string, unknown>)[field];
    if (typeof value === 'string') return value;
  }
  throw new Error(`No entry has ${field}: ${entries.map(({ kind }) => kind).join()}`);
}

async function tell(room: Room): Promise<void> {
  await noticed(room);
  const suspects = await suspected(room);
  await handedOver(room, suspects.lock);
  await mended(room);
  await onceMore(room);
  await putRight(room);
  await ended(room);
}

/** 10:00 to 10:05. A viewer reports, another team declares the same, and the roles are taken. */
async function noticed(room: Room): Promise<void> {
  await room.sends('fay', '/api/v1/reports', { title: 'Customers cannot pay' });
  await room.until('10:01');
  const gateway = { title: 'The gateway answers with errors', severity: 'SEV-3', take_command: true };
  await room.sends('eli', '/api/v1/incidents', gateway);
  await room.does('eli', '/runs/none-fits', { reason: 'the gateway is not ours' }, 'INC-2');
  await room.until('10:02');
  await room.does('ana', '/acknowledgement', { verdict: 'real' });
  await room.does('ana', '/declaration', { severity: 'SEV-1', take_command: true });
  await room.does('fay', '/responders');
  await room.until('10:03');
  await room.does('ben', '/roles/operations/holder');
  await room.does('chloe', '/roles/communications/holder');
  await room.until('10:04');
  await room.does('pilar', '/roles/scribe/holder');
  const impact = { statement: 'Payments fail', percent: 40, at: '9:58', about: true };
  await room.does('pilar', '/impacts', impact);
  await room.does('pilar', '/detection', { by: 'user', text: 'a call to support', at: '9:59' });
}

/** 10:05 to 10:28. The gateway is the wrong path: set aside, taken up, ruled out, doubted, ruled out again. */
async function suspected(room: Room): Promise<{ gateway: string; lock: string }> {
  await room.until('10:05');
  const runbooks = (await room.people.ben.get('/api/v1/runbooks')).body as {
    data: { content_hash: string }[];
  };
  await room.does('ben', '/runs', { content_hash: runbooks.data[0]?.content_hash });
  const above = { observed: '38 %', matched: 'no', branch: '0:0' };
  await room.does('ben', '/runs/1/steps/prove-that-payments-fail/result', above);
  await room.until('10:06');
  await room.does('eli', '/responders');
  await room.until('10:08');
  const gateway = made(
    await room.does('eli', '/hypotheses', { statement: 'The gateway fails' }),
    'hypothesisId',
  );
  await room.until('10:10');
  const criteria = { criteria: 'Payments fail below 1 %\nThe queue is empty', watch_minutes: 30 };
  await room.does('ana', '/exit-criteria', criteria);
  await room.does('ana', '/status', { to: 'investigating', override: 'the service is found out later' });
  await room.until('10:12');
  await told(room, 'public', 'We look for the cause.');
  await told(room, 'internal', 'We look for the cause.');
  await room.until('10:13');
  const asked = { to: room.people.dara.personId, reason: 'locks in the order table' };
  const escalation = made(await room.does('ana', '/escalations', asked), 'escalationId');
  await room.until('10:14');
  await room.does('dara', `/escalations/${escalation}/acceptance`);
  const lock = made(
    await room.does('dara', '/hypotheses', { statement: 'A lock in the database' }),
    'hypothesisId',
  );
  await room.until('10:15');
  await room.does('eli', '/merging', { into: 'INC-1', reason: 'the same payments' }, 'INC-2');
  await room.until('10:16');
  await room.does('eli', `/hypotheses/${gateway}/parking`, { reason: 'I ask the provider' });
  await room.until('10:18');
  await room.does('ben', '/runs/1/steps/restart-the-payment-workers/hold', {
    reason: 'Dara reads the locks first',
  });
  await room.until('10:20');
  await room.does('eli', `/hypotheses/${gateway}/resumption`);
  await room.until('10:22');
  await room.does('ben', '/runs/1/steps/restart-the-payment-workers/resumption');
  await room.until('10:24');
  await room.does('eli', `/hypotheses/${gateway}/ruling-out`, {
    text: 'its error rate is normal',
    value: '0.1 %',
  });
  await room.until('10:26');
  await room.does('eli', `/hypotheses/${gateway}/reopening`, { reason: 'one more error' });
  await room.until('10:28');
  await room.does('eli', `/hypotheses/${gateway}/ruling-out`, { text: 'that error was a test of ours' });
  return { gateway, lock };
}

/** 10:30 to 10:38. Ana hands command to Max, the public update is four minutes late, the cause is confirmed. */
async function handedOver(room: Room, lock: string): Promise<void> {
  await room.until('10:30');
  const offer = await room.does('ana', '/roles/commander/offers', { to: room.people.max.personId });
  await room.until('10:33');
  await room.does('max', `/offers/${made(offer, 'offerId')}/acceptance`);
  await room.until('10:36');
  await told(room, 'public', 'We found a lock and remove it.');
  await room.until('10:38');
  await room.does('dara', `/hypotheses/${lock}/confirmation`, { text: 'one session holds 400 others' });
}

/** 10:39 to 10:46. The workers are restarted, and impact ends for the first time. */
async function mended(room: Room): Promise<void> {
  await room.until('10:39');
  const restart = {
    what: 'Restart the payment workers',
    where: 'payments',
    temporary: true,
    undo: 'start the old ones',
  };
  const change = made(await room.does('ben', '/changes', restart), 'changeId');
  await room.does('max', '/status', { to: 'mitigating' });
  await room.until('10:41');
  await room.does('ben', `/changes/${change}/outcome`, { outcome: 'worked' });
  const answer = { observed: 'all eight answer', matched: 'yes', branch: '0:0' };
  await room.does('ben', '/runs/1/steps/restart-the-payment-workers/result', answer);
  await room.until('10:42');
  await impactEnds(room);
  await told(room, 'internal', 'We watch it.');
  await room.does('max', '/status', { to: 'monitoring' });
  await room.until('10:46');
  await criteriaHold(room, true);
}

/** 10:50 to 11:05. It begins again; the restart is put back, and the session is ended for good. */
async function onceMore(room: Room): Promise<void> {
  await room.until('10:50');
  await room.does('fay', '/responders/departure', { reason: 'my shift ends' });
  await room.does('pilar', '/impacts', { statement: 'Payments fail again for some', percent: 15 });
  await room.until('10:52');
  const undo = { outcome: 'done', note: 'the old workers run again' };
  await room.does('ben', '/runs/1/steps/restart-the-payment-workers/undo', undo);
  await room.until('10:54');
  const ending = { what: 'End the session that holds the lock', where: 'orders database' };
  const change = made(await room.does('ben', '/changes', ending), 'changeId');
  await room.until('10:56');
  await told(room, 'public', 'It began again for some; we end the cause.');
  await room.until('11:00');
  await room.does('ben', `/changes/${change}/outcome`, { outcome: 'worked' });
  await room.until('11:02');
  await impactEnds(room);
  await room.does('max', '/status', { to: 'monitoring' });
  await room.until('11:05');
  await criteriaHold(room, true);
}

/** 11:08 to 11:20. A secret is blanked, and the beginning of the impact is put right. */
async function putRight(room: Room): Promise<void> {
  await room.until('11:08');
  await room.does('dara', '/responders/departure');
  const note = await room.does('pilar', '/notes', { text: 'The session had the password correct-horse' });
  await room.until('11:10');
  const blank = { fields: ['text'], reason: 'a password' };
  await room.does('ada', `/entries/${String(note[0]?.seq)}/redaction`, blank);
  await told(room, 'internal', 'It is quiet; we watch.');
  await room.until('11:14');
  await told(room, 'public', 'Payments work again; we watch.');
  await room.until('11:20');
  const began = { at: '9:55', about: true, reason: 'the first error in the log of the gateway' };
  const entries = (await room.people.pilar.get('/api/v1/incidents/INC-1/entries?limit=200')).body as {
    data: EntryJson[];
  };
  const impact = entries.data.find(({ kind }) => kind === 'impact-opened');
  await room.does('pilar', `/entries/${String(impact?.seq)}/time`, began);
  await room.does('chloe', '/numbers', { name: 'orders', label: 'Orders lost', value: 1234, unit: 'orders' });
  await room.does('eli', '/follow-ups', {
    text: 'Warn when a session holds a lock for a minute',
    type: 'detect',
  });
}

/** 11:34 to 12:00. Resolved, opened again for one region, resolved for good. */
async function ended(room: Room): Promise<void> {
  await room.until('11:34');
  await told(room, 'public', 'It is over.', true);
  await told(room, 'internal', 'It is over.', true);
  await room.until('11:35');
  const over = { to: 'resolved', temporary_confirmed: true };
  await room.does('max', '/status', over);
  await room.until('11:40');
  await room.does('max', '/status', { to: 'investigating', reason: 'one region still shows errors' });
  await room.until('11:50');
  await room.does('eli', '/notes', { text: 'The errors of that region are from before ten' });
  await room.until('11:55');
  await room.does('max', '/status', {
    ...over,
    override: 'the criteria held all the time',
    signals: ['surprised-us'],
  });
  await room.until('12:00');
}

async function told(
  room: Room,
  audience: 'public' | 'internal',
  changed: string,
  final = false,
): Promise<void> {
  const loss = final ? { loss: 'No data was lost.' } : { next_in_minutes: audience === 'public' ? 20 : 30 };
  const words = { audience, users_see: 'Payments fail.', we_do: 'We work on it.', changed, final, ...loss };
  const draft = made(await room.does('chloe', '/updates/drafts', words), 'messageId');
  if (audience === 'public') await room.does('max', `/updates/drafts/${draft}/approval`);
  await room.does(
    'chloe',
    `/updates/drafts/${draft}/sending`,
    final ? {} : { next_in_minutes: loss.next_in_minutes },
  );
}

async function impactEnds(room: Room): Promise<void> {
  const { impact } = await room.read();
  const open = impact.find(({ to }) => to === null);
  await room.does('ben', `/impacts/${open?.impact_id ?? ''}/end`, {
    signal: 'payments that fail',
    value: '0.2 %',
  });
}

async function criteriaHold(room: Room, holds: boolean): Promise<void> {
  const criteria = (await room.read()).exit_criteria?.criteria ?? [];
  for (const { criterion_id, holds: held } of criteria)
    if (held !== holds) await room.does('ben', `/exit-criteria/${criterion_id}`, { holds, value: '0.2 %' });
}
