/** Links between runbooks: relative file names, as a Markdown host follows them. */

/**
 * The file of the library that a link in `from` means (`../db/overload.md#2-look` in `shop/slow.md` is
 * `db/overload.md`), or undefined when it is no link to a runbook.
 */
export function runbookFile(from: string, href: string): string | undefined {
  const path = unescaped(href.split(/[?#]/)[0] ?? '');
  if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(path) || !RUNBOOK_FILE.test(path)) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Endings of the files that a library is made of. */
export const RUNBOOK_FILE = /\.(?:md|markdown|txt|rst|adoc)$/i;

/** Percent signs taken back to letters; a text that is no such code stays as it is. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
