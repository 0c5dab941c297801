/**
 * A picture or file that is pasted anywhere on a page with `<form data-takes-paste>` goes into its file field, and the
 * line below waits for what it shows. Without this the file is chosen by hand.
 *
 * @param {HTMLInputElement} field
 * @param {File} file
 */
export function takeFile(field, file) {
  const held = new DataTransfer();
  held.items.add(file);
  field.files = held.files;
  field.closest('details')?.setAttribute('open', '');
  // In a postmortem it has no caption, and is said for those who cannot see it.
  /** @type {HTMLInputElement | null | undefined} */
  const words =
    field.form?.querySelector('input[name=caption]') ?? field.form?.querySelector('input[name=alt]');
  words?.focus();
}
