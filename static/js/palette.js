/**
 * The palette: `/commands` in a box over the page. It is not modal: leaving it closes it, and the focus goes back to
 * where it came from.
 */

const WAIT_MS = 120;

/** @type {HTMLDialogElement | undefined} */
let open;

/** @param {string} address of the page that answers */
export function openPalette(address) {
  if (open !== undefined) return open.querySelector('input')?.focus();
  const back = /** @type {HTMLElement | null} */ (document.activeElement);
  const box = document.createElement('dialog');
  box.className = 'palette panel panel-boxed';
  box.setAttribute('aria-label', 'Commands');
  const field = Object.assign(document.createElement('input'), { type: 'search', maxLength: 200 });
  field.setAttribute('aria-label', 'Where to, or what to find');
  const asking = document.createElement('div');
  asking.className = 'field';
  asking.append(field);
  const found = document.createElement('div');
  found.setAttribute('role', 'status');
  box.append(asking, found);
  document.body.append(box);
  box.show();
  field.focus();
  open = box;
  const close = () => {
    if (open !== box) return;
    open = undefined;
    const isInside = box.contains(document.activeElement);
    box.remove();
    if (isInside) back?.focus();
  };
  let asked = 0;
  const ask = async () => {
    const number = ++asked;
    const url = new URL(address);
    url.searchParams.set('q', field.value);
    const [, at] = /\/incidents\/(\d+)/.exec(location.pathname) ?? [];
    if (at !== undefined) url.searchParams.set('at', at);
    const answer = await fetch(url).catch(() => undefined);
    const text = answer?.ok ? await answer.text() : undefined;
    if (number !== asked) return;
    const part = text && new DOMParser().parseFromString(text, 'text/html').querySelector('#found');
    if (part) found.replaceChildren(...part.childNodes);
    else found.textContent = 'Muster does not answer just now.';
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === field) found.querySelector('a')?.click();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      /** @type {HTMLElement[]} */
      const all = [field, ...found.querySelectorAll('a')];
      const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      all[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && box.contains(relatedTarget))) close();
  });
  void ask();
}
