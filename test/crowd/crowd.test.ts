import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LOST_UPDATE, plant } from '../faults/planted.ts';
import { makeInstallation } from '../support/installation.ts';
import { figure } from '../support/large.ts';
import { startMuster } from '../support/muster-process.ts';
import { Dice } from '../support/random-commands.ts';
import { anomalies } from './anomalies.ts';
import { letLoose } from './crowd.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-crowd-'));
after(() => {
  rmSync(folder, { recursive: true });
});

type Seen = { found: string[]; acts: number; looks: number };

/** What a crowd finds wrong with a server. */
async function judged(name: string, program: string | undefined, size: Size): Promise<Seen> {
  const dataFolder = join(folder, name);
  const members = await makeInstallation(dataFolder, size.people);
  const settings = { MUSTER_LOG_LEVEL: 'warn' };
  const server = await startMuster({ dataFolder, settings, ...(program !== undefined && { program }) });
  try {
    const { rooms, seconds } = size;
    const crowd = { address: server.address, members, rooms, seconds, dice: new Dice(20230612) };
    const { history, last } = await letLoose(crowd);
    const { acts, looks } = history;
    return { found: anomalies(history, last), acts: acts.length, looks: looks.length };
  } finally {
    await server.stop();
  }
}

type Size = { people: number; rooms: number; seconds: number };

test('a crowd that acts at once finds nothing lost, doubled or out of order', async (t) => {
  const size = { people: figure(16, 64), rooms: figure(5, 20), seconds: figure(4, 60) };
  const { found, acts, looks } = await judged('sound', undefined, size);
  t.diagnostic(
    `${String(acts)} changes sent and ${String(looks)} timelines read: ${String(found.length)} anomalies`,
  );
  assert.deepEqual(found, []);
  assert.ok(acts > size.people && looks > size.rooms, 'it was a crowd');
});

/** On a machine that is busy with other things few acts meet each other; then the crowd comes again. */
const MOST_CROWDS = 5;

test('the same crowd finds an update that is lost in a server which takes numbers from memory', async () => {
  const program = join(folder, 'planted');
  mkdirSync(program);
  plant(program, LOST_UPDATE);
  const all: string[] = [];
  for (let crowd = 0; crowd < MOST_CROWDS; crowd += 1) {
    const { found } = await judged(`faulty ${String(crowd)}`, program, { people: 8, rooms: 1, seconds: 2 });
    all.push(...found);
    if (found.some((anomaly) => anomaly.endsWith('no place: lost'))) return;
  }
  assert.fail(`nothing was found to be lost: ${all.slice(0, 5).join('\n')}`);
});
