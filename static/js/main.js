/**
 * Loads the enhancers that the layout names as `<link rel="modulepreload" data-enhancer>`. An enhancer exports
 * `enhance(root)`: with the document once, and with each part of the page that is put in place later. Every page works without.
 *
 * They are found through their links because a file's address holds the hash of its content, which no other file knows.
 *
 * @typedef {{ enhance(root: ParentNode): void }} Enhancer
 */

/** @type {NodeListOf<HTMLLinkElement>} */
const links = document.querySelectorAll('link[data-enhancer]');

const enhancers = /** @type {Enhancer[]} */ (await Promise.all([...links].map(({ href }) => import(href))));
for (const enhancer of enhancers) enhancer.enhance(document);
document.addEventListener('muster:placed', ({ target }) => {
  for (const enhancer of enhancers) enhancer.enhance(/** @type {Element} */ (target));
});
