/**
 * Kills the server under load and counts what was lost: `npm run test:crash -- --kills 100 --seed 7`.
 * Exit code 1 when anything was lost, doubled or torn, or when a restart cost more than two seconds.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from '../support/median.ts';
import type { Spent } from '../support/muster-process.ts';
import { runTrial, type Standing } from './trial.ts';

const MOST_RESTART_MS = 2_000;
const PATIENCE_MS_A_KILL = 15_000;
const A_LINE_EACH = 10;

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string' } },
});
const kills = Number(values.kills);
const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  process.stderr.write('It is used so: npm run test:crash -- [--kills NUMBER] [--seed NUMBER]\n');
  process.exitCode = 2;
} else {
  process.exitCode = await run(kills, seed);
}

async function run(kills: number, seed: number): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'muster-crash-'));
  process.stdout.write(`seed ${String(seed)}\n`);
  const faults: string[] = [];
  let standing: Standing | undefined;
  await runTrial(
    { dataFolder, kills, seed, endAt: Date.now() + 60_000 + kills * PATIENCE_MS_A_KILL },
    (at) => {
      standing = at;
      faults.push(...at.faults);
      for (const fault of at.faults) process.stdout.write(`  after kill ${String(at.kills)}: ${fault}\n`);
      if (at.kills % A_LINE_EACH === 0) process.stdout.write(`${lineOf(at, faults.length)}\n`);
    },
  );
  const slow = (standing?.restarts ?? []).filter(isSlow).length;
  if (slow > 0) process.stdout.write(`${String(slow)} restarts took longer than 2 s.\n`);
  process.stdout.write(
    `${String(standing?.kills)} kills, ${String(standing?.answered)} answered writes, ${String(faults.length)} lost\n`,
  );
  if (faults.length > 0) process.stdout.write(`The database is kept in ${dataFolder}.\n`);
  else rmSync(dataFolder, { recursive: true });
  return faults.length > 0 || slow > 0 ? 1 : 0;
}

function lineOf({ kills, answered, unanswered, refused, restarts }: Standing, lost: number): string {
  const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  const wall = inSeconds(median(restarts.map(({ wall }) => wall)));
  const worked = inSeconds(median(restarts.map(({ worked }) => worked)));
  return `${String(kills)} kills: ${String(answered)} answered, ${String(unanswered)} unanswered, ${String(refused)} refused, ${String(lost)} lost; restart ${wall} at the median, ${worked} of it work`;
}

/** Longer than two seconds by the clock, and not because others had the machine meanwhile. */
function isSlow({ wall, worked }: Spent): boolean {
  return Math.min(wall, worked) > MOST_RESTART_MS;
}
