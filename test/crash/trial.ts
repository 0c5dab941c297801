/** Kills a server under load again and again, and compares after each restart. */
import { Agent } from 'node:http';
import { join } from 'node:path';
import { makeInstallation } from '../support/installation.ts';
import { startMuster, workedMs, type MusterProcess, type Spent } from '../support/muster-process.ts';
import { Dice } from '../support/random-commands.ts';
import { ask } from '../support/wire.ts';
import { compare, type Faults } from './compare.ts';
import { gather, writeUntilGone } from './crew.ts';
import type { Write } from './write.ts';

export type Trial = { dataFolder: string; kills: number; seed: number; endAt: number };

/** How it stands after a kill. */
export type Standing = {
  kills: number;
  answered: number;
  unanswered: number;
  refused: number;
  faults: Faults;
  /** From starting the server again to its first answer, in milliseconds, for each kill. */
  restarts: readonly Spent[];
};

const MEMBERS = 4;
const LATEST_KILL_MS = 300;
/** Each of so many kills, everything that was ever written is compared; after the others, what that round wrote. */
const WHOLE_EACH = 10;

/**
 * @param told hears how it stands after each kill
 * @returns every write, for whoever wants to compare once more
 */
export async function runTrial(trial: Trial, told: (standing: Standing) => void): Promise<Write[]> {
  const { dataFolder, seed } = trial;
  const database = join(dataFolder, 'muster.db');
  const dice = new Dice(seed);
  const members = await makeInstallation(dataFolder, MEMBERS);
  let server = await begin(dataFolder);
  const all = new Map<string, Write>();
  let unanswered: Write[] = [];
  const restarts: Spent[] = [];
  try {
    const crew = await gather(server.address, members, dice);
    for (let kills = 1; kills <= trial.kills; kills += 1) {
      if (Date.now() > trial.endAt) throw new Error('The kills were not done in time');
      const sent = await killedUnderLoad(server, dice.roll(LATEST_KILL_MS + 1), (onAnswer) =>
        writeUntilGone(server.address, crew, { writers: 8 + dice.roll(9), again: unanswered, onAnswer }),
      );
      for (const write of sent) all.set(write.opId, write);
      const began = performance.now();
      server = await begin(dataFolder);
      const wall = performance.now() - began;
      restarts.push({ wall, worked: workedMs(server.pid) ?? wall });
      const isWhole = kills % WHOLE_EACH === 0 || kills === trial.kills;
      const faults = compare(database, isWhole ? [...all.values()] : sent);
      unanswered = sent.filter(({ outcome }) => outcome === 'unanswered');
      told({ kills, ...counted([...all.values()]), faults, restarts });
    }
  } finally {
    await server.kill();
  }
  return [...all.values()];
}

/** A server that has given its first answer. */
async function begin(dataFolder: string): Promise<MusterProcess> {
  const server = await startMuster({ dataFolder, settings: { MUSTER_LOG_LEVEL: 'warn' } });
  const agent = new Agent();
  const answer = await ask(`${server.address}/readyz`, { agent }).catch(() => undefined);
  agent.destroy();
  if (answer?.status === 200) return server;
  await server.kill();
  throw new Error(`The server is not ready: ${answer?.body ?? 'it does not answer'}`);
}

/** The load begins with its first answer; until then a server that was just started may still be reading its code. */
async function killedUnderLoad(
  server: MusterProcess,
  afterMs: number,
  load: (onAnswer: () => void) => Promise<Write[]>,
): Promise<Write[]> {
  const begun = Promise.withResolvers<undefined>();
  const sending = load(() => {
    begun.resolve(undefined);
  });
  await Promise.race([begun.promise, sending]);
  await server.kill(afterMs);
  return sending;
}

function counted(writes: readonly Write[]): Record<Write['outcome'], number> {
  const count = (outcome: Write['outcome']): number =>
    writes.filter((write) => write.outcome === outcome).length;
  return { answered: count('answered'), unanswered: count('unanswered'), refused: count('refused') };
}
