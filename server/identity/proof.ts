import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';

/** For so long after a password was typed nobody is asked for it again. */
const PROOF_SECONDS = 600;

/** Acts that hand power over ask for the password again, so that a screen left open is no way to become an admin. */
export function isProved(provedAt: Instant | undefined, now: Instant): boolean {
  return provedAt !== undefined && now < plusSeconds(provedAt, PROOF_SECONDS);
}
