import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isOverdue } from '../../server/admin/backup.ts';
import { scheduledBackups } from '../../server/admin/backup-due.ts';
import { healthRoutes } from '../../server/admin/health-routes.ts';
import { paths } from '../../server/web/paths.ts';
import { world } from '../support/world.ts';

test('a backup that is older than two that should have been made is overdue', () => {
  const now = '2026-11-03T09:00:00.000Z';
  const failure = { at: now, words: 'There is no folder.' };
  for (const [newest, given, wanted] of [
    ['2026-11-02T09:00:00.000Z', undefined, false],
    ['2026-11-01T09:00:00.000Z', undefined, false],
    ['2026-11-01T08:59:59.000Z', undefined, true],
    [undefined, undefined, false],
    [undefined, failure, true],
  ] as const)
    assert.equal(isOverdue({ everySeconds: 86_400, failure: given }, newest, now), wanted, String(newest));
});

test('/readyz warns of it and stays ready', async () => {
  const here = await world();
  const folder = mkdtempSync(join(tmpdir(), 'muster-ready-'));
  try {
    const database = join(folder, 'muster.db');
    writeFileSync(database, '');
    writeFileSync(join(folder, 'muster-20261030T090000Z.db'), '');
    const config = { ...here.config, database, backupFolder: folder };
    const { isOverdue: isBackupOverdue } = scheduledBackups({ config, clock: here.clock });
    const about = { lastTick: () => undefined, lastBeat: () => Promise.resolve(undefined) };
    const routes = healthRoutes({ store: here.store, clock: here.clock, ...about, isBackupOverdue });
    const ready = routes.find(({ path }) => path === paths.ready);
    const answer = await ready?.handle({} as Parameters<typeof ready.handle>[0]);
    assert.deepEqual(answer?.kind === 'json' ? [answer.status, answer.body] : answer, [
      200,
      { status: 'ok', warning: 'backup_overdue' },
    ]);
    await here.browser().get('/readyz').expect(200, { status: 'ok' });
  } finally {
    rmSync(folder, { recursive: true });
    await here.end();
  }
});
