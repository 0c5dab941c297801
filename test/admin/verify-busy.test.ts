import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runVerify } from '../../server/admin/verify-command.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';
import { declare, incidentKit } from '../support/incident-kit.ts';

const WRITER = join(import.meta.dirname, '../support/busy-writer.ts');
const PATIENCE_MS = 30_000;

test('a record into which somebody writes without a pause is whole at every moment', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-verify-'));
  const file = join(folder, 'muster.db');
  const store = await openStore(file);
  await migrate(store, '2026-11-23T10:20:30.400Z');
  await declare(incidentKit(store), 'Checkout fails');
  const writer = spawn(process.execPath, [WRITER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(async () => {
    const ended = once(writer, 'exit');
    writer.kill('SIGKILL');
    await ended;
    await store.close();
    rmSync(folder, { recursive: true });
  });
  await once(writer.stdout, 'data');
  const sizes = new Set<string>();
  const late = performance.now() + PATIENCE_MS;
  // On a busy machine forty looks can be over before the writer has its turn.
  for (let count = 0; count < 40 || (sizes.size <= 5 && performance.now() < late); count += 1) {
    const { words, failed } = await runVerify(store.db, undefined);
    assert.equal(failed, false, words);
    sizes.add(words);
  }
  assert.ok(sizes.size > 5, 'the record grew all the while');
});
