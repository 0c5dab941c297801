/** More work is waiting than can be done soon. */
export class TooBusy extends Error {}

/** Runs work, at most `most` at once; the rest waits in line. A line that is full is refused at once. */
export function inLine(most: number, longestLine: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const turn = async (): Promise<void> => {
    if (running < most) {
      running += 1;
      return;
    }
    if (waiting.length >= longestLine) throw new TooBusy('too many people are waiting');
    // Whoever finishes hands the place on, so `running` stays as it is.
    await new Promise<void>((go) => waiting.push(go));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
