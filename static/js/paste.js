/**
 * A picture or file that is pasted anywhere on a page with `<form data-takes-paste>` goes into its file field, and the
 * line below waits for what it shows. Without this the file is chosen by hand.
 *
 * @param {ParentNode} root
 */
export function enhance(root) {
  if (root !== document) return;
  document.addEventListener('paste', (event) => {
    /** @type {HTMLInputElement | null} */
    const field = document.querySelector('form[data-takes-paste] input[type=file]');
    const [file] = event.clipboardData?.files ?? [];
    if (file === undefined || field === null) return;
    event.preventDefault();
    take(field, file);
  });
}

/**
 * @param {HTMLInputElement} field
 * @param {File} file
 */
function take(field, file) {
  const held = new DataTransfer();
  held.items.add(file);
  field.files = held.files;
  field.closest('details')?.setAttribute('open', '');
  /** @type {HTMLInputElement | null | undefined} */
  const caption = field.form?.querySelector('input[name=caption]');
  caption?.focus();
}
