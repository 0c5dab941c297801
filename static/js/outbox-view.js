/** Shows what waits on this device: as a list on the page, and at the steps that it is about. */

/** @typedef {import('./outbox-store.js').Item} Item */
/** @typedef {{ again(): Promise<void>, discard(item: Item): Promise<void>, edited(item: Item): Promise<void> }} Acts */

/**
 * @param {readonly Item[]} items
 * @param {string} why nothing is sent at the moment
 * @param {Acts} acts
 */
export function showItems(items, why, acts) {
  const box = boxOf(items.length > 0);
  if (box === null) return;
  const sent = box.querySelectorAll('[data-state=sent]');
  if (items.length + sent.length === 0) return box.matches('.notice') ? box.remove() : undefined;
  const list = document.createElement('ol');
  list.className = 'plain outbox';
  list.append(...sent, ...items.map((item) => row(item, acts)));
  const waiting = items.filter(({ refused, sent }) => refused === undefined && sent === undefined);
  box.replaceChildren(...(waiting.length > 0 ? [summary(waiting, why, acts)] : []), list);
  if (items.length > 0) box.append(saving(items));
  markSteps(items);
}

/** @param {boolean} isNeeded */
function boxOf(isNeeded) {
  const known = document.getElementById('outbox');
  if (known !== null || !isNeeded) return known;
  const box = document.createElement('section');
  box.id = 'outbox';
  box.className = 'notice notice-warning';
  box.setAttribute('aria-label', 'On this device');
  box.dataset.keep = '';
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const banner = main.querySelector('.offline-copy');
  if (banner === null) main.prepend(box);
  else banner.after(box);
  return box;
}

/**
 * @param {readonly Item[]} waiting
 * @param {string} why
 * @param {Acts} acts
 */
function summary(waiting, why, { again }) {
  const line = document.createElement('p');
  line.setAttribute('role', 'status');
  const strong = document.createElement('strong');
  const count = waiting.length;
  strong.textContent = `${String(count)} ${count === 1 ? 'thing waits' : 'things wait'} on this device.`;
  line.append(strong, ` ${why} `);
  if (waiting.some(({ action }) => action.endsWith('/incidents'))) {
    const nobody = document.createElement('strong');
    nobody.textContent = 'Nobody has been paged: call whoever must come. ';
    line.append(nobody);
  }
  if (why.startsWith('You are signed out')) {
    const link = document.createElement('a');
    const login = new URL('../login', import.meta.url);
    const root = new URL('..', import.meta.url).pathname;
    login.searchParams.set('next', `/${location.pathname.slice(root.length)}`);
    link.href = login.href;
    link.textContent = 'Sign in, and it is sent';
    line.append(link);
  } else {
    line.append(button('Send now', again));
  }
  return line;
}

/**
 * @param {Item} item
 * @param {Acts} acts
 */
function row(item, { discard, edited }) {
  const { id, at, title, words, refused, sent, action } = item;
  const line = document.createElement('li');
  line.dataset.state = refused !== undefined ? 'refused' : sent !== undefined ? 'sent' : 'queued';
  const mark = document.createElement('span');
  mark.className = 'step-mark';
  const key = action.endsWith('/incidents') ? `INC-local-${String(id)} ` : '';
  const text = document.createElement('span');
  const state = {
    queued: `Queued on this device at ${clock(at)}.`,
    refused: `Not recorded: ${refused ?? ''}`,
    sent: `Recorded at ${clock(sent?.at ?? '')}. ${sent?.said ?? ''}`,
  }[line.dataset.state];
  text.append(`${key}${title}${words === '' ? '' : `: ${words}`} `, made('span', 'quiet', state ?? ''));
  line.append(mark, text);
  if (sent === undefined) {
    const acts = made('span', 'acts', '');
    if (refused !== undefined) acts.append(button('Edit', () => edited(item)));
    acts.append(button('Discard', () => discard(item)));
    line.append(acts);
  } else if (action.endsWith('/incidents')) {
    const link = document.createElement('a');
    link.href = sent.to;
    link.textContent = 'Open it';
    line.append(link);
  }
  return line;
}

/**
 * Hatches the steps whose result or skip waits; what the server says of them comes with the next part of the page.
 *
 * @param {readonly Item[]} items
 */
function markSteps(items) {
  for (const step of document.querySelectorAll('.step[data-queued]')) {
    step.setAttribute('data-state', step.getAttribute('data-queued') ?? '');
    step.removeAttribute('data-queued');
  }
  for (const { action, refused, sent } of items) {
    if (refused !== undefined || sent !== undefined) continue;
    const [, run, id] = /\/runs\/(\d+)\/steps\/([^/]+)\/(?:result|skip)$/.exec(action) ?? [];
    const step = id === undefined ? null : document.getElementById(`r${run ?? ''}-${decodeURIComponent(id)}`);
    if (step === null) continue;
    step.setAttribute('data-queued', step.dataset.state ?? '');
    step.dataset.state = 'queued';
    step.querySelector('details')?.removeAttribute('open');
  }
}

/** @param {readonly Item[]} items */
function saving(items) {
  return button('Save as text', () => {
    const text = items.map(
      ({ at, title, words, page, refused }) =>
        `${at}  ${title}${words === '' ? '' : `: ${words}`}${refused === undefined ? '' : `  (not recorded: ${refused})`}\n    ${page}`,
    );
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${text.join('\n')}\n`], { type: 'text/plain' }));
    link.download = 'muster-not-sent.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

/**
 * @param {string} words
 * @param {() => unknown} act
 */
function button(words, act) {
  const one = document.createElement('button');
  one.type = 'button';
  one.className = 'button-link';
  one.textContent = words;
  one.addEventListener('click', () => void act());
  return one;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} words
 */
function made(tag, className, words) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}

/** @param {string} at */
function clock(at) {
  return `${at.slice(11, 19)}Z`;
}
