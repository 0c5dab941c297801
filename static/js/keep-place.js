/** Keeps what a reader looks at where it is, whatever comes in above. */
import { isShown } from './held.js';

/**
 * Remembers where things stand in the window and in the pane beside the steps. What comes in above moves neither.
 * @returns {() => void} puts them back
 */
export function placeOfReader() {
  const pane = document.querySelector('.run-pane');
  const scrollsByItself = pane !== null && getComputedStyle(pane).overflowY === 'auto';
  const main = document.querySelector('main');
  const keepers = [];
  if (main !== null) {
    const isOutside = (/** @type {Element} */ element) => !scrollsByItself || !pane.contains(element);
    const top = document.querySelector('.strip')?.getBoundingClientRect().bottom ?? 0;
    const isAtTop = scrollY === 0;
    keepers.push(keeperOf(main, isOutside, top, isAtTop, (by) => scrollBy(0, by)));
  }
  if (scrollsByItself) {
    const { top } = pane.getBoundingClientRect();
    const isAtTop = pane.scrollTop === 0;
    keepers.push(
      keeperOf(
        pane,
        () => true,
        top,
        isAtTop,
        (by) => (pane.scrollTop += by),
      ),
    );
  }
  return () => {
    for (const keep of keepers) keep();
  };
}

/**
 * @param {Element} root
 * @param {(element: Element) => boolean} isIn
 * @param {number} top
 * @param {boolean} isAtTop
 * @param {(by: number) => void} move
 */
function keeperOf(root, isIn, top, isAtTop, move) {
  // What is docked stands still whatever happens to the page.
  const focused = document.activeElement;
  const active = focused?.closest('.strip, .composer') === null ? focused : null;
  /** @type {{ element: Element, at: number }[]} */
  const marks = [];
  if (active !== null && active !== root && root.contains(active) && isIn(active) && isShown(active)) {
    marks.push({ element: active, at: active.getBoundingClientRect().top });
  }
  // At the very top there is nothing above that could push.
  if (!isAtTop) {
    for (const element of root.querySelectorAll('[id]')) {
      if (!isIn(element) || !isShown(element) || element.closest('.strip, .composer') !== null) continue;
      const { top: at, height } = element.getBoundingClientRect();
      if (height > 0 && at >= top) marks.push({ element, at });
      if (marks.length > 8) break;
    }
  }
  return () => {
    const mark = marks.find(({ element }) => element.isConnected && isShown(element));
    const by = mark === undefined ? 0 : mark.element.getBoundingClientRect().top - mark.at;
    if (Math.abs(by) >= 1) move(by);
  };
}
