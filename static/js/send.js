/**
 * Sends the forms that may wait, and says where they stand: on their way, or kept on this device because Muster did not
 * answer. What is kept is looked after by `outbox.js`, which comes when it is needed. A form of another kind is sent by the
 * browser itself, but not where it would be lost: from a copy, or without network.
 */

import { post } from './post.js';

/** Results, skips, claims and notes; and declaring. The server takes no other form that was kept. */
const MAY_WAIT = /\/incidents(?:\/\d+(?:\/notes|\/runs\/\d+\/steps\/[^/]+\/(?:result|skip|claim|notes)))?$/;
const PROBE_MS = 2_500;
/** A page on its way is waited for that long; a file that is saved looks the same at first, and the page stays. */
const LEAVING_MS = 2_500;

const { reader, copy } = document.documentElement.dataset;

/** @param {ParentNode} root */
export function enhance(root) {
  if (root !== document || reader === undefined) return;
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || form.method !== 'post' || form.dataset.sent === 'by-browser') return;
    const { pathname } = new URL(form.action);
    const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (MAY_WAIT.test(pathname) && submitter?.name !== 'look') {
      event.preventDefault();
      void send(form, submitter);
    } else if (!navigator.onLine || copy !== undefined) {
      event.preventDefault();
      void sendUnlessAway(form, submitter);
    }
  });
  // A page that comes back as it was has its keys again.
  addEventListener('pageshow', () => delete document.documentElement.dataset.leaving);
  arrive();
  measure();
  if (copy !== undefined || localStorage.getItem('muster-waiting') !== null) void outbox();
}

function outbox() {
  return import('./outbox.js');
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} submitter
 */
async function send(form, submitter) {
  // Pressed twice, it is sent once.
  if (form.dataset.sent === 'sending') return;
  form.dataset.sent = 'sending';
  say(form, 'Sending');
  const fields = Array.from(new FormData(form, submitter), ([name, value]) => [name, String(value)]);
  let isLeaving = false;
  const leave = () => (isLeaving = true);
  addEventListener('beforeunload', leave);
  const answer = await post(form.action, fields);
  removeEventListener('beforeunload', leave);
  if (answer === undefined || answer.status === 401 || answer.status > 501) {
    const isKept = await outbox().then(
      ({ keep }) => keep(form, fields).then(() => true),
      () => false,
    );
    say(form, isKept ? '' : 'Not sent: Muster does not answer. What you typed stays here: send it again.');
    delete form.dataset.sent;
  } else if (answer.ok && answer.headers.get('Content-Type')?.startsWith('application/json')) {
    const { to } = /** @type {{ to: string }} */ (await answer.json());
    // Whoever pressed a key or a link meanwhile is not called back; what there is to say is said on the page that comes.
    if (isLeaving) setTimeout(goTo, LEAVING_MS, to);
    else goTo(to);
  } else {
    // It asks for more, or is refused: the browser sends it again, and shows the page that says so.
    sendByBrowser(form, submitter);
  }
}

/** @param {string} to */
function goTo(to) {
  // The next page says what became of the form. A key that led elsewhere now would cut that page off, and its words.
  document.documentElement.dataset.leaving = '';
  const url = new URL(to, location.href);
  if (url.pathname !== location.pathname || url.search !== location.search) return location.assign(url);
  history.replaceState(null, '', url);
  if (url.hash !== '') history.scrollRestoration = 'manual';
  location.reload();
}

/** A page that was loaded anew stands at its top, whatever its address names. */
function arrive() {
  if (history.scrollRestoration !== 'manual') return;
  history.scrollRestoration = 'auto';
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} submitter
 */
async function sendUnlessAway(form, submitter) {
  const alive = new URL('../healthz', import.meta.url);
  const answer = await fetch(alive, { signal: AbortSignal.timeout(PROBE_MS) }).catch(() => undefined);
  if (answer?.ok) return sendByBrowser(form, submitter);
  say(
    form,
    'Not sent: Muster does not answer. Others act upon this, so it is never sent later by itself. What you typed stays here.',
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} submitter
 */
function sendByBrowser(form, submitter) {
  form.dataset.sent = 'by-browser';
  form.requestSubmit(submitter);
  delete form.dataset.sent;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} words
 */
function say(form, words) {
  const line = form.querySelector('.send-state') ?? form.appendChild(document.createElement('p'));
  line.className = 'send-state';
  line.setAttribute('role', 'status');
  line.textContent = words;
}

/** By how much this device's clock is ahead of the server, in milliseconds, from a page that just came. */
function measure() {
  const [came] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const told = /** @type {HTMLTimeElement | null} */ (document.querySelector('.foot time'));
  if (copy !== undefined || told === null || came === undefined || came.type === 'back_forward') return;
  const ahead = performance.timeOrigin + came.responseStart - Date.parse(told.dateTime);
  localStorage.setItem('muster-ahead', String(Math.round(ahead)));
}
