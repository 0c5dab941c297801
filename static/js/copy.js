/**
 * Copy buttons: `<button data-copies="ID" hidden>`. They stay hidden where the clipboard cannot be written, since the
 * text can be selected there.
 *
 * @param {ParentNode} root
 */
export function enhance(root) {
  if (navigator.clipboard === undefined) return;
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = root.querySelectorAll('button[data-copies][hidden]');
  for (const button of buttons) {
    button.hidden = false;
    button.onclick = () => void copy(button);
  }
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const source = document.getElementById(button.dataset.copies ?? '');
  if (source === null) return;
  try {
    await navigator.clipboard.writeText((source.textContent ?? '').trim());
    button.textContent = `Copied ${new Date().toISOString().slice(11, 19)}Z`;
  } catch {
    getSelection()?.selectAllChildren(source);
    button.textContent = 'Selected: copy it by hand';
  }
}
