/** The text of server-sent events. They carry names and numbers only: whoever hears one pulls what it may see. */

/**
 * What one commit touched: an event for each region. The id stands on the last of them, so that a stream that is cut
 * in between is told all of them again.
 */
export function batch(regions: readonly string[], seq: number): string {
  return regions
    .map((region, index) => event(region, seq, index === regions.length - 1 ? seq : undefined))
    .join('');
}

/** One event. Without an id it does not count when a browser comes back. */
export function event(region: string, data: number, id?: number): string {
  const last = id === undefined ? '' : `id: ${String(id)}\n`;
  return `event: ${region}\ndata: ${String(data)}\n${last}\n`;
}

/** A comment: it keeps what lies between awake, and shows on both sides that somebody is there. */
export const BEAT = ':\n\n';

/** After how long a browser comes back by itself. */
export function retryAfter(ms: number): string {
  return `retry: ${String(ms)}\n\n`;
}
