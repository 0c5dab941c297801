import type { Status } from '../incidents/entry-fields.ts';
import type { Db } from '../store/open.ts';

const OPEN: readonly Status[] = ['detected', 'triage', 'investigating', 'mitigating', 'monitoring'];

/** How many incidents are open, by severity; neither drills nor copies of those of others. */
export async function openBySeverity(db: Db): Promise<{ severity: string; count: number }[]> {
  const rows = await db
    .selectFrom('incident')
    .select(({ fn }) => ['severity', fn.countAll<number>().as('count')])
    .where('kind', '=', 'incident')
    .where('status', 'in', OPEN)
    .where('origin_key', 'is', null)
    .groupBy('severity')
    .execute();
  return rows.map(({ severity, count }) => ({ severity: severity ?? 'none', count }));
}
