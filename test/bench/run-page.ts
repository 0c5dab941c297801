/** The run page of an incident in full swing, against the least that Express can do for the same bytes. */
import { spawn } from 'node:child_process';
import { once as heard } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { median } from '../support/median.ts';
import { workedMs } from '../support/muster-process.ts';
import type { Bench, Figure } from './figure.ts';
import { once, rate, times, type Request } from './load.ts';
import { makeOrganisation, openOffice } from './organisation.ts';

const CONNECTIONS = 4;
const SECONDS_A_TURN = 2;
const WARM_UP = 300;
const TIMED = 300;

export async function runPage({ folder, rounds }: Bench): Promise<Figure[]> {
  const organisation = await makeOrganisation(join(folder, 'run-page'));
  const serverMs: number[] = [];
  const onLog = (line: string): void => {
    const { path, ms } = JSON.parse(line) as { path?: string; ms?: number };
    if (ms !== undefined && path === `/incidents/${organisation.number}`) serverMs.push(ms);
  };
  const { muster, session, runPage } = await openOffice(organisation, { onLog });
  const page: Request = { url: runPage, cookie: session.cookie };
  const file = join(folder, 'run-page.html');
  writeFileSync(file, (await once(page)).body);
  const plain = await startPlain(file);
  try {
    await times(WARM_UP, page);
    await times(WARM_UP, { url: plain.address });
    serverMs.length = 0;
    await times(TIMED, page);
    const server = median(serverMs);
    const turns = [];
    for (let round = 0; round < rounds; round += 1) {
      turns.push({
        ours: await turn(muster.pid, page),
        theirs: await turn(plain.pid, { url: plain.address }),
      });
    }
    const wall = median(turns.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond));
    const worked = median(turns.map(({ ours, theirs }) => theirs.workedMs / ours.workedMs));
    const perSecond = median(turns.map(({ ours }) => ours.perSecond));
    return [
      {
        name: 'run page against Express with a string',
        // A generator that cannot ask fast enough would flatter us: so the less favourable of both counts.
        value: Math.min(wall, worked),
        unit: '',
        target: { least: 0.35 },
        from: `${wall.toFixed(2)} by answers, ${worked.toFixed(2)} by work; ${perSecond.toFixed(0)} pages/s`,
      },
      {
        name: 'run page, server time at the median',
        value: server,
        unit: 'ms',
        target: { most: 3 },
        from: `${TIMED} pages one after the other`,
      },
    ];
  } finally {
    plain.kill();
    await muster.stop();
  }
}

/** Answers per second of a turn, and what one answer made the server work. */
async function turn(pid: number, request: Request): Promise<{ perSecond: number; workedMs: number }> {
  const before = workedMs(pid) ?? 0;
  const load = { connections: CONNECTIONS, seconds: SECONDS_A_TURN, next: () => request, expect: 200 };
  const perSecond = await rate(load);
  return { perSecond, workedMs: ((workedMs(pid) ?? 0) - before) / (perSecond * SECONDS_A_TURN) };
}

async function startPlain(file: string): Promise<{ address: string; pid: number; kill(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'string-server.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [address] = (await heard(createInterface(child.stdout), 'line')) as [string];
  return { address, pid: child.pid ?? 0, kill: () => child.kill() };
}
