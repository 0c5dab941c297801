import type { Clock, Instant } from './core/clock.ts';
import type { Logger } from './web/log.ts';

/** Something that time makes happen: a feature's due.ts. */
export type Job = { name: string; run(): Promise<void> };

export type Clockwork = {
  /** Runs every job once. A job that fails is logged and does not keep the others from running. */
  tick(): Promise<void>;
  /** When the last tick ended; undefined before the first. */
  lastTick(): Instant | undefined;
  /** Ticks a moment later and then each second until it is stopped; stopping waits for the tick that is under way. */
  start(): { stop(): Promise<void> };
};

const SECOND_MS = 1000;
/** Whoever waits for the first page of a server that was just started comes before what became due meanwhile. */
const FIRST_AFTER_MS = 100;

/** Resolves when what has arrived in the meantime was read: so much and no more is waited for. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The one loop. Nothing else in the code waits for time. */
export function makeClockwork(jobs: readonly Job[], clock: Clock, log: Logger): Clockwork {
  let last: Instant | undefined;
  const tick = async (): Promise<void> => {
    for (const job of jobs) {
      try {
        await job.run();
      } catch (error) {
        log.error({ err: error, job: job.name }, 'a job of the clockwork failed');
      }
    }
    last = clock.now();
  };
  return { tick, lastTick: () => last, start: () => looping(tick) };
}

function looping(tick: () => Promise<void>): { stop(): Promise<void> } {
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  const next = (): void => {
    const began = performance.now();
    underWay = tick().then(() => {
      // A second after the last one began: what is due waits no longer because there is much to do.
      if (!stopped) timer = setTimeout(next, Math.max(0, SECOND_MS - (performance.now() - began)));
    });
  };
  let timer = setTimeout(next, FIRST_AFTER_MS);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
