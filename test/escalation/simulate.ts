/** `npm run simulate -- --seeds 100` or `-- --seed 42`: months of escalations, and what must never happen in them. */
import { parseArgs } from 'node:util';
import { simulatedMonth, type Month } from './month.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, seeds: { type: 'string' }, incidents: { type: 'string' } },
});
const incidents = Number(values.incidents ?? 60);
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds ?? 20) }, (_, index) => index + 1)
    : [Number(values.seed)];

const months: Month[] = [];
for (const seed of seeds) {
  const month = await simulatedMonth(seed, incidents);
  months.push(month);
  for (const wrong of month.wrong) process.stdout.write(`seed ${String(seed)}: ${wrong}\n`);
}
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
process.exitCode = failing.length === 0 ? 0 : 1;
