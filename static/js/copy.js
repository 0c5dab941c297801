/** What buttons say since something was copied, by the text that they copy: a part that is put in place anew forgets it. */
const said = new Map();

/**
 * Copy buttons: `<button data-copies="ID" hidden>`. They stay hidden where the clipboard cannot be written, since the
 * text can be selected there. Where a form beside one says that a command was copied, the button sends it as well.
 *
 * @param {ParentNode} root the document, or a part of it that was put in place anew
 */
export function enhance(root) {
  if (navigator.clipboard === undefined) return;
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = root.querySelectorAll('button[data-copies][hidden]');
  for (const button of buttons) {
    button.hidden = false;
    button.textContent = said.get(button.dataset.copies) ?? button.textContent;
    const saying = formBeside(button);
    if (saying !== null) saying.hidden = true;
    button.onclick = () => void copy(button);
  }
}

/**
 * @param {HTMLButtonElement} button
 * @returns {HTMLFormElement | null}
 */
function formBeside(button) {
  return button.closest('.command')?.querySelector('form') ?? null;
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const source = document.getElementById(button.dataset.copies ?? '');
  if (source === null) return;
  const form = formBeside(button);
  try {
    await navigator.clipboard.writeText((source.textContent ?? '').trim());
    button.textContent = `Copied ${new Date().toISOString().slice(11, 19)}Z`;
    said.set(button.dataset.copies, button.textContent);
  } catch {
    getSelection()?.selectAllChildren(source);
    button.textContent = 'Selected: copy it by hand';
    if (form !== null) form.hidden = false;
    return;
  }
  // Without the record of it the form stands there again, to be sent by hand.
  if (form !== null && !(await isSaid(form))) form.hidden = false;
}

/** @param {HTMLFormElement} form */
async function isSaid(form) {
  const fields = Array.from(new FormData(form), ([name, value]) => [name, String(value)]);
  try {
    // It is answered by the page it came from, which is here already: what counts is that there was an answer.
    const answer = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    return answer.type === 'opaqueredirect';
  } catch {
    return false;
  }
}
