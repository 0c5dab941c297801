/**
 * Follows along: hears over `EventSource` which parts of the page changed, pulls them, and puts them in place. The page
 * works without; then it has a link with which it is loaded anew.
 */
import { keepWhatCameBack, learn } from './held.js';
import { makeRegions } from './regions.js';
import { makeStream } from './stream.js';

const WORDS = {
  live: 'Live',
  catching: 'Catching up',
  offline: 'Offline',
  paused: 'Paused',
  'signed-out': 'Signed out',
  ended: 'Not shown to you any more',
  older: 'This page is older than the server: load it anew',
};
const ASK_WITHIN_MS = 10_000;

/** @param {ParentNode} root */
export function enhance(root) {
  const box = document.getElementById('live');
  if (root === document && box !== null) follow(box);
}

/** @param {HTMLElement} box */
function follow(box) {
  const { query = '' } = box.dataset;
  const address = new URL(box.dataset.stream ?? '', location.href);
  const parts = new URL('parts/', address).href;
  const counts = `${address.pathname}/counts`;
  const seq = Number(box.dataset.seq ?? 0);
  const show = stateOf(box);

  /**
   * Asks the server; undefined when it did not answer as it should. Ends the following where it may not go on.
   * @param {string} address
   */
  const ask = async (address) => {
    try {
      const answer = await fetch(address, {
        headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
        redirect: 'manual',
        cache: 'no-cache',
        signal: AbortSignal.timeout(ASK_WITHIN_MS),
      });
      if (answer.type === 'opaqueredirect' || answer.status === 401) end('signed-out');
      else if (answer.status === 403 || answer.status === 404) end('ended');
      return answer.ok ? answer : undefined;
    } catch {
      return undefined;
    }
  };
  const askCounts = async () => {
    if (stream.isStopped()) return undefined;
    return ask(seq === 0 ? counts : `${counts}?after=${String(stream.heard())}`);
  };

  const regions = makeRegions({
    pull: async (region) => {
      const answer = await ask(`${parts}${region}${query === '' ? '' : `?${query}`}`);
      return answer?.text().catch(() => undefined);
    },
    meeting: async () => (await news()).meet,
    failed: () => stream.again(),
    isOlder: () => end('older'),
    caughtUp: () => stream.isOpen() && show('live'),
  });
  const stream = makeStream({
    address,
    seq,
    show,
    hear: (region, data) => {
      // Whoever is alone with the page need not be told so.
      if (region === 'presence' && data === '1' && isAlone()) return;
      regions.want(region);
    },
    clocked: async (serverTime) => {
      const ahead = serverTime - Date.now();
      const { tickBy } = await import('./clock.js');
      tickBy(ahead);
    },
    opened: regions.goOn,
    findOut: async () => void (await askCounts()),
  });

  /** @type {ReturnType<typeof import('./news.js').makeNews> | undefined} */
  let known;
  const news = async () => {
    const { makeNews } = await import('./news.js');
    known ??= makeNews(box, regions.apply);
    return known;
  };

  /** @param {'signed-out' | 'ended' | 'older'} state */
  const end = (state) => {
    regions.forget();
    stream.stop(state);
  };

  box.querySelector('button')?.addEventListener('click', () => {
    if (stream.isStopped()) stream.goOn();
    else stream.stop('paused');
  });
  document.addEventListener('visibilitychange', async () => {
    if (!document.hidden || stream.isStopped()) return;
    const [{ countWhileHidden }, { counted }] = await Promise.all([import('./away.js'), news()]);
    countWhileHidden(askCounts, counted);
  });
  keepWhatCameBack();
  learn(document);
  stream.open();
}

/**
 * @param {HTMLElement} box
 * @returns {(state: keyof typeof WORDS) => void} says how things stand with the following
 */
function stateOf(box) {
  const word = box.querySelector('.live-word');
  const button = box.querySelector('button');
  return (state) => {
    box.dataset.state = state;
    if (word instanceof HTMLElement) {
      word.hidden = false;
      if (word.textContent !== WORDS[state]) word.textContent = WORDS[state];
    }
    if (button !== null) {
      button.hidden = !['live', 'catching', 'paused'].includes(state);
      button.textContent = state === 'paused' ? 'Go on with updates' : 'Pause updates';
    }
  };
}

function isAlone() {
  return document.querySelector('.presence')?.textContent === '';
}
