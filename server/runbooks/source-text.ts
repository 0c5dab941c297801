/** From the bytes of a file to the text that everything else reads. */

/** Larger files are shown up to here, as preformatted text. */
export const LARGEST_BYTES = 1024 * 1024;

export type SourceText = {
  /** Without byte-order mark, line ends as `\n`, invalid bytes as U+FFFD. */
  text: string;
  /** Some bytes were not UTF-8. */
  invalidBytes: boolean;
  /** The file is larger than we read. */
  cut: boolean;
};

/** The text of a file. A string is taken as it is, but for its line ends and its length. */
export function sourceText(file: Uint8Array | string): SourceText {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const cut = bytes.length > LARGEST_BYTES;
  const decoded = new TextDecoder('utf-8').decode(cut ? bytes.subarray(0, wholeCharacters(bytes)) : bytes);
  return {
    text: decoded.replace(/\r\n?/g, '\n'),
    invalidBytes: !isUtf8(cut ? bytes.subarray(0, wholeCharacters(bytes)) : bytes),
    cut,
  };
}

/** Where to cut so that no character is cut in two: before a byte that begins one. */
function wholeCharacters(bytes: Uint8Array): number {
  let end = LARGEST_BYTES;
  while (end > LARGEST_BYTES - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** The file name without its folder and ending: `db/disk-full.md` is `disk-full`. */
export function nameOf(file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1);
  return base.replace(/\.[a-z]+$/i, '') || base;
}

/** Whether the name says Markdown. `.txt`, `.rst` and `.adoc` are shown as they are. */
export function isMarkdown(file: string): boolean {
  return !/\.(?:txt|rst|adoc)$/i.test(file);
}
