/**
 * Measures what the house promises: `npm run bench -- [FIGURE…] [--rounds NUMBER] [--rows NUMBER] [--json]`.
 * Exit code 1 when a figure falls short. Everything happens on this machine and is compared with it, in turns.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appends } from './appends.ts';
import { holds, lineOf, type Figure, type Measurement } from './figure.ts';
import { library } from './library.ts';
import { longIncident } from './long-incident.ts';
import { lookingBack } from './looking-back.ts';
import { memory } from './memory.ts';
import { runPage } from './run-page.ts';
import { scale } from './scale.ts';
import { starting } from './starting.ts';

const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  'run-page': runPage,
  appends,
  scale,
  'long-incident': longIncident,
  library,
  'looking-back': lookingBack,
  starting,
  memory,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});
const names = positionals.length === 0 ? Object.keys(MEASUREMENTS) : positionals;
const unknown = names.filter((name) => MEASUREMENTS[name] === undefined);
if (unknown.length > 0) {
  const known = Object.keys(MEASUREMENTS).join(', ');
  process.stderr.write(`There is no figure ${unknown.join(', ')}. The figures are ${known}.\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await measure(names);
}

async function measure(names: readonly string[]): Promise<number> {
  const figures: Figure[] = [];
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
    try {
      const bench = { folder, rounds: Number(values.rounds), rows: Number(values.rows) };
      const made = (await MEASUREMENTS[name]?.(bench)) ?? [];
      figures.push(...made);
      if (!values.json) for (const figure of made) process.stdout.write(`${lineOf(figure)}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  if (values.json) {
    const told = figures.map((figure) => ({ ...figure, holds: holds(figure) }));
    process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
  }
  return figures.every(holds) ? 0 : 1;
}
