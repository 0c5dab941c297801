/** The same pages with years of incidents behind them, against a few. */
import { join } from 'node:path';
import { median } from '../support/median.ts';
import type { Bench, Figure } from './figure.ts';
import { fill } from './fill.ts';
import { times } from './load.ts';
import { makeOrganisation, openOffice, type Office } from './organisation.ts';

const FEW = 100;
const ENTRIES_AN_INCIDENT = 50;
const WARM_UP = 100;
const A_TURN = 60;

export async function scale({ folder, rounds, rows }: Bench): Promise<Figure[]> {
  const many = Math.round(rows / ENTRIES_AN_INCIDENT);
  const large = await office(join(folder, 'large'), many);
  const small = await office(join(folder, 'small'), FEW);
  try {
    const figures: Figure[] = [];
    for (const { name, most, path } of PAGES) {
      const pages = {
        large: `${large.muster.address}${path(large)}`,
        small: `${small.muster.address}${path(small)}`,
      };
      await times(WARM_UP, { url: pages.large, cookie: large.session.cookie });
      await times(WARM_UP, { url: pages.small, cookie: small.session.cookie });
      const turns = [];
      for (let round = 0; round < rounds; round += 1) {
        turns.push({
          large: median(await times(A_TURN, { url: pages.large, cookie: large.session.cookie })),
          small: median(await times(A_TURN, { url: pages.small, cookie: small.session.cookie })),
        });
      }
      const ms = {
        large: median(turns.map((turn) => turn.large)),
        small: median(turns.map((turn) => turn.small)),
      };
      figures.push({
        name: `${name} with ${many} incidents and ${rows} entries against ${FEW}`,
        value: median(turns.map((turn) => turn.large / turn.small)),
        unit: 'times',
        target: { most },
        from: `${ms.large.toFixed(1)} ms against ${ms.small.toFixed(1)} ms`,
      });
    }
    return figures;
  } finally {
    await large.muster.stop();
    await small.muster.stop();
  }
}

const PAGES: readonly { name: string; most: number; path: (office: Office) => string }[] = [
  { name: 'run page', most: 1.2, path: ({ runPage }) => new URL(runPage).pathname },
  { name: 'board', most: 1.5, path: () => '/' },
  { name: 'list of incidents', most: 1.5, path: () => '/incidents' },
  { name: 'list of open incidents', most: 1.5, path: () => '/incidents?status=open' },
  { name: 'list by severity', most: 1.5, path: () => '/incidents?severity=SEV-2' },
];

async function office(dataFolder: string, incidents: number): Promise<Office> {
  const organisation = await makeOrganisation(dataFolder);
  fill(dataFolder, incidents, incidents * ENTRIES_AN_INCIDENT);
  return openOffice(organisation, { settings: { MUSTER_LOG_LEVEL: 'warn' } });
}
