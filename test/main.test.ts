import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../server/config.ts';
import { systemClock } from '../server/core/clock.ts';
import { start } from '../server/main.ts';
import { AlreadyServed } from '../server/store/lock.ts';

test('a server starts on an empty folder, answers, keeps a second one away, and starts again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-start-'));
  const config = readConfig({ MUSTER_DATA: folder, MUSTER_PORT: '0', MUSTER_LOG_LEVEL: 'silent' });
  for (let turn = 1; turn <= 2; turn += 1) {
    const running = await start(config, systemClock);
    const answer = await fetch(`${running.address}/readyz`);
    assert.deepEqual([answer.status, await answer.json()], [200, { status: 'ok' }]);
    await assert.rejects(start(config, systemClock), AlreadyServed);
    await running.stop();
  }
  rmSync(folder, { recursive: true });
});
