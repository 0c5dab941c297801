import type { Clock, Instant } from '../core/clock.ts';
import { ping, type OutboundRules } from './outbound.ts';
import { isBeatDue, type Beat, type Heartbeat } from './heartbeat.ts';

export type Watcher = {
  /** Begins to tell the watcher when it is time; a slow one holds nothing up. */
  pass(): Promise<void>;
  /** How it stands; undefined where nobody watches. */
  state(): Heartbeat | undefined;
  settled(): Promise<void>;
};

type Kit = {
  clock: Clock;
  rules: OutboundRules;
  /** The address of the watcher; undefined where there is none. */
  address: string | undefined;
  everySeconds: number;
  /** When the loop that asks people got through last. */
  lastLoop: () => Promise<Instant | undefined>;
};

/** Tells an outside watcher, each so many seconds, that people are asked. */
export function heartbeats({ clock, rules, address, everySeconds, lastLoop }: Kit): Watcher {
  if (address === undefined)
    return { pass: () => Promise.resolve(), state: () => undefined, settled: () => Promise.resolve() };
  let last: Beat | undefined;
  let underWay: Promise<void> | undefined;
  return {
    pass: async () => {
      const now = clock.now();
      if (underWay !== undefined || !isBeatDue({ everySeconds, last }, await lastLoop(), now)) return;
      underWay = told(address, rules, now).then((beat) => {
        last = beat;
        underWay = undefined;
      });
    },
    state: () => ({ everySeconds, last }),
    settled: async () => underWay,
  };
}

async function told(address: string, rules: OutboundRules, at: Instant): Promise<Beat> {
  try {
    const { status } = await ping(address, rules);
    return { at, words: `it answered ${String(status)}`, isHeard: status >= 200 && status < 300 };
  } catch (error) {
    return { at, words: error instanceof Error ? error.message : String(error), isHeard: false };
  }
}
