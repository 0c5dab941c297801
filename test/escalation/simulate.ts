/** `npm run simulate -- --seeds 100` or `-- --seed 42`: months of escalations, and what must never happen in them. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { simulatedMonth, type Month } from './month.ts';

/** What one thread does: a month after the other, each told as it ends. */
type Share = { seeds: readonly number[]; incidents: number };

const MOST_THREADS = 4;

if (isMainThread) await simulate();
else await work(workerData as Share);

async function work({ seeds, incidents }: Share): Promise<void> {
  for (const seed of seeds) parentPort?.postMessage(await simulatedMonth(seed, incidents));
}

async function simulate(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, seeds: { type: 'string' }, incidents: { type: 'string' } },
  });
  const incidents = Number(values.incidents ?? 60);
  const seeds =
    values.seed === undefined
      ? Array.from({ length: Number(values.seeds ?? 20) }, (_, index) => index + 1)
      : [Number(values.seed)];
  const threads = Math.min(seeds.length, availableParallelism(), MOST_THREADS);
  const shares = Array.from({ length: threads }, (_, thread) =>
    monthsOf({ seeds: seeds.filter((_seed, index) => index % threads === thread), incidents }),
  );
  const months = (await Promise.all(shares)).flat().sort((a, b) => a.seed - b.seed);
  if (months.length < seeds.length) throw new Error(`Only ${String(months.length)} months came back`);
  tell(months);
  process.exitCode = months.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}

/** Rejects with what a thread threw. */
async function monthsOf(share: Share): Promise<Month[]> {
  const months: Month[] = [];
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  worker.on('message', (month: Month) => {
    months.push(month);
    for (const wrong of month.wrong) process.stdout.write(`seed ${String(month.seed)}: ${wrong}\n`);
  });
  await once(worker, 'exit');
  return months;
}

function tell(months: readonly Month[]): void {
  const sum = (of: (month: Month) => number): string =>
    String(months.reduce((all, month) => all + of(month), 0));
  const slowest = Math.max(...months.map(({ ms }) => ms));
  const failing = months.filter(({ wrong }) => wrong.length > 0);
  process.stdout.write(
    [
      `${String(months.length)} months, ${sum((one) => one.incidents)} escalations, ${sum((one) => one.levels)} levels told, ${sum((one) => one.pages)} pages, ${sum((one) => one.crashes)} crashes`,
      `a month takes ${(months.reduce((all, { ms }) => all + ms, 0) / months.length / 1000).toFixed(2)} s, the slowest ${(slowest / 1000).toFixed(2)} s`,
      failing.length === 0
        ? 'missed 0, early 0, after the end 0, otherwise than the naive model 0'
        : `wrong in seeds ${failing.map(({ seed }) => String(seed)).join(', ')}: repeat one with --seed`,
      `hash ${months
        .map(({ hash }) => hash)
        .join(' ')
        .slice(0, 120)}`,
      '',
    ].join('\n'),
  );
}
