/** The heartbeat that leaves: an outside watcher hears from us while people are really asked, and alarms when not. */
import type { Instant } from '../core/clock.ts';
import { secondsBetween } from '../core/time.ts';

/** A loop that did not get through for so long has stopped. */
const SILENT_SECONDS = 10;

/** What came of the last try. */
export type Beat = { at: Instant; words: string; isHeard: boolean };

/** The way to the watcher, and how it stands; `last` is undefined before the first try. */
export type Heartbeat = { everySeconds: number; last: Beat | undefined };

/** Whether it is time to say that people are asked: never while the loop that asks them stands. */
export function isBeatDue(
  { everySeconds, last }: Heartbeat,
  lastLoop: Instant | undefined,
  now: Instant,
): boolean {
  if (lastLoop === undefined || secondsBetween(lastLoop, now) > SILENT_SECONDS) return false;
  return last === undefined || Math.abs(secondsBetween(last.at, now)) >= everySeconds;
}
