/** Many people who change and read a few incidents over HTTP at the same time, and what each of them was told. */
import { randomUUID } from 'node:crypto';
import type { Member } from '../support/installation.ts';
import type { Dice } from '../support/random-commands.ts';
import type { Act, Answer, History, Line } from './history.ts';

export type Crowd = {
  address: string;
  members: readonly Member[];
  rooms: number;
  seconds: number;
  dice: Dice;
};

/** Of a hundred: how many send the same once more, and how many go away before the answer. */
const REPEATS = 10;
const CUTS = 5;
const LATEST_CUT_MS = 4;
const LOOKS = 15;

type Person = Crowd & { member: Member; numbers: readonly number[]; history: History; until: number };
type Sending = { path: string; key: string; body: object };
type Made = { entries: readonly { seq: number }[] };

/** Opens the incidents, lets everybody loose and gives back what they saw, with the timelines as they stand then. */
export async function letLoose(crowd: Crowd): Promise<{ history: History; last: Map<number, Line[]> }> {
  const token = crowd.members[0]?.tokens[0];
  if (token === undefined) throw new Error('A crowd has somebody in it');
  const numbers: number[] = [];
  for (let room = 0; room < crowd.rooms; room += 1) numbers.push(await declared(crowd.address, token));
  const history: History = { acts: [], looks: [] };
  const until = performance.now() + crowd.seconds * 1000;
  const busy = crowd.members.map((member) => atWork({ ...crowd, member, numbers, history, until }));
  await Promise.all(busy);
  const last = new Map<number, Line[]>();
  for (const number of numbers) last.set(number, await timeline(crowd.address, token, number));
  return { history, last };
}

async function declared(address: string, token: string): Promise<number> {
  const sending = { path: '/api/v1/incidents', key: randomUUID(), body: { title: 'Everybody at once' } };
  const answer = await posted(address, token, sending);
  if (answer?.status !== 201) throw new Error(`The incident could not be declared: ${answer?.text ?? 'cut'}`);
  return Number((JSON.parse(answer.text) as { incident: string }).incident.replace('INC-', ''));
}

async function atWork(person: Person): Promise<void> {
  const { dice, until } = person;
  while (performance.now() < until) {
    const room = person.numbers[dice.roll(person.numbers.length)] ?? 0;
    if (dice.roll(100) < LOOKS) await look(person, room);
    else await change(person, room);
  }
}

async function look({ address, member, history, dice }: Person, room: number): Promise<void> {
  const sentAt = performance.now();
  const seen = await timeline(address, tokenOf(member, dice), room);
  history.looks.push({ room, sentAt, at: performance.now(), seen });
}

function tokenOf({ tokens }: Member, dice: Dice): string {
  return tokens[dice.roll(tokens.length)] ?? '';
}

/** Sends a change; some are sent twice, at once or after an answer that never came. */
async function change(person: Person, room: number): Promise<void> {
  const { dice, member, history } = person;
  const sending = { ...wish(dice), key: randomUUID() };
  const path = `/api/v1/incidents/${String(room)}${sending.path}`;
  // A key belongs to the program that sends it, so the repeat comes from the same one.
  const token = tokenOf(member, dice);
  const isCut = dice.roll(100) < CUTS;
  const isRepeated = dice.roll(100) < REPEATS || (isCut && dice.roll(2) === 0);
  const send = async (cutAfterMs?: number): Promise<void> => {
    const act: Act = { opId: sending.key, room, sentAt: performance.now() };
    // Noted before it is sent: a reader may see it while we still wait.
    history.acts.push(act);
    const answer = await posted(person.address, token, { ...sending, path }, cutAfterMs);
    if (answer !== undefined) act.answer = { at: performance.now(), outcome: outcomeOf(answer) };
  };
  await send(isCut ? dice.roll(LATEST_CUT_MS + 1) : undefined);
  if (isRepeated) await send();
}

function wish(dice: Dice): Omit<Sending, 'key'> {
  const label = `crowd ${String(dice.roll(3))}`;
  const words = `Seen by chance: ${String(dice.roll(1_000_000))}`;
  return dice.one([
    { path: '/notes', body: { text: words } },
    { path: '/notes', body: { text: words } },
    { path: '/hypotheses', body: { statement: words } },
    { path: '/labels', body: { label, on: true } },
    { path: '/labels', body: { label, on: false } },
    { path: '/severity', body: { to: dice.one(['SEV-1', 'SEV-2', 'SEV-3']), reason: words } },
    { path: '/responders', body: {} },
  ]);
}

function outcomeOf({ status, text }: { status: number; text: string }): Answer['outcome'] {
  if (status >= 500 || status === 429) throw new Error(`The server answered ${String(status)}: ${text}`);
  if (status >= 400) return 'refused';
  const { entries } = JSON.parse(text) as Made;
  const [first] = entries;
  if (first === undefined) return 'nothing';
  return { done: { first: first.seq, last: entries.at(-1)?.seq ?? first.seq } };
}

/** The answer, or undefined when the connection was cut before it came. */
async function posted(
  address: string,
  token: string,
  { path, key, body }: Sending,
  cutAfterMs?: number,
): Promise<{ status: number; text: string } | undefined> {
  const signal = cutAfterMs === undefined ? null : AbortSignal.timeout(cutAfterMs);
  try {
    const answer = await fetch(address + path, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify(body),
      signal,
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    throw error;
  }
}

const PAGE = 200;

/** A timeline as pages of the API give it. The pages are read one after the other, so it may grow meanwhile. */
async function timeline(address: string, token: string, room: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (;;) {
    const query = `after=${String(lines.length)}&limit=${String(PAGE)}`;
    const answer = await fetch(`${address}/api/v1/incidents/${String(room)}/entries?${query}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    if (answer.status !== 200) throw new Error(`The timeline answered ${String(answer.status)}`);
    const { data } = (await answer.json()) as { data: { seq: number; op_id: string; hash: string }[] };
    lines.push(...data.map(({ seq, op_id, hash }) => ({ seq, opId: op_id, hash })));
    if (data.length < PAGE) return lines;
  }
}
