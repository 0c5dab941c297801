/** Shows what waits on this device: as a list on the page, and at the steps that it is about. */

/** @typedef {import('./outbox-store.js').Item} Item */
/** @typedef {{ again(): Promise<void>, discard(item: Item): Promise<void>, edited(item: Item): Promise<void> }} Acts */

/**
 * @param {readonly Item[]} items
 * @param {string} why nothing is sent at the moment
 * @param {Acts} acts
 */
export function showItems(items, why, acts) {
  const shown = JSON.stringify([items, why]);
  const box = boxOf(items.length > 0);
  // Whoever is about to press a button in there keeps it.
  if (box === null || box.dataset.shown === shown) return;
  box.dataset.shown = shown;
  const sent = box.querySelectorAll('[data-state=sent]');
  if (items.length + sent.length === 0) return box.matches('.notice') ? box.remove() : undefined;
  const list = document.createElement('ol');
  list.className = 'plain outbox';
  list.append(...sent, ...items.map((item) => row(item, acts)));
  const waiting = items.filter(({ refused, sent }) => refused === undefined && sent === undefined);
  const refused = items.filter((item) => item.refused !== undefined);
  const ways = made('p', 'acts', '');
  if (waiting.length > 0) ways.append(wayOut(why, acts));
  if (items.length > 0) ways.append(saving(items));
  box.replaceChildren(summary(box, waiting, refused.length, why), list, ways);
  // Folded it takes one line from the run; what somebody has to do is unfolded.
  const asks = refused.length > 0 || isSignedOut(why) || waiting.some(isDeclared);
  if (box instanceof HTMLDetailsElement && asks) box.open = true;
  markSteps(items);
}

/** @param {boolean} isNeeded */
function boxOf(isNeeded) {
  const known = document.getElementById('outbox');
  if (known !== null || !isNeeded) return known;
  const box = document.createElement('details');
  box.id = 'outbox';
  box.className = 'notice notice-warning';
  box.dataset.keep = '';
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const banner = main.querySelector('.offline-copy');
  if (banner === null) main.prepend(box);
  else banner.after(box);
  return box;
}

/**
 * What there is, in one line.
 *
 * @param {HTMLElement} box
 * @param {readonly Item[]} waiting
 * @param {number} refused
 * @param {string} why
 */
function summary(box, waiting, refused, why) {
  const line = document.createElement(box instanceof HTMLDetailsElement ? 'summary' : 'p');
  const count = waiting.length;
  const counts = [
    count === 0 ? '' : `${String(count)} ${count === 1 ? 'thing waits' : 'things wait'} on this device.`,
    refused === 0 ? '' : `${String(refused)} could not be recorded.`,
    count + refused === 0 ? 'All that waited here is recorded.' : '',
  ];
  const call = waiting.some(isDeclared) ? ' Nobody has been paged: call whoever must come.' : '';
  const words = made('span', '', count === 0 ? '' : ` ${why}`);
  words.setAttribute('role', 'status');
  line.append(made('strong', '', counts.filter((one) => one !== '').join(' ') + call), words);
  return line;
}

/**
 * @param {string} why
 * @param {Acts} acts
 */
function wayOut(why, { again }) {
  if (!isSignedOut(why)) return button('Send now', again);
  const link = document.createElement('a');
  const login = new URL('../login', import.meta.url);
  const root = new URL('..', import.meta.url).pathname;
  login.searchParams.set('next', `/${location.pathname.slice(root.length)}`);
  link.href = login.href;
  link.textContent = 'Sign in, and it is sent';
  return link;
}

/**
 * @param {Item} item
 * @param {Acts} acts
 */
function row(item, { discard, edited }) {
  const { id, refused, sent } = item;
  const at = doneAt(item);
  const line = document.createElement('li');
  line.dataset.state = refused !== undefined ? 'refused' : sent !== undefined ? 'sent' : 'queued';
  const mark = document.createElement('span');
  mark.className = 'step-mark';
  const key = isDeclared(item) ? `INC-local-${String(id)} ` : '';
  const text = document.createElement('span');
  const state = {
    queued: `queued on this device at ${clock(at)}`,
    refused: `not recorded: ${refused ?? ''}`,
    sent: `recorded at ${clock(sent?.at ?? '')}. ${sent?.said ?? ''}`,
  }[line.dataset.state];
  text.append(`${key}${said(item)} `, made('span', 'quiet', state ?? ''));
  line.append(mark, text);
  if (sent === undefined) {
    const ways = made('span', 'outbox-ways', '');
    if (refused !== undefined)
      ways.append(
        button('Edit', () => edited(item)),
        ' ',
      );
    ways.append(button('Discard', () => discard(item)));
    text.append(' ', ways);
  } else if (isDeclared(item)) {
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
      (item) =>
        `${doneAt(item)}  ${said(item)}${item.refused === undefined ? '' : `  (not recorded: ${item.refused})`}\n    ${item.page}`,
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

/**
 * When it was done, by the clock of the server as far as it is known here.
 *
 * @param {Item} item
 */
function doneAt({ at, ahead }) {
  return new Date(Date.parse(at) - Number(ahead)).toISOString();
}

/** @param {Item} item */
function isDeclared({ action }) {
  return action.endsWith('/incidents');
}

/** @param {string} why */
function isSignedOut(why) {
  return why === 'You are signed out.';
}

/** @param {Item} item */
function said({ title, words }) {
  return words === '' ? title : `${title}: ${words}`;
}

/** @param {string} at */
function clock(at) {
  return `${at.slice(11, 19)}Z`;
}
