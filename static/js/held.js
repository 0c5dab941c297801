/** What a reader has in hand on a page: text that they type or select, boxes that they ticked, what they opened, the focus. */

export const FIELDS = 'input, textarea, select';

let isComposing = false;
document.addEventListener('compositionstart', () => (isComposing = true));
document.addEventListener('compositionend', () => (isComposing = false));

/**
 * Whether text in there is being selected or composed: then it is left alone until that is over.
 * @param {Element} root
 */
export function isWorkedOn(root) {
  const active = document.activeElement;
  if (active !== null && root.contains(active)) {
    if (isComposing) return true;
    if (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement) {
      // Null for kinds of fields that have no selection.
      return active.selectionStart !== null && active.selectionStart !== active.selectionEnd;
    }
  }
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return false;
  return selection.getRangeAt(0).intersectsNode(root) && isTextOf(selection, root);
}

/**
 * @param {Selection} selection
 * @param {Element} root
 */
function isTextOf({ anchorNode, focusNode }, root) {
  return root.contains(anchorNode) || root.contains(focusNode);
}

/** @param {Element} field */
export function isHeld(field) {
  return field === document.activeElement || isChanged(field);
}

/** @param {Element} node */
export function holds(node) {
  if (node.contains(document.activeElement) || node.querySelector('form[data-keep]') !== null) return true;
  return [...node.querySelectorAll(FIELDS)].some(isHeld);
}

/**
 * Whether it holds something else than the server gave it.
 * @param {Element} field
 */
function isChanged(field) {
  if (field instanceof HTMLSelectElement) {
    const usual = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, usual);
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement)) return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.type === 'file') return (field.files?.length ?? 0) > 0;
  return field.value !== field.defaultValue;
}

/** What was folded away for a moment lost the focus; it gets it back, with the caret where it was. */
export function focusOfReader() {
  const active = document.activeElement;
  const isText = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
  const [from, to] = isText ? [active.selectionStart, active.selectionEnd] : [null, null];
  return () => {
    if (!(active instanceof HTMLElement) || !active.isConnected) return;
    if (document.activeElement !== active) active.focus({ preventScroll: true });
    if (isText && from !== null && (active.selectionStart !== from || active.selectionEnd !== to)) {
      active.setSelectionRange(from, to);
    }
  };
}

/** @param {Element} element */
export function isShown(element) {
  return element.checkVisibility();
}

/**
 * A form that came back stands on a page with its own address, and holds what was typed as if the server had meant it.
 * No part of it is touched until it is sent.
 */
export function keepWhatCameBack() {
  for (const form of document.forms) {
    if (form.method === 'post' && new URL(form.action).pathname === location.pathname) form.dataset.keep = '';
  }
}

/** What the server last said of each `<details>`: where it stands otherwise, the reader moved it. */
/** @type {WeakMap<Element, boolean>} */
const toldOpen = new WeakMap();

/**
 * Remembers of what can be folded whether the server has it open.
 * @param {ParentNode} root
 */
export function learn(root) {
  if (root instanceof HTMLDetailsElement) learnOf(root, root);
  for (const details of root.querySelectorAll('details')) learnOf(details, details);
}

/**
 * @param {HTMLDetailsElement} details
 * @param {Element} told the same, as the server has it
 */
export function learnOf(details, told) {
  toldOpen.set(details, told.hasAttribute('open'));
}

/** @param {HTMLDetailsElement} details */
export function wasMoved(details) {
  return toldOpen.has(details) && toldOpen.get(details) !== details.open;
}
