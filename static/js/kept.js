const HERE = new URL('../offline', import.meta.url).href;

/**
 * `/offline`: what this device keeps. The service worker puts its copies into a cache for each account, of which there is
 * never more than one.
 *
 * @param {ParentNode} root
 */
export function enhance(root) {
  const list = document.getElementById('kept-pages');
  if (root !== document || list === null || self.caches === undefined) return;
  const missing = document.getElementById('kept-missing');
  if (missing !== null) missing.hidden = location.href.startsWith(HERE);
  void show(list);
  if (localStorage.getItem('muster-waiting') !== null) void import('./outbox.js');
}

/** @param {HTMLElement} list */
async function show(list) {
  const name = (await caches.keys()).find((one) => one.startsWith('muster-pages '));
  if (name === undefined) return;
  const cache = await caches.open(name);
  const urls = (await cache.keys()).filter(({ url }) => url !== HERE && !/\/parts\//.test(url));
  const rows = await Promise.all(
    urls.map(async ({ url }) => row(url, /** @type {Response} */ (await cache.match(url)))),
  );
  if (rows.length > 0) list.replaceChildren(...rows.reverse());
}

/**
 * @param {string} url
 * @param {Response} copy
 */
async function row(url, copy) {
  const page = new DOMParser().parseFromString(await copy.text(), 'text/html');
  const link = document.createElement('a');
  link.href = url;
  link.textContent = page.title.replace(/^\(\d+\) | - Muster$/g, '');
  const at = new Date(copy.headers.get('Date') ?? '').toISOString();
  const when = document.createElement('time');
  when.dateTime = at;
  when.className = 'quiet';
  when.textContent = `${at.slice(0, 10)} ${at.slice(11, 16)}Z`;
  const item = document.createElement('li');
  item.append(link, ' ', when);
  return item;
}
