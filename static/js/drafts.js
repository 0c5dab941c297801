/**
 * Drafts: what is typed into an empty field of the record is kept in this browser until the server says that its form
 * was done. A closed tab, a dead battery and a sign-in that ran out cost no word. The server names the form that was
 * done in `<html data-done>`, and who reads the page in `data-reader`: a draft belongs to an account.
 */

const KEPT_MS = 7 * 86_400_000;
const OF_THE_RECORD = /\/(?:incidents|postmortems|runbooks)(?:\/|$)/;
const FIELDS = 'textarea, input[type="text"], input:not([type])';

/** What is sent by the script may be recorded while somebody leaves the page, before its answer came. */
const BY_SCRIPT = /\/(?:notes|result|skip)$/;

/** @typedef {{ value: string, at: number, isSent?: boolean }} Draft */

const { reader = '', done } = document.documentElement.dataset;
let isListening = false;

/** @param {ParentNode} root */
export function enhance(root) {
  if (reader === '') return;
  if (!isListening) {
    isListening = true;
    tidy();
    document.addEventListener('input', ({ target }) => keep(target));
    document.addEventListener('submit', ({ target }) => {
      leave(target);
      markSent(target);
    });
  }
  /** @type {NodeListOf<HTMLTextAreaElement | HTMLInputElement>} */
  const fields = root.querySelectorAll(FIELDS);
  for (const field of fields) {
    // What was typed while this module was on its way is kept as well.
    if (field.value === '') giveBack(field);
    else keep(field);
  }
}

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @returns {string | undefined} where its draft is kept; undefined when it is not kept
 */
function placeOf(field) {
  const { form, name } = field;
  if (form === null || form.method !== 'post' || name === '' || field.defaultValue !== '') return undefined;
  const { pathname } = new URL(form.action);
  return OF_THE_RECORD.test(pathname) ? `muster-draft ${reader} ${pathname} ${name}` : undefined;
}

/** @param {EventTarget | null} target */
function keep(target) {
  if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return;
  if (!target.matches(FIELDS)) return;
  const place = placeOf(target);
  if (place === undefined) return;
  if (target.value === '') return forget(place);
  try {
    localStorage.setItem(place, JSON.stringify({ value: target.value, at: Date.now() }));
  } catch {
    // A full or forbidden store keeps no draft; the page works as it does without a script.
  }
}

/** @param {HTMLTextAreaElement | HTMLInputElement} field */
function giveBack(field) {
  const place = placeOf(field);
  if (place === undefined) return;
  const draft = read(place);
  if (draft === undefined) return;
  if (draft.isSent && isOnRecord(draft.value)) return forget(place);
  field.value = draft.value;
  for (let box = field.closest('details'); box; box = box.parentElement?.closest('details') ?? null)
    box.open = true;
  say(field, place, draft);
}

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {string} place
 * @param {Draft} draft
 */
function say(field, place, draft) {
  const line = document.createElement('p');
  line.className = 'hint';
  line.dataset.keep = '';
  const discard = document.createElement('button');
  discard.type = 'button';
  discard.className = 'button-link';
  discard.textContent = 'Discard it';
  const since = `${new Date(draft.at).toISOString().slice(11, 19)}Z`;
  const words = draft.isSent
    ? `Sent at ${since}, and the page was left before an answer came. Look whether it stands on the timeline. `
    : `Not sent yet, kept since ${since}. `;
  line.append(words, discard);
  discard.addEventListener('click', () => {
    forget(place);
    field.value = '';
    line.remove();
    field.focus();
  });
  field.after(line);
}

/**
 * What was sent is not called "not sent" when somebody leaves before the answer.
 *
 * @param {EventTarget | null} target
 */
function markSent(target) {
  if (!(target instanceof HTMLFormElement) || !BY_SCRIPT.test(new URL(target.action).pathname)) return;
  /** @type {NodeListOf<HTMLTextAreaElement | HTMLInputElement>} */
  const fields = target.querySelectorAll(FIELDS);
  for (const field of fields) {
    const place = placeOf(field);
    const draft = place && read(place);
    if (place && draft)
      localStorage.setItem(place, JSON.stringify({ ...draft, at: Date.now(), isSent: true }));
  }
}

/**
 * @param {string} words
 * @returns {boolean} whether they stand among the entries of this page
 */
function isOnRecord(words) {
  const wanted = words.replace(/\s+/g, ' ').trim();
  return [...document.querySelectorAll('.entry')].some((entry) =>
    entry.textContent?.replace(/\s+/g, ' ').includes(wanted),
  );
}

/** Forgets what was done, and what nobody came back to. */
function tidy() {
  for (const place of Object.keys(localStorage)) {
    if (!place.startsWith('muster-draft ')) continue;
    const [, owner, path] = place.split(' ');
    const isDone = owner === reader && done !== undefined && path === done;
    if (isDone || read(place) === undefined) forget(place);
  }
}

/**
 * Whoever signs out leaves no words behind.
 *
 * @param {EventTarget | null} target
 */
function leave(target) {
  if (!(target instanceof HTMLFormElement) || !new URL(target.action).pathname.endsWith('/logout')) return;
  for (const place of Object.keys(localStorage)) {
    if (place.startsWith(`muster-draft ${reader} `)) forget(place);
  }
}

/**
 * @param {string} place
 * @returns {Draft | undefined} undefined when there is none, or it is too old
 */
function read(place) {
  try {
    const draft = /** @type {Draft} */ (JSON.parse(localStorage.getItem(place) ?? 'null'));
    return draft !== null && Date.now() - draft.at < KEPT_MS ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} place */
function forget(place) {
  localStorage.removeItem(place);
}
