/** What the server holds in memory after load, on a second start. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Figure } from './figure.ts';
import { rate, type Request } from './load.ts';
import { makeOrganisation, openOffice } from './organisation.ts';

const SECONDS = 10;
const CONNECTIONS = 8;
const MB = 1024;

export async function memory({ folder }: Bench): Promise<Figure[]> {
  const organisation = await makeOrganisation(join(folder, 'memory'));
  // The first start writes the compile cache.
  await (await openOffice(organisation)).muster.stop();
  const { muster, session, runPage } = await openOffice(organisation);
  try {
    const paths = [runPage, `${runPage}/timeline`, `${muster.address}/`, `${muster.address}/incidents`];
    let count = 0;
    const next = (): Request => {
      count += 1;
      return { url: paths[count % paths.length] ?? runPage, cookie: session.cookie };
    };
    const perSecond = await rate({ connections: CONNECTIONS, seconds: SECONDS, next, expect: 200 });
    return [
      {
        name: 'memory after load',
        value: residentMb(muster.pid),
        unit: 'MB',
        target: { most: 200 },
        from: `${(perSecond * SECONDS).toFixed(0)} pages of four kinds`,
      },
    ];
  } finally {
    await muster.stop();
  }
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html VmRSS, in kB */
function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / MB;
}
