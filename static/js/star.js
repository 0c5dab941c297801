/**
 * Pins an entry or unpins it, as the form on its own page does.
 *
 * @param {Element} entry
 */
export function turn(entry) {
  /** @type {HTMLAnchorElement | null} */
  const own = entry.querySelector('.entry-number');
  /** @type {HTMLInputElement | null} */
  const proof = document.querySelector('form [name=_csrf]');
  if (own === null || proof === null) return;
  const form = document.createElement('form');
  form.method = 'post';
  form.action = `${own.href}/pin`;
  const isPinned = entry.querySelector('.entry-text > .badge') !== null;
  form.append(hidden('_csrf', proof.value), ...(isPinned ? [] : [hidden('on', 'on')]));
  document.body.append(form);
  form.submit();
}

/**
 * @param {string} name
 * @param {string} value
 */
function hidden(name, value) {
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name, value });
  return field;
}
