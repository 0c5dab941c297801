/**
 * Puts a part of the page in the place of what it was, and takes nothing from whoever is at work in it: what they
 * typed, ticked, opened or hold in focus stays as it is, and so does the place that they look at.
 */
import { FIELDS, focusOfReader, holds, isHeld, isShown, learn, learnOf, wasMoved } from './held.js';
import { Idiomorph } from './idiomorph.js';
import { placeOfReader } from './keep-place.js';

/**
 * @param {Element} target what stands in the page
 * @param {Element} incoming what stands there instead, made by the server
 */
export function place(target, incoming) {
  name(target);
  name(incoming);
  const keepPlace = placeOfReader();
  const keepFocus = focusOfReader();
  const held = [...document.querySelectorAll(FIELDS)].filter((field) => isHeld(field) && isShown(field));
  /** @type {Set<Element>} */
  const moved = new Set();
  Idiomorph.morph(target, incoming, {
    morphStyle: 'outerHTML',
    callbacks: {
      beforeNodeMorphed: (old, fresh) => old === target || mayChange(old, fresh, moved),
      beforeNodeRemoved: (old) => !(old instanceof Element) || mayGo(old),
      beforeAttributeUpdated: (attribute, element, how) => {
        if (attribute === 'tabindex' && element === document.activeElement) return false;
        if (attribute !== 'open' || !(element instanceof HTMLDetailsElement)) return true;
        return !moved.has(element) && !(how === 'remove' && holds(element));
      },
      afterNodeAdded: (node) => {
        if (node instanceof Element) learn(node);
      },
    },
  });
  target.querySelector('[data-here]')?.setAttribute('id', 'current');
  for (const field of held) {
    for (let folded = foldedAround(field); folded; folded = foldedAround(field)) folded.open = true;
  }
  keepFocus();
  keepPlace();
}

/**
 * @param {Node} old
 * @param {Node} fresh
 * @param {Set<Element>} moved gets each `<details>` that the reader moved
 */
function mayChange(old, fresh, moved) {
  if (!(old instanceof Element) || !(fresh instanceof Element)) return true;
  if (old.hasAttribute('data-keep')) return false;
  if (old.matches(FIELDS) && (isHeld(old) || isProof(old, fresh))) return false;
  // The form of another act in its place: whoever fills in this one goes on with it.
  if (old.matches('form') && old.getAttribute('action') !== fresh.getAttribute('action') && holds(old))
    return false;
  if (old instanceof HTMLDetailsElement) {
    if (wasMoved(old)) moved.add(old);
    learnOf(old, fresh);
  }
  return true;
}

/** @param {Element} old */
function mayGo(old) {
  if (old.hasAttribute('data-keep')) return false;
  if (!holds(old)) return true;
  if (old.classList.contains('left-behind')) return false;
  old.classList.add('left-behind');
  old.setAttribute('title', 'No longer on the page: it stays for as long as you work in it.');
  // By then the focus is where it goes.
  old.addEventListener('focusout', () => setTimeout(() => !holds(old) && old.remove()));
  return false;
}

/**
 * The proofs of a form hold for as long as the form stands; a new one in the middle would be one act too many.
 *
 * @param {Element} old
 * @param {Element} fresh
 */
function isProof(old, fresh) {
  const is = old.getAttribute('name');
  return (is === '_csrf' || is === 'op_id') && fresh.getAttribute('name') === is;
}

/**
 * Gives what a reader can hold a name that stays the same, so that each finds its own place again: forms are known by
 * where they go, and what can be folded by what it belongs to.
 * @param {Element} root
 */
function name(root) {
  // It wanders from step to step, and would take the summary of one step along to the next.
  root.querySelector('#current')?.removeAttribute('id');
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const element of root.querySelectorAll('form:not([id]), details:not([id])')) {
    const called = element.matches('form') ? `form${element.getAttribute('action') ?? ''}` : folded(element);
    const count = (seen.get(called) ?? 0) + 1;
    seen.set(called, count);
    element.setAttribute('id', count === 1 ? called : `${called}-${String(count)}`);
  }
}

/** @param {Element} details */
function folded(details) {
  const parent = details.parentElement;
  if (parent !== null && parent.id !== '') return `${parent.id}-folded`;
  const above = details.closest('[id]')?.id ?? '';
  return `${above}-${(details.querySelector('summary')?.textContent ?? '').trim().replace(/\W+/g, '-')}`;
}

/**
 * @param {Element} element
 * @returns {HTMLDetailsElement | null}
 */
function foldedAround(element) {
  if (isShown(element)) return null;
  return element.closest('details:not([open])');
}
