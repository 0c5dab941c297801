/** Faults of layout that a program can see: words cut off, words on words, a page wider than its window. */
import type { Page } from 'playwright-core';
import { sidewaysScroll } from './chromium.ts';

/** Words that are cut off by the box they stand in. What is meant to be heard only is cut off on purpose. */
const CLIPPED = `[...document.querySelectorAll('body *')].filter((element) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(element);
  const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
  return clipPath === 'none' && element.textContent.trim() !== '' && element.checkVisibility() &&
    ((hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (hides(overflowY) && element.scrollHeight > element.clientHeight + 1));
}).map(({ localName, className }) => localName + '.' + className)`;

/** What is wrong with how a page is laid out, a line each. */
export async function layoutFaults(page: Page): Promise<string[]> {
  const wide = await sidewaysScroll(page);
  return [
    ...(wide === 0 ? [] : [`scrolls sideways by ${String(wide)} px`]),
    ...(await page.evaluate<string[]>(CLIPPED)).map((found) => `cuts words off: ${found}`),
  ];
}

/**
 * Words that lie on other words. What sticks to an edge lies over what passes below it, and a folded box has no place.
 */
const OVERLAPPING = `(() => {
  const floats = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  };
  // What scrolls in a box of its own shows no more than fits into it.
  const seen = (holder, { left, right, top, bottom }) => {
    const box = { left, right, top, bottom };
    for (let at = holder; at !== null && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === 'visible') continue;
      const edge = at.getBoundingClientRect();
      box.left = Math.max(box.left, edge.left);
      box.right = Math.min(box.right, edge.right);
      box.top = Math.max(box.top, edge.top);
      box.bottom = Math.min(box.bottom, edge.bottom);
    }
    return box;
  };
  const boxes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const holder = text.parentElement;
    if (text.data.trim() === '' || !holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (getComputedStyle(holder).clipPath !== 'none' || holder.closest('svg, script, noscript') || floats(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const { left, right, top, bottom } = seen(holder, rect);
      if (right - left > 1 && bottom - top > 1) boxes.push({ left, right, top, bottom, words: text.data.trim().slice(0, 30) });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  const found = [];
  for (const [index, one] of boxes.entries()) {
    for (let next = index + 1; next < boxes.length && boxes[next].top < one.bottom; next += 1) {
      const other = boxes[next];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      // Lines of one paragraph touch, and the boxes of letters are higher than the letters.
      if (wide > 2 && high > 0.4 * Math.min(one.bottom - one.top, other.bottom - other.top))
        found.push(one.words + ' / ' + other.words);
    }
  }
  return found;
})()`;

/** Words that lie on other words, a line each. */
export function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(OVERLAPPING);
}
