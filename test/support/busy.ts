import { availableParallelism, loadavg } from 'node:os';

/** Milliseconds of a second; of as many as wait for each processor where other programs keep the machine busy. */
export function aSecond(): number {
  const [waiting = 0] = loadavg();
  return 1000 * Math.max(1, waiting / availableParallelism());
}
