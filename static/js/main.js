/**
 * Loads the enhancers that the layout names as `<link rel="modulepreload" data-enhancer>`. An enhancer exports
 * `enhance(root)`, which may be called again for whatever is put into the page later. Every page works without.
 *
 * They are found through their links because a file's address holds the hash of its content, which no other file knows.
 *
 * @typedef {{ enhance(root: ParentNode): void }} Enhancer
 */

/** @type {NodeListOf<HTMLLinkElement>} */
const links = document.querySelectorAll('link[data-enhancer]');

for (const { href } of links) {
  const enhancer = /** @type {Enhancer} */ (await import(href));
  enhancer.enhance(document);
}
