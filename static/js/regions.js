/** The parts of a page that changed: pulled, kept back while somebody is at work in them, and put in place. */
import { isWorkedOn } from './held.js';

const MOST_AT_ONCE = 2;

/**
 * @param {object} page
 * @param {(region: string) => Promise<string | undefined>} page.pull its HTML; undefined when it did not come
 * @param {(target: Element, incoming: Element) => (() => void) | undefined} page.meet looks at what comes: undefined
 *   when it has to wait, else what is done once it is in place
 * @param {() => void} page.failed a part did not come
 * @param {() => void} page.isOlder parts come, and the module that puts them in place is not there any more
 * @param {() => void} page.caughtUp nothing is on its way any more
 */
export function makeRegions({ pull, meet, failed, isOlder, caughtUp }) {
  /** Names of parts that are to be pulled. */
  const wanted = new Set();
  let asking = 0;
  /** @type {Map<string, Element>} parts that came and wait for somebody to finish */
  const waiting = new Map();
  /** @type {typeof import('./morph.js') | undefined} comes with the first part: many a page is left before that */
  let morph;
  let misses = 0;

  const apply = () => {
    if (morph === undefined) return;
    for (const [id, incoming] of waiting) {
      const target = document.getElementById(id);
      if (target === null) waiting.delete(id);
      else if (!isWorkedOn(target)) putInPlace(target, incoming);
    }
  };

  /**
   * @param {HTMLElement} target
   * @param {Element} incoming
   */
  const putInPlace = (target, incoming) => {
    const placed = meet(target, incoming);
    if (placed === undefined) return;
    waiting.delete(target.id);
    morph?.place(target, incoming);
    target.dispatchEvent(new CustomEvent('muster:placed', { bubbles: true }));
    placed();
  };

  const pullNext = async () => {
    if (asking >= MOST_AT_ONCE) return;
    const [region] = wanted;
    if (region === undefined) return;
    wanted.delete(region);
    asking += 1;
    const coming = morph ?? import('./morph.js').catch(() => undefined);
    const html = await pull(region);
    morph = await coming;
    asking -= 1;
    if (html === undefined || morph === undefined) {
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
