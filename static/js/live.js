/**
 * Follows along: hears over `EventSource` which parts of the page changed, pulls them, and puts them in place. The page
 * works without; then it has a link with which it is loaded anew.
 */
import { isWorkedOn, keepWhatCameBack } from './held.js';
import { learn, place } from './morph.js';
import { makeNews } from './news.js';

const WORDS = {
  live: 'Live',
  catching: 'Catching up',
  offline: 'Offline',
  paused: 'Paused',
  'signed-out': 'Signed out',
  ended: 'Not shown to you any more',
};
const OFFLINE_AFTER_MS = 5_000;
const COUNT_EVERY_MS = 30_000;
const ASK_WITHIN_MS = 10_000;
const MOST_AT_ONCE = 2;

/** @param {ParentNode} root */
export function enhance(root) {
  const box = document.getElementById('live');
  if (root === document && box !== null) follow(box);
}

/** @param {HTMLElement} box */
function follow(box) {
  const { stream = '', parts = '', counts = '', query = '', reader = '' } = box.dataset;
  let heard = Number(box.dataset.seq ?? 0);
  const isBoard = heard === 0;
  const word = box.querySelector('.live-word');
  const button = box.querySelector('button');
  /** @type {EventSource | undefined} */
  let source;
  let isPaused = false;
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let offline;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let counting;
  /** Names of parts that are to be pulled. */
  const wanted = new Set();
  let asking = 0;
  /** @type {Map<string, Element>} parts that came and wait for somebody to finish */
  const waiting = new Map();

  /** @param {keyof typeof WORDS} state */
  const show = (state) => {
    box.dataset.state = state;
    if (word instanceof HTMLElement) {
      word.hidden = false;
      if (word.textContent !== WORDS[state]) word.textContent = WORDS[state];
    }
    if (button !== null) {
      button.hidden = !['live', 'catching', 'paused'].includes(state);
      button.textContent = isPaused ? 'Go on with updates' : 'Pause updates';
    }
  };

  const apply = () => {
    for (const [id, incoming] of waiting) {
      const target = document.getElementById(id);
      if (target === null) {
        waiting.delete(id);
        continue;
      }
      if (isWorkedOn(target)) continue;
      const fresh = id === 'region-timeline' ? news.fresh(target, incoming) : [];
      if (id === 'region-timeline' && news.waits(target, fresh.length)) continue;
      waiting.delete(id);
      place(target, incoming);
      target.dispatchEvent(new CustomEvent('muster:placed', { bubbles: true }));
      news.arrived(fresh);
      if (target.dataset.count !== undefined) showCount(Number(target.dataset.count));
    }
  };

  const news = makeNews({ reader, said: box.querySelector('[role=status]'), apply });

  /** @param {'signed-out' | 'ended'} state */
  const end = (state) => {
    close();
    clearInterval(counting);
    wanted.clear();
    isPaused = true;
    show(state);
  };

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

  const askCounts = () => ask(isBoard ? counts : `${counts}?after=${String(heard)}`);

  const pull = async () => {
    if (asking >= MOST_AT_ONCE) return;
    const [region] = wanted;
    if (region === undefined) return;
    wanted.delete(region);
    asking += 1;
    const answer = await ask(`${parts}${region}${query === '' ? '' : `?${query}`}`);
    const html = answer === undefined ? undefined : await answer.text().catch(() => undefined);
    asking -= 1;
    if (html === undefined) {
      wanted.add(region);
      again();
      return;
    }
    for (const child of new DOMParser().parseFromString(html, 'text/html').body.children) {
      if (child.id.startsWith('region-')) waiting.set(child.id, child);
    }
    apply();
    if (wanted.size > 0) void pull();
    else if (asking === 0 && source?.readyState === EventSource.OPEN) show('live');
  };

  /** @param {MessageEvent} event */
  const hear = ({ type, data, lastEventId }) => {
    // Whoever is alone with the page need not be told so.
    if (type === 'presence' && data === '1' && isAlone()) return;
    const id = Number(lastEventId);
    if (id > 0) heard = id;
    wanted.add(type);
    void pull();
  };

  const open = () => {
    close();
    if (isPaused || document.hidden) return;
    const address = new URL(stream, location.href);
    if (!isBoard) address.searchParams.set('after', String(heard));
    source = new EventSource(address);
    source.addEventListener('open', () => {
      tries = 0;
      clearTimeout(offline);
      offline = undefined;
      if (wanted.size > 0) void pull();
      else show('live');
    });
    source.addEventListener('error', () => {
      if (source === undefined) return;
      if (box.dataset.state !== 'offline') show('catching');
      offline ??= setTimeout(() => show('offline'), OFFLINE_AFTER_MS);
      if (source.readyState === EventSource.CLOSED) void findOut();
    });
    for (const { id } of document.querySelectorAll('[id^="region-"]')) {
      source.addEventListener(id.slice('region-'.length), hear);
    }
  };

  /** The browser gives up when it gets an answer that is no stream: either it is over, or the server is not itself. */
  const findOut = async () => {
    await askCounts();
    if (!isPaused) again();
  };

  const again = () => {
    clearTimeout(later);
    tries += 1;
    later = setTimeout(open, Math.min(30_000, 500 * 2 ** tries) * (0.7 + 0.6 * Math.random()));
  };

  const close = () => {
    clearTimeout(later);
    clearTimeout(offline);
    offline = undefined;
    source?.close();
    source = undefined;
  };

  const count = async () => {
    const answer = await askCounts();
    const told = /** @type {{ open?: number, fresh?: number } | undefined} */ (await answer?.json());
    if (told === undefined || !document.hidden) return;
    if (told.open !== undefined) showCount(told.open);
    if (told.fresh !== undefined) news.counted(told.fresh);
  };

  button?.addEventListener('click', () => {
    isPaused = !isPaused;
    if (isPaused) {
      close();
      show('paused');
    } else {
      show('catching');
      open();
    }
  });
  document.addEventListener('visibilitychange', () => {
    clearInterval(counting);
    if (document.hidden) {
      close();
      if (!isPaused) counting = setInterval(() => void count(), COUNT_EVERY_MS);
    } else if (!isPaused) {
      show('catching');
      open();
    }
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => {
    if (event.persisted) open();
  });
  addEventListener('online', () => {
    if (source?.readyState !== EventSource.OPEN) open();
  });
  for (const moment of ['selectionchange', 'compositionend', 'scroll', 'scrollend']) {
    document.addEventListener(moment, () => waiting.size > 0 && requestAnimationFrame(apply), {
      capture: true,
      passive: true,
    });
  }
  keepWhatCameBack();
  learn(document);
  open();
}

function isAlone() {
  return document.querySelector('.presence')?.textContent === '';
}

/** @param {number} count */
function showCount(count) {
  document.title = count === 0 ? 'Board - Muster' : `(${String(count)}) Board - Muster`;
}
