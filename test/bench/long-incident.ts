/** The pages of an incident that everybody wrote into for days. */
import { join } from 'node:path';
import { median } from '../support/median.ts';
import type { Bench, Figure } from './figure.ts';
import { once, times, type Request } from './load.ts';
import { makeOrganisation, openOffice } from './organisation.ts';

const ENTRIES = 5_000;
const WARM_UP = 50;
const TIMED = 100;

export async function longIncident({ folder, rounds }: Bench): Promise<Figure[]> {
  const organisation = await makeOrganisation(join(folder, 'long-incident'), ENTRIES);
  const cold: number[] = [];
  const warm: number[] = [];
  let timelineBytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const serverMs: number[] = [];
    const onLog = (line: string): void => {
      const { path, ms } = JSON.parse(line) as { path?: string; ms?: number };
      if (ms !== undefined && path === `/incidents/${organisation.number}`) serverMs.push(ms);
    };
    const { muster, session, runPage } = await openOffice(organisation, { onLog });
    try {
      const page: Request = { url: runPage, cookie: session.cookie };
      await once(page);
      await times(WARM_UP, page);
      await times(TIMED, page);
      timelineBytes = Buffer.byteLength((await once({ ...page, url: `${runPage}/timeline` })).body);
    } finally {
      await muster.stop();
    }
    cold.push(serverMs[0] ?? Number.NaN);
    warm.push(...serverMs.slice(-TIMED));
  }
  const about = `an incident of ${String(ENTRIES)} entries`;
  return [
    {
      name: `run page of ${about}, cold`,
      value: median(cold),
      unit: 'ms',
      target: { most: 200 },
      from: `the first after each of ${String(rounds)} starts, for somebody who signs in then`,
    },
    {
      name: `run page of ${about}, warm`,
      value: median(warm),
      unit: 'ms',
      target: { most: 20 },
      from: `${String(TIMED)} pages one after the other, after ${String(WARM_UP)}`,
    },
    {
      name: `first page of the timeline of ${about}`,
      value: timelineBytes / 1024,
      unit: 'KB',
      target: { most: 60 },
      from: 'as it stands before it is packed for the way',
    },
  ];
}
