/**
 * Looks after what waits on this device: keeps forms that could not be sent, sends them when Muster answers again, in the
 * order in which they were done, and takes each away only after it was answered. It comes when a form could not be sent,
 * and on pages that are opened while something waits.
 */
import { allItems, putItem, removeItem } from './outbox-store.js';
import { offerStepsAhead } from './outbox-ahead.js';
import { showItems } from './outbox-view.js';
import { post } from './post.js';

/** @typedef {import('./outbox-store.js').Item} Item */

const AGAIN_MS = 10_000;
const KINDS = { result: 'Result', skip: 'Skip', claim: 'I do this', notes: 'Note', incidents: 'Declare' };

const { reader = '', copy } = document.documentElement.dataset;
/** Why nothing is sent at the moment, in words. */
let why = '';

/**
 * Keeps a form, and makes it an empty one with another name: whatever is typed next is another act.
 *
 * @param {HTMLFormElement} form
 * @param {string[][]} fields
 */
export async function keep(form, fields) {
  const of = (/** @type {string} */ name) => fields.find(([one]) => one === name)?.[1] ?? '';
  const kind = /** @type {keyof typeof KINDS} */ (new URL(form.action).pathname.split('/').at(-1));
  const step = form.closest('.step')?.querySelector('.step-title')?.textContent;
  await putItem({
    reader,
    page: location.href.replace(/[?#].*/, ''),
    action: form.action,
    fields: fields.filter(([name]) => name !== '_csrf'),
    at: new Date().toISOString(),
    ahead: localStorage.getItem('muster-ahead') ?? '0',
    title: step ? `${KINDS[kind]} of ${step.trim()}` : KINDS[kind],
    words: of('title') || of('observed') || of('text') || of('reason'),
  });
  form.reset();
  const opId = /** @type {HTMLInputElement | null} */ (form.querySelector('[name=op_id]'));
  if (opId !== null) opId.value = ownId();
  for (const field of form.elements) field.dispatchEvent(new Event('input', { bubbles: true }));
  void offerStepsAhead();
  await flush();
  // The browser wakes a page of ours for it, where it can.
  const ready = await navigator.serviceWorker?.getRegistration();
  await ready?.sync?.register('outbox').catch(() => undefined);
}

function ownId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** One page at a time sends; a second one finds nothing left. */
async function flush() {
  if (navigator.locks === undefined) await flushAll();
  else await navigator.locks.request('muster-outbox', flushAll);
  await show();
}

async function flushAll() {
  why = reader === '' ? 'You are signed out.' : '';
  for (const item of await allItems()) {
    if (item.reader !== reader || item.refused !== undefined || item.sent !== undefined) continue;
    await show();
    if (!(await sendItem(item))) return;
  }
}

/**
 * @param {Item} item
 * @returns {Promise<boolean>} whether the next one may go
 */
async function sendItem(item) {
  let answer = await postItem(item, tokenOf(document));
  let told = await toldBy(answer);
  if (told.code === 'foreign-form') {
    // Made before somebody signed in again.
    answer = await postItem(item, await freshToken(item));
    told = await toldBy(answer);
  }
  if (answer === undefined || answer.status > 499 || answer.status === 429) {
    why = 'Muster does not answer. It is sent as soon as it does.';
    return false;
  }
  if (answer.status === 401) {
    why = 'You are signed out.';
    return false;
  }
  if (answer.ok && told.to !== undefined) {
    const at = new Date(answer.headers.get('Date') ?? '').toISOString();
    await putItem({ ...item, sent: { to: told.to, said: told.said ?? '', at } });
  } else
    await putItem({ ...item, refused: told.words ?? 'Muster asks for more before this can be recorded.' });
  return true;
}

/**
 * @param {Item} item
 * @param {string} token
 */
function postItem({ action, fields, at, ahead }, token) {
  return post(action, [...fields, ['_csrf', token], ['occurred_at', at], ['clock_ahead', ahead]]);
}

/**
 * @param {Response | undefined} answer
 * @returns {Promise<{ to?: string, said?: string, code?: string, words?: string }>}
 */
async function toldBy(answer) {
  if (!/json/.test(answer?.headers.get('Content-Type') ?? '')) return {};
  const told = await /** @type {Response} */ (answer).json();
  const details = /** @type {{ detail: string }[]} */ (told.errors ?? []).map(({ detail }) => detail);
  return { ...told, words: details.join(' ') || told.detail };
}

/** @param {Document} page */
function tokenOf(page) {
  return /** @type {HTMLInputElement | null} */ (page.querySelector('[name=_csrf]'))?.value ?? '';
}

/** @param {Item} item */
async function freshToken({ page }) {
  const answer = await fetch(page).catch(() => undefined);
  const html = answer?.ok ? await answer.text() : '';
  return tokenOf(new DOMParser().parseFromString(html, 'text/html'));
}

async function show() {
  // Whoever is signed out may still save as text what waits here; somebody else sees nothing of it.
  const items = (await allItems()).filter((item) => reader === '' || item.reader === reader);
  showItems(items, why, { again: flush, discard, edited });
  // What was sent is shown once, with what was said of it.
  for (const { id, sent } of items) if (sent !== undefined && id !== undefined) await removeItem(id);
}

/** @param {Item} item */
async function discard({ id }) {
  if (id !== undefined) await removeItem(id);
  await show();
}

/**
 * Puts what was kept back into the form that it came from.
 *
 * @param {Item} item
 */
async function edited(item) {
  const form = [...document.forms].find(({ action }) => action === item.action);
  if (form === undefined) return location.assign(item.page);
  for (const [name, value] of item.fields) {
    const field = form.elements.namedItem(name ?? '');
    if (field !== null && name !== 'op_id' && 'value' in field) field.value = value ?? '';
  }
  for (let box = form.closest('details'); box; box = box.parentElement?.closest('details') ?? null)
    box.open = true;
  /** @type {HTMLElement | null} */
  const first = form.querySelector('textarea, input:not([type=hidden])');
  first?.focus();
  await discard(item);
}

addEventListener('online', () => void flush());
document.addEventListener('visibilitychange', () => document.hidden || void flush());
navigator.serviceWorker?.addEventListener('message', () => void flush());
if (copy !== undefined) void offerStepsAhead();
setInterval(
  () => document.hidden || localStorage.getItem('muster-waiting') === null || void flush(),
  AGAIN_MS,
);
void flush();
