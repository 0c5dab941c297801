import { createHash } from 'node:crypto';
import { remember, type Done, type Request } from '../incidents/remember-actions.ts';
import { idOf } from '../runbooks/runbook.ts';
import { nextNumber } from '../store/counter.ts';
import type { Viewer } from '../web/viewer.ts';
import { dryRunScenario } from './dry-run.ts';
import type { PlanKit } from './plan-actions.ts';
import { readScenario } from './reading.ts';
import { beginning } from './start-actions.ts';
import { keepAside } from './store.ts';

/**
 * Starts a drill of one runbook without a story. The scenario that it needs is kept beside those on offer.
 * @throws NotFound for a slug that names no runbook
 */
export async function startDryRun(
  kit: PlanKit,
  viewer: Viewer,
  slug: string,
  { isPaused }: { isPaused: boolean },
  request: Request,
): Promise<Done> {
  const { runbook, row } = await kit.incidents.library.find(slug);
  const runbookId = idOf(runbook);
  const now = kit.clock.now();
  const zone = viewer.zone ?? kit.homeZone;
  const text = dryRunScenario({ runbookId, title: runbook.title, zone, now });
  const hash = createHash('sha256').update(text).digest('hex');
  const { scenario } = readScenario('', text);
  return remember(kit.incidents, viewer, request, async (db) => {
    await keepAside(db, {
      content_hash: hash,
      scenario_id: scenario.id,
      file: '',
      text,
      origin: 'app',
      author: viewer.id,
      created_at: now,
      gone_at: now,
    });
    const drill = await nextNumber(db, 'drill');
    const told = {
      ...{ drill, kind: 'solo' as const, offered: { scenario, hash } },
      dryRun: { contentHash: row.content_hash, isPaused },
    };
    return beginning(kit, db, told, { by: viewer, takers: [{ viewer, roles: scenario.roles }] });
  });
}
