/** The parts of a page that changed: pulled, kept back while somebody is at work in them, and put in place. */
import { isWorkedOn } from './held.js';

const MOST_AT_ONCE = 2;

/**
 * Looks at a part that comes: undefined when it has to wait, else what is done once it is in place.
 * @typedef {(target: HTMLElement, incoming: Element) => (() => void) | undefined} Meet
 */

/**
 * @param {object} page
 * @param {(region: string) => Promise<string | undefined>} page.pull its HTML; undefined when it did not come
 * @param {() => Promise<Meet>} page.meeting
 * @param {() => void} page.failed a part did not come
 * @param {() => void} page.isOlder parts come, and the module that puts them in place is not there any more
 * @param {() => void} page.caughtUp nothing is on its way any more
 */
export function makeRegions({ pull, meeting, failed, isOlder, caughtUp }) {
  /** Names of parts that are to be pulled. */
  const wanted = new Set();
  let asking = 0;
  /** @type {Map<string, Element>} parts that came and wait for somebody to finish */
  const waiting = new Map();
  /** @type {{ place: typeof import('./morph.js').place, meet: Meet } | undefined} */
  let means;
  let misses = 0;

  const apply = () => {
    for (const [id, incoming] of waiting) {
      const target = document.getElementById(id);
      if (target === null) waiting.delete(id);
      else if (means !== undefined && !isWorkedOn(target)) putInPlace(means, target, incoming);
    }
  };

  /**
   * @param {{ place: typeof import('./morph.js').place, meet: Meet }} means
   * @param {HTMLElement} target
   * @param {Element} incoming
   */
  const putInPlace = ({ place, meet }, target, incoming) => {
    const placed = meet(target, incoming);
    if (placed === undefined) return;
    waiting.delete(target.id);
    place(target, incoming);
    target.dispatchEvent(new CustomEvent('muster:placed', { bubbles: true }));
    placed();
  };

  /** Come with the first part, as many a page is left before that. */
  const fetchMeans = async () => {
    try {
      const [{ place }, meet] = await Promise.all([import('./morph.js'), meeting()]);
      return { place, meet };
    } catch {
      return undefined;
    }
  };

  const pullNext = async () => {
    if (asking >= MOST_AT_ONCE) return;
    const [region] = wanted;
    if (region === undefined) return;
    wanted.delete(region);
    asking += 1;
    const coming = means ?? fetchMeans();
    const html = await pull(region);
    means = await coming;
    asking -= 1;
    if (html === undefined || means === undefined) {
      wanted.add(region);
      misses += html === undefined ? 0 : 1;
      if (misses < 3) failed();
      else isOlder();
      return;
    }
    for (const child of new DOMParser().parseFromString(html, 'text/html').body.children) {
      if (child.id.startsWith('region-')) waiting.set(child.id, child);
    }
    apply();
    if (wanted.size > 0) void pullNext();
    else if (asking === 0) caughtUp();
  };

  // Whatever kept a part back may be over after one of these.
  for (const moment of ['selectionchange', 'compositionend', 'scroll', 'scrollend']) {
    document.addEventListener(moment, () => waiting.size > 0 && requestAnimationFrame(apply), {
      capture: true,
      passive: true,
    });
  }

  return {
    apply,
    /** @param {string} region it changed */
    want: (region) => {
      wanted.add(region);
      void pullNext();
    },
    /** Goes on with what did not come; whether there is any. */
    goOn: () => {
      void pullNext();
      return wanted.size + asking > 0;
    },
    forget: () => wanted.clear(),
  };
}
