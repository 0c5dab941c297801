/** Tells incidents by doing what people would have done, on a clock that is wound through the past. */
import type { Kit } from '../../server/compose.ts';
import type { Instant, WoundClock } from '../../server/core/clock.ts';
import { act, open } from '../../server/incidents/actions.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import { passTime } from '../../server/incidents/due.ts';
import type { Command, State } from '../../server/incidents/incident.ts';
import type { Who } from './cast.ts';
import type { Organisation } from './organisation.ts';

/** A command, or one that names something which an earlier act has made. */
export type Deed = Command | ((state: State) => Command);

/** The ids of the cast, for commands that name a person. */
export type Ids = Readonly<Record<Who, string>>;

/** One incident being told. */
export type Telling = {
  number: number;
  ids: Ids;
  /** Winds the clock on; what time makes happen by then, happens. */
  at(instant: Instant): Promise<void>;
  /** One act of a person: a few commands that belong together. */
  does(who: Who, ...deeds: readonly Deed[]): Promise<void>;
};

export type Story = {
  ids: Ids;
  at(instant: Instant): Promise<void>;
  /** The content hash of a runbook in the library. */
  runbook(slug: string): Promise<string>;
  begins(who: Who, commandFor: (key: string) => Command): Promise<Telling>;
};

export function makeStory(kit: Kit, clock: WoundClock, people: Organisation): Story {
  const ids = Object.fromEntries(Object.entries(people).map(([who, { id }]) => [who, id])) as Ids;
  const request = (body: unknown) => ({ opId: kit.people.ids.next(), body });
  const at = (instant: Instant) => windTo(kit, clock, instant);
  return {
    ids,
    at,
    runbook: async (slug) => (await kit.library.find(slug)).row.content_hash,
    begins: async (who, commandFor) => {
      const { number } = await open(kit.incidents, people[who], commandFor, request({ begins: who }));
      const does = async (who: Who, ...deeds: readonly Deed[]) => {
        const { state } = await openRoom(kit.incidents, undefined, number);
        const commands = deeds.map((deed) => (typeof deed === 'function' ? deed(state) : deed));
        const done = await act(kit.incidents, people[who], number, commands, request({ commands }));
        // The story is wrong where somebody does what was done already.
        if (done.firstSeq === undefined) throw new Error(`${who} changed nothing: ${done.said ?? ''}`);
      };
      return { number, ids, at, does };
    },
  };
}

/** Winds the clock to an instant by way of everything that falls due before it; who acts at that very instant is in time. */
async function windTo(kit: Kit, clock: WoundClock, instant: Instant): Promise<void> {
  for (let due = await firstDue(kit, instant); due !== undefined; due = await firstDue(kit, instant)) {
    if (due > clock.now()) clock.setTo(due);
    await passTime(kit.incidents);
  }
  clock.setTo(instant);
}

async function firstDue({ people }: Kit, until: Instant): Promise<Instant | undefined> {
  const row = await people.db
    .selectFrom('incident')
    .select('next_due_at')
    .where('next_due_at', '<', until)
    .orderBy('next_due_at')
    .limit(1)
    .executeTakeFirst();
  return row?.next_due_at ?? undefined;
}
