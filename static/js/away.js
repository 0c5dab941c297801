/** While nobody looks at the page, its stream is closed, and the server is asked now and then how much is new. */

const ASK_EVERY_MS = 30_000;

/** @typedef {{ open?: number, fresh?: number }} Counts */

/**
 * @param {() => Promise<Response | undefined>} ask
 * @param {(counts: Counts) => void} show
 */
export function countWhileHidden(ask, show) {
  // Somebody may have come back while this module was on its way.
  if (!document.hidden) return;
  const count = async () => {
    const counts = /** @type {Counts | undefined} */ (await (await ask())?.json());
    if (counts !== undefined && document.hidden) show(counts);
  };
  const asking = setInterval(() => void count(), ASK_EVERY_MS);
  document.addEventListener('visibilitychange', () => clearInterval(asking), { once: true });
}
