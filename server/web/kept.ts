import type { Instant } from '../core/clock.ts';
import { Invalid } from './problem.ts';

/**
 * What a browser says of a form that it kept while there was no network: when somebody sent it, by the server's clock, and
 * by how many milliseconds the browser's own was ahead, as it was last measured.
 */
export type Kept = { at: Instant; aheadMs: number };

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const MOST_AHEAD_MS = 366 * 86_400_000;

/**
 * Reads `occurred_at`, by the clock of the device, and `clock_ahead`, in milliseconds.
 * @throws Invalid for anything else in them
 */
export function keptOf(body: Readonly<Record<string, unknown>> | undefined, now: Instant): Kept | undefined {
  const { occurred_at: text, clock_ahead: ahead = '0' } = body ?? {};
  if (text === undefined) return undefined;
  const ms = typeof text === 'string' && UTC.test(text) ? Date.parse(text) : NaN;
  const aheadMs = typeof ahead === 'string' && /^-?\d{1,12}$/.test(ahead) ? Number(ahead) : NaN;
  if (Number.isNaN(ms) || Number.isNaN(aheadMs) || Math.abs(aheadMs) > MOST_AHEAD_MS) {
    throw new Invalid([
      { field: 'occurred_at', sentence: 'The time at which this was kept cannot be read. Send it anew.' },
    ]);
  }
  const at = new Date(ms - aheadMs).toISOString();
  // Whoever kept it did so before it came here, whatever the two clocks say.
  return { at: at < now ? at : now, aheadMs };
}
