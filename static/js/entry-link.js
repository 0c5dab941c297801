/**
 * Links in documents name an entry as `/incidents/42#e14`. The run page shows the newest entries only, so a link to an
 * older one goes on to the part of the timeline that holds it.
 *
 * @param {string} hash `#e14`
 */
export function goOnToEntry(hash) {
  const seq = hash.slice('#e'.length);
  if (document.getElementById(`e${seq}`) !== null) return;
  /** @type {HTMLAnchorElement | null} */
  const timeline = document.querySelector('a[data-timeline]');
  if (timeline !== null) location.replace(`${timeline.href}?entry=${seq}#e${seq}`);
}
