import assert from 'node:assert/strict';
import { setTimeout as passed } from 'node:timers/promises';

const EVERY_MS = 100;
const MOST_MS = 60_000;

/** Waits for a state of another program. @param what is waited for, as the error says it */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += EVERY_MS) {
    assert.ok(waited < MOST_MS, `waited a minute in vain: ${what}`);
    await passed(EVERY_MS);
  }
}
