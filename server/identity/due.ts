import { plusSeconds } from '../core/time.ts';
import type { People } from './people.ts';
import { forgetSessions } from './session-store.ts';
import { forgetAddresses } from './throttle-store.ts';

const HOUR = 3600;

/** Forgets what no longer opens or holds back anything: ended sessions, and addresses whose hour is over. */
export async function forgetWhatEnded(people: People, sessionIdleSeconds: number): Promise<void> {
  const now = people.clock.now();
  await forgetSessions(people.db, now, plusSeconds(now, -sessionIdleSeconds));
  await forgetAddresses(people.db, plusSeconds(now, -HOUR));
}
