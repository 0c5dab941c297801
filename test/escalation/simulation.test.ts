import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ENGINE_FAULTS, plant } from '../faults/planted.ts';
import { simulatedMonth } from './month.ts';

const SEEDS = process.env.TEST_LARGE === undefined ? 8 : 10_000;

test(`in ${String(SEEDS)} months nobody is missed, told early, or told after the end, and the naive model agrees`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { wrong } = await simulatedMonth(seed, 30);
    assert.deepEqual(wrong, [], `npm run simulate -- --incidents 30 --seed ${String(seed)}`);
  }
});

test('the same seed is the same month', async () => {
  const [one, other] = [await simulatedMonth(7, 10), await simulatedMonth(7, 10)];
  assert.equal(one.hash, other.hash);
});

/** So many months find each fault, or the simulation is no proof. */
const TRIES = 6;

describe('a fault in the engine is found: ', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-faults-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, fault] of Object.entries(ENGINE_FAULTS)) {
    test(name, async () => {
      const copy = join(folder, name.replaceAll(' ', '-'));
      plant(copy, fault);
      const wrong: string[] = [];
      for (let seed = 1; seed <= TRIES && wrong.length === 0; seed += 1)
        wrong.push(...(await simulatedMonth(seed, 30, copy)).wrong);
      assert.notDeepEqual(wrong, []);
    });
  }
});
