import { plusSeconds } from '../core/time.ts';
import type { People } from './people.ts';
import { forgetSessions } from './session-store.ts';
import { forgetAddresses } from './throttle-store.ts';

const HOUR = 3600;

/**
 * Once an hour forgets what no longer opens or holds back anything: ended sessions, and addresses whose hour is over.
 * It is not looked for by key, so it is not looked for each second; nothing is lost when a restart does it early.
 */
export function forgetting(people: People, sessionIdleSeconds: number): () => Promise<void> {
  let hour = '';
  return async () => {
    const now = people.clock.now();
    if (now.slice(0, 13) === hour) return;
    await forgetSessions(people.db, now, plusSeconds(now, -sessionIdleSeconds));
    await forgetAddresses(people.db, plusSeconds(now, -HOUR));
    hour = now.slice(0, 13);
  };
}
