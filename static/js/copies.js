/**
 * The part of the service worker that keeps copies: a page comes from the network, and from its copy where the network
 * does not answer in time. Copies belong to an account, whose id stands in the name of their cache and in the header
 * `Muster-Reader` of each page. There is never more than one such cache: signing out empties it, and so does the first
 * page of somebody else.
 */

const PAGES = 'muster-pages ';
const FILES = 'muster-files';
/** There from the moment somebody signs in until a page says who it is: until then no copy is shown. */
const UNSURE = 'muster-unsure';
const LIMIT_MS = 2_500;
const FRESH_MS = 600_000;
const MOST_PAGES = 80;
const MOST_FILES = 200;
const ALWAYS = ['offline', 'incidents/new', './'];
const NEVER =
  /^(?:admin|login|logout|me|setup|invite|answer)(?:\/|$)|(?:^runbooks\/new|\/(?:edit|import|report|redaction))$/;
const ENTRANCE = /^(?:login|setup|invite)(?:\/|$)/;

const root = new URL('.', self.location.href);
/** Counts who came and went, so that a page that was on its way meanwhile is not kept for the next one. */
let turn = 0;

/** @param {readonly string[]} files addresses of what pages are made with */
export function keepCopies(files) {
  addEventListener('install', (event) => {
    self.skipWaiting();
    event.waitUntil(keepFiles(files));
  });
  addEventListener('activate', (event) =>
    event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()])),
  );
  addEventListener('message', (event) => {
    if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep));
  });
  addEventListener('sync', (event) => event.waitUntil(wakePages()));
  addEventListener('fetch', answer);
}

/** There is network again: pages send what waits on this device. */
async function wakePages() {
  for (const page of await self.clients.matchAll()) page.postMessage('outbox');
}

/** @param {FetchEvent} event */
function answer(event) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return;
  const path = pathname.slice(root.pathname.length);
  if (request.method === 'POST') {
    if (path === 'logout') event.respondWith(forgetBut().then(() => fetch(request)));
    else if (ENTRANCE.test(path)) event.respondWith(doubt().then(() => fetch(request)));
  } else if (request.method === 'GET' && path.startsWith('static/')) {
    event.respondWith(fileFor(request));
  } else if (request.method === 'GET' && request.mode === 'navigate') {
    event.respondWith(pageFor(event));
  }
}

/** @param {FetchEvent} event */
async function pageFor(event) {
  const { url } = event.request;
  const began = turn;
  const answered = (async () => {
    const response = (await event.preloadResponse) ?? (await fetch(event.request));
    event.waitUntil(keep(url, response.clone(), began));
    return response;
  })();
  const copy = await copyOf(url);
  if (copy === undefined) return answered.catch(() => nothingKept());
  const inTime = answered.then((response) => (response.status < 502 ? response : undefined));
  event.waitUntil(inTime.catch(() => undefined));
  const late = new Promise((resolve) => setTimeout(resolve, LIMIT_MS));
  return (await Promise.race([inTime, late]).catch(() => undefined)) ?? asCopy(copy);
}

/**
 * @param {string} url
 * @param {Response} response
 * @param {number} began whose turn it was when it was asked for
 */
async function keep(url, response, began) {
  const reader = response.headers.get('Muster-Reader');
  if (reader === null || began !== turn) return;
  await forgetBut(PAGES + reader);
  const path = new URL(url).pathname.slice(root.pathname.length);
  const isSecret = response.headers.get('Cache-Control') === 'no-store';
  if (!response.ok || response.redirected || isSecret || NEVER.test(path)) return;
  await put(PAGES + reader, url, response, MOST_PAGES);
}

/** @param {readonly string[]} urls */
async function keepAll(urls) {
  const all = [...ALWAYS, ...urls].map((url) => new URL(url, root).href.replace(/#.*/, ''));
  for (const url of new Set(all)) {
    const copy = await copyOf(url, true);
    const at = Date.parse(copy?.headers.get('Date') ?? '');
    if (Math.abs(Date.now() - at) < FRESH_MS) continue;
    const began = turn;
    const response = await fetch(url).catch(() => undefined);
    if (response !== undefined) await keep(url, response, began);
  }
}

/**
 * @param {string} url
 * @param {boolean} [exactly] whether a copy with another query is none
 */
async function copyOf(url, exactly = false) {
  const names = await caches.keys();
  const cacheName = names.find((name) => name.startsWith(PAGES));
  if (cacheName === undefined || names.includes(UNSURE)) return undefined;
  const how = { cacheName, ignoreVary: true };
  const copy = await caches.match(url, how);
  return copy ?? (exactly ? undefined : caches.match(url, { ...how, ignoreSearch: true }));
}

/**
 * A copy says that it is one. What was said once when it came is not said again, and its forms are others: those that it
 * came with may have been sent.
 *
 * @param {Response} copy
 */
async function asCopy(copy) {
  const at = new Date(copy.headers.get('Date') ?? '').toISOString();
  const day = at.slice(0, 10) === new Date().toISOString().slice(0, 10) ? '' : `${at.slice(0, 10)} `;
  const words = `<p class="notice notice-warning offline-copy" role="status"><strong>Offline copy from ${day}${at.slice(11, 16)}Z.</strong> Muster does not answer just now. <a href="">Try again</a> · <a href="${root.pathname}offline">What this device keeps</a></p>`;
  const html = (await copy.text())
    .replace(/ data-done="[^"]*"/, '')
    .replace('<html', `<html data-copy="${at}"`)
    .replace(/<p class="notice notice-done".*?<\/p>/s, '')
    .replace(/name="op_id" value="[^"]*/g, () => `name="op_id" value="${crypto.randomUUID()}`)
    .replace(/<main[^>]*>/, `$&${words}`);
  return made(html, copy);
}

async function nothingKept() {
  const page = await copyOf(new URL('offline', root).href);
  return page === undefined
    ? new Response('Muster cannot be reached, and this device keeps no copy of this page.', { status: 503 })
    : made(await page.text(), page);
}

/**
 * @param {string} html
 * @param {Response} from
 */
function made(html, { headers: given }) {
  const headers = new Headers(given);
  for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name);
  return new Response(html, { headers });
}

/** @param {Request} request */
async function fileFor(request) {
  const kept = await caches.match(request, { cacheName: FILES, ignoreVary: true });
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await put(FILES, request.url, response.clone(), MOST_FILES);
  return response;
}

/** @param {readonly string[]} files */
async function keepFiles(files) {
  const cache = await caches.open(FILES);
  const known = new Set((await cache.keys()).map(({ url }) => url));
  await cache.addAll(files.filter((file) => !known.has(new URL(file, root).href)));
}

/**
 * Puts it last, and lets go of the first beyond so many.
 *
 * @param {string} name
 * @param {string} url
 * @param {Response} response
 * @param {number} most
 */
async function put(name, url, response, most) {
  const cache = await caches.open(name);
  await cache.put(url, response);
  for (const old of (await cache.keys()).slice(0, -most)) await cache.delete(old);
}

/** @param {string} [own] the name of the cache that stays */
async function forgetBut(own) {
  if (own === undefined) turn += 1;
  const others = (await caches.keys()).filter(
    (name) => name === UNSURE || (name.startsWith(PAGES) && name !== own),
  );
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function doubt() {
  turn += 1;
  await caches.open(UNSURE);
}
