/** People who change incidents as fast as they are answered, and remember what they were told. */
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import type { Member } from '../support/installation.ts';
import type { Dice } from '../support/random-commands.ts';
import { ask, signIn, type SignedIn } from '../support/wire.ts';
import type { What, Write } from './write.ts';

export type Crew = {
  dice: Dice;
  members: readonly (Member & SignedIn)[];
  /** Numbers of incidents that are known to be there, the newest last. */
  rooms: number[];
};

const RUNBOOK = 'cache-miss-storm';
const FIRST_STEP = 'prove-that-shoppers-are-affected';
/** All write to the newest few incidents, so that they meet in them. */
const ROOMS_IN_USE = 3;

/** Mostly notes and answers, as in an incident; a new one now and then. */
const MIX: readonly [What, ...What[]] = [
  ...(['declare', 'note', 'note', 'note', 'note', 'result', 'result'] as const),
  ...(['impact', 'hypothesis', 'hypothesis', 'escalate', 'accept'] as const),
];

/** Signs everybody in and declares the first incident. */
export async function gather(address: string, members: readonly Member[], dice: Dice): Promise<Crew> {
  const agent = new Agent({ keepAlive: true });
  const signed = [];
  for (const member of members) signed.push({ ...member, ...(await signIn(address, agent, member)) });
  const crew: Crew = { dice, members: signed, rooms: [] };
  const first = written('declare', crew);
  await send(address, agent, crew, first);
  agent.destroy();
  if (first.outcome !== 'answered') throw new Error('The first incident could not be declared');
  return crew;
}

export type Load = {
  writers: number;
  /** Writes that got no answer before; they are sent again first, as an impatient browser would. */
  again: readonly Write[];
  onAnswer(): void;
};

/** Lets writers write until the server no longer answers, and gives back everything that was sent. */
export async function writeUntilGone(
  address: string,
  crew: Crew,
  { writers, again, onAnswer }: Load,
): Promise<Write[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: writers });
  const waiting = [...again];
  const sent: Write[] = [];
  const writer = async (): Promise<void> => {
    for (;;) {
      const write = waiting.shift() ?? (await nextWrite(address, agent, crew));
      if (write === undefined) continue;
      sent.push(write);
      await send(address, agent, crew, write);
      if (write.outcome === 'unanswered') return;
      onAnswer();
    }
  };
  await Promise.all(Array.from({ length: writers }, () => writer().catch(endOfServer)));
  agent.destroy();
  return [...sent, ...waiting];
}

/** A page that could not be read ends its writer; nothing was changed by that. */
function endOfServer(error: unknown): void {
  if (error instanceof Error && 'code' in error) return;
  if (error instanceof Error && /cut off|in time/.test(error.message)) return;
  throw error;
}

async function nextWrite(address: string, agent: Agent, crew: Crew): Promise<Write | undefined> {
  const what = crew.dice.one(MIX);
  return what === 'accept' ? acceptance(address, agent, crew) : written(what, crew);
}

/** Sends a write and notes in it what became of it. */
async function send(address: string, agent: Agent, crew: Crew, write: Write): Promise<void> {
  const { cookie, csrf } = memberOf(crew, write);
  const form = { ...write.fields, _csrf: csrf, op_id: write.opId };
  try {
    const { status, headers } = await ask(address + write.path, { agent, cookie, form });
    write.outcome = status === 303 ? 'answered' : 'refused';
    const [, number] = /^\/incidents\/(\d+)$/.exec(headers.location ?? '') ?? [];
    if (write.what === 'declare' && number !== undefined) crew.rooms.push(Number(number));
  } catch {
    write.outcome = 'unanswered';
  }
}

/** Who sends a write: told by its id, so that a repeat comes from the same person. */
function memberOf(crew: Crew, { opId }: Write): Member & SignedIn {
  const member = crew.members[Number(opId.split('-')[0])];
  if (member === undefined) throw new Error(`Nobody of the crew sent ${opId}`);
  return member;
}

function written(what: Exclude<What, 'accept'>, crew: Crew): Write {
  const sender = crew.dice.roll(crew.members.length);
  const opId = `${String(sender)}-${randomUUID()}`;
  const words = `${what} ${opId}`;
  const asked = crew.members[crew.dice.roll(crew.members.length)]?.id ?? '';
  const form = {
    declare: { title: words, severity: 'SEV-2', runbook: RUNBOOK, take_command: 'on' },
    note: { text: words },
    result: { observed: words, matched: 'yes', branch: '1:0' },
    impact: { statement: words, percent: '5' },
    hypothesis: { statement: words },
    escalate: { to: asked, reason: words },
  }[what];
  return { opId, what, path: pathOf(what, crew), fields: form, words, outcome: 'unanswered' };
}

function pathOf(what: Exclude<What, 'accept'>, crew: Crew): string {
  const room = `/incidents/${String(roomOf(crew))}`;
  return {
    declare: '/incidents',
    note: `${room}/notes`,
    result: `${room}/runs/1/steps/${FIRST_STEP}/result`,
    impact: `${room}/impacts`,
    hypothesis: `${room}/hypotheses`,
    escalate: `${room}/escalations`,
  }[what];
}

function roomOf({ rooms, dice }: Crew): number {
  const used = rooms.slice(-ROOMS_IN_USE);
  return used[dice.roll(used.length)] ?? 0;
}

/** Accepts what the run page asks somebody for; undefined when it asks them for nothing. */
async function acceptance(address: string, agent: Agent, crew: Crew): Promise<Write | undefined> {
  const index = crew.dice.roll(crew.members.length);
  const cookie = crew.members[index]?.cookie;
  const page = await ask(`${address}/incidents/${String(roomOf(crew))}`, { agent, cookie });
  const [, path] = /action="([^"]*\/escalations\/[^"/]+\/acceptance)"/.exec(page.body) ?? [];
  if (path === undefined) return undefined;
  const opId = `${String(index)}-${randomUUID()}`;
  return { opId, what: 'accept', path, fields: {}, words: '', outcome: 'unanswered' };
}
