/**
 * Loads the enhancers: those of every page, and those that a page names as `<link rel="modulepreload" data-enhancer>`. An
 * enhancer exports `enhance(root)`: called with the document once, and with each part of the page that is put in place
 * later. Every page works without.
 *
 * @typedef {{ enhance(root: ParentNode): void }} Enhancer
 */

/** @type {NodeListOf<HTMLLinkElement>} */
const links = document.querySelectorAll('link[data-enhancer]');

/** @type {Enhancer[]} */
const enhancers = [];
// Each begins as soon as it is here: a slow one keeps no other waiting.
const coming = [
  import('./copy.js'),
  import('./drafts.js'),
  import('./keys.js'),
  import('./send.js'),
  ...Array.from(links, ({ href }) => /** @type {Promise<Enhancer>} */ (import(href))),
];
const begun = coming.map(async (one) => {
  const enhancer = await one;
  enhancers.push(enhancer);
  enhancer.enhance(document);
});
document.addEventListener('muster:placed', ({ target }) => {
  for (const enhancer of enhancers) enhancer.enhance(/** @type {Element} */ (target));
});

// What is needed seldom comes when it is needed.
if (/^#e\d+$/.test(location.hash)) {
  const { goOnToEntry } = await import('./entry-link.js');
  goOnToEntry(location.hash);
}
document.addEventListener('paste', async (event) => {
  const [file] = event.clipboardData?.files ?? [];
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector('form[data-takes-paste] input[type=file]');
  if (file === undefined || field === null) return;
  event.preventDefault();
  const { takeFile } = await import('./paste.js');
  takeFile(field, file);
});

await Promise.all(begun);
document.documentElement.dataset.enhanced = '';

// The worker is not waited for: it keeps this page, and those that it names, for the time without network.
const { serviceWorker } = navigator;
if (document.documentElement.dataset.reader !== undefined && serviceWorker !== undefined) {
  serviceWorker.register(new URL('../worker.js', import.meta.url), { type: 'module' }).catch(() => {});
  const keep = [location.href];
  const { parts = '' } = document.getElementById('live')?.dataset ?? {};
  if (parts.includes('/incidents/')) {
    // The forms of the steps that are still to come, which the page itself does not hold; whom to call; the runbook.
    for (const beside of ['ahead', '../people', '../call-sheet'])
      keep.push(new URL(beside, new URL(parts, location.href)).href);
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const runbooks = document.querySelectorAll('h2[id^=run-] > a');
    for (const { href } of runbooks) keep.push(href);
  }
  void serviceWorker.ready.then(({ active }) => active?.postMessage({ keep }));
}
