/** The one long answer over which a page hears what changed: opened, and opened again for as long as it may be. */

const OFFLINE_AFTER_MS = 5_000;
const LONGEST_WAIT_MS = 30_000;
/** The part that ends what is said of an act, and carries its number. Most pages do not show it. */
const LAST = 'news';

/** @typedef {'live' | 'catching' | 'offline' | 'paused' | 'signed-out' | 'ended' | 'older'} State */

/**
 * @param {object} page
 * @param {URL} page.address of the stream
 * @param {number} page.seq the last entry that the page shows; 0 where the stream counts none
 * @param {(state: State) => void} page.show
 * @param {(region: string, data: string) => void} page.hear a part changed
 * @param {(serverTime: number) => void} page.clocked the server says how late it is
 * @param {() => boolean} page.opened it is open; whether parts are on their way already
 * @param {() => Promise<void>} page.findOut whether it may be opened again: ends it where not
 */
export function makeStream({ address, seq, show, hear, clocked, opened, findOut }) {
  let heard = seq;
  let isStopped = false;
  let tries = 0;
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let offline;
  let isOffline = false;

  const isOpen = () => source?.readyState === EventSource.OPEN;

  const close = () => {
    clearTimeout(later);
    clearTimeout(offline);
    offline = undefined;
    source?.close();
    source = undefined;
  };

  const open = () => {
    close();
    if (isStopped || document.hidden) return;
    if (seq > 0) address.searchParams.set('after', String(heard));
    source = new EventSource(address);
    source.addEventListener('open', () => {
      tries = 0;
      isOffline = false;
      clearTimeout(offline);
      offline = undefined;
      if (!opened()) show('live');
    });
    source.addEventListener('clock', ({ data }) => clocked(Number(data)));
    source.addEventListener('error', () => void cutOff());
    const onPage = [...document.querySelectorAll('[id^="region-"]')].map(({ id }) =>
      id.slice('region-'.length),
    );
    for (const region of new Set([...onPage, LAST])) source.addEventListener(region, told);
  };

  /** @param {MessageEvent} event */
  const told = ({ type, data, lastEventId }) => {
    const id = Number(lastEventId);
    if (id > 0) heard = id;
    if (document.getElementById(`region-${type}`) !== null) hear(type, String(data));
  };

  /** A browser comes back by itself, unless it got an answer that is no stream: then it gives up. */
  const cutOff = async () => {
    if (source === undefined) return;
    if (!isOffline) show('catching');
    offline ??= setTimeout(() => {
      isOffline = true;
      show('offline');
    }, OFFLINE_AFTER_MS);
    if (source.readyState !== EventSource.CLOSED) return;
    await findOut();
    if (!isStopped) again();
  };

  const again = () => {
    clearTimeout(later);
    tries += 1;
    later = setTimeout(open, Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries) * (0.7 + 0.6 * Math.random()));
  };

  /** @param {'paused' | 'signed-out' | 'ended' | 'older'} state */
  const stop = (state) => {
    isStopped = true;
    close();
    show(state);
  };

  const goOn = () => {
    isStopped = false;
    show('catching');
    open();
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) close();
    else if (!isStopped) goOn();
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => {
    if (event.persisted) open();
  });
  addEventListener('online', () => {
    if (!isOpen()) open();
  });

  return { open, again, stop, goOn, isOpen, isStopped: () => isStopped, heard: () => heard };
}
