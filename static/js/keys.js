/**
 * Keys: what has `data-key="n"` is reached by that key, `data-key="g b"` by two after each other. A link or a button
 * is pressed, a summary opened, a field focused. Within a row or a step its own keys come first. `j` and `k` go along
 * what has `data-row`, and where nothing has, the entries of a timeline. In a field no key acts but Escape, which leaves it, and Control or Command with Enter,
 * which sends its form.
 */

const PREFIX_MS = 1_500;

/** The first of two keys, as long as it waits for the second. */
let waiting = '';
let isListening = false;

/** @param {ParentNode} _root keys belong to the whole page, so they are listened for once */
export function enhance(_root) {
  if (isListening || document.documentElement.dataset.keys === 'off') return;
  isListening = true;
  document.addEventListener('keydown', pressed);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if ('leaving' in document.documentElement.dataset) return;
  const field = fieldOf(event.target);
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return send(event, field);
  if (event.key === 'Enter' && field !== undefined && isAsking(field)) return send(event, field);
  if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && palette())
    return event.preventDefault();
  if (event.key === 'Escape') return field?.blur();
  if (field !== undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = waiting === '' ? event.key : `${waiting} ${event.key}`;
  waiting = '';
  if (act(key)) event.preventDefault();
}

/**
 * @param {string} key
 * @returns {boolean} whether anything on this page has that key
 */
function act(key) {
  if (key === 'j' || key === 'k') return goAlong(key === 'j' ? 1 : -1);
  if (key === '[' || key === ']') return goToPhase(key === ']' ? 1 : -1);
  if (key === '*') return star();
  if (key === '.') return palette();
  if (key === 'p' && document.querySelector('[data-print]') !== null) {
    print();
    return true;
  }
  const target = targetOf(key);
  if (target !== undefined) {
    if (key === 'f') target.focus();
    else reach(target);
    return true;
  }
  if (document.querySelector(`[data-key^="${CSS.escape(key)} "]`) === null) return false;
  waiting = key;
  setTimeout(() => {
    waiting = '';
  }, PREFIX_MS);
  return true;
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLElement | undefined} the field into which is typed; boxes and buttons take no letters
 */
function fieldOf(target) {
  if (!(target instanceof HTMLElement)) return undefined;
  if (target instanceof HTMLInputElement && /^(?:checkbox|radio|button|submit|file)$/.test(target.type))
    return undefined;
  return target.matches('input, textarea, select') ? target : undefined;
}

/**
 * Sends the form that is being filled in. Where it has several answers, the first of them is only focused: which one is
 * meant is for people to say.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement | undefined} field
 */
function send(event, field) {
  const button = field && answerOf(field);
  if (!button) return;
  event.preventDefault();
  if (button.name === '') button.form?.requestSubmit(button);
  else button.focus();
}

/**
 * Whether Enter in a field would choose one of several answers.
 *
 * @param {HTMLElement} field
 */
function isAsking(field) {
  const form = field instanceof HTMLInputElement ? field.form : null;
  return (form?.querySelectorAll('button[name]').length ?? 0) > 1 && answerOf(field)?.name !== '';
}

/**
 * The first answer of the form. What stands before it unseen takes the Enter of a field, and answers nothing.
 *
 * @param {HTMLElement} field
 * @returns {HTMLButtonElement | null | undefined}
 */
function answerOf(field) {
  return field.closest('form')?.querySelector('button:is([type="submit"], :not([type])):not([aria-hidden])');
}

/**
 * @param {string} key
 * @returns {HTMLElement | undefined}
 */
function targetOf(key) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const row = document.activeElement?.closest('.step, .call, li') ?? undefined;
  const step = row?.matches('.step') ? row : document.querySelector('.step[aria-current]');
  /** @type {HTMLElement[]} */
  const found = [...document.querySelectorAll(named)];
  return (
    found.find((one) => row?.contains(one)) ??
    found.find((one) => step?.contains(one)) ??
    found.find((one) => one.closest('.step') === null)
  );
}

function palette() {
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector('a[data-key="."]');
  if (link === null) return false;
  void import('./palette.js').then(
    ({ openPalette }) => openPalette(link.href),
    () => link.click(),
  );
  return true;
}

/** Pins the entry that has the focus for the postmortem, or unpins it. */
function star() {
  const entry = document.activeElement?.closest('.entry');
  if (!entry) return false;
  void import('./star.js').then(({ turn }) => turn(entry));
  return true;
}

/** @param {HTMLElement} target */
function reach(target) {
  for (let box = target.closest('details'); box; box = box.parentElement?.closest('details') ?? null)
    box.open = true;
  const field = target.matches('summary') ? firstFieldBeside(target) : undefined;
  if (target.matches('a, button, input[type="radio"]')) target.click();
  else (field ?? target).focus();
}

/**
 * @param {HTMLElement} summary
 * @returns {HTMLElement | undefined}
 */
function firstFieldBeside(summary) {
  const box = summary.parentElement;
  const chosen = box?.querySelector('input[type="radio"]:checked');
  return /** @type {HTMLElement | undefined} */ (
    chosen ?? box?.querySelector('input:not([type="hidden"]), textarea, select') ?? undefined
  );
}

/**
 * The phase beside the one that was gone to last, or beside the current one. Behind the last phase stands what has the
 * key itself: resolving.
 *
 * @param {1 | -1} by
 * @returns {boolean}
 */
function goToPhase(by) {
  /** @type {HTMLAnchorElement[]} */
  const phases = [...document.querySelectorAll('.rail a')];
  const last = phases.findIndex(({ hash }) => hash === location.hash);
  const at = last < 0 ? phases.findIndex((phase) => phase.ariaCurrent === 'step') : last;
  const behind = by > 0 ? document.querySelector('[data-key="]"]') : undefined;
  const target = phases[at + by] ?? behind;
  if (target instanceof HTMLElement) target.click();
  return true;
}

/**
 * @param {1 | -1} by
 * @returns {boolean}
 */
function goAlong(by) {
  /** @type {HTMLElement[]} */
  const steps = [...document.querySelectorAll('[data-row]')];
  /** @type {HTMLElement[]} */
  const entries = [...document.querySelectorAll('.entry-number')];
  const rows = (steps.length > 0 ? steps : entries).filter((row) => row.checkVisibility());
  if (rows.length === 0) return false;
  const at = rows.findIndex((row) => row === document.activeElement);
  const current = rows.findIndex((row) => row.id === 'current');
  const next = at < 0 ? Math.max(current, 0) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next]?.focus();
  return true;
}
