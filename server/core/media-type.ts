/**
 * What a file is, told by its content. The name and the type that somebody sent along are believed only among kinds of
 * text, where nothing in the content tells them apart.
 */

export const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export type Picture = (typeof PICTURES)[number];

/** Anything that may be shown in a page; all else is for downloading. */
export function isPicture(mediaType: string): mediaType is Picture {
  return (PICTURES as readonly string[]).includes(mediaType);
}

/** How a file begins, as text of one character a byte. */
const BEGINNINGS: readonly (readonly [beginning: string, mediaType: string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['%PDF-', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b', 'application/gzip'],
];

/** Kinds of text by the ending of a name. Text that a browser might run, such as HTML, is plain text here. */
const TEXTS: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  markdown: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
};

/** @param name the name of the file, which tells kinds of text apart */
export function mediaTypeOf(bytes: Uint8Array, name: string): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = BEGINNINGS.find(([beginning]) => start.startsWith(beginning));
  if (found !== undefined) return found[1];
  // The size of the file stands between the two.
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'image/webp';
  const text = textOf(bytes);
  if (text === undefined) return 'application/octet-stream';
  const type = TEXTS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'text/plain';
  return type === 'application/json' && !isJson(text) ? 'text/plain' : type;
}

/** Whether a file may be of a type: kinds of text are told apart by a name alone, and that may be gone. */
export function mayBeOfType(bytes: Uint8Array, mediaType: string): boolean {
  const told = mediaTypeOf(bytes, '');
  if (told !== 'text/plain' || mediaType === 'text/plain') return told === mediaType;
  const ending = Object.keys(TEXTS).find((one) => TEXTS[one] === mediaType);
  return ending !== undefined && mediaTypeOf(bytes, `file.${ending}`) === mediaType;
}

/** The text, when it is UTF-8 without the control characters that no text has. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.some(isControl)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Blanks and line ends are text, and so is the escape before a colour of a terminal. */
function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  'image/png': 'PNG picture',
  'image/jpeg': 'JPEG picture',
  'image/webp': 'WebP picture',
  'image/gif': 'GIF picture',
  'application/pdf': 'PDF',
  'application/zip': 'ZIP',
  'application/gzip': 'gzip',
  'application/json': 'JSON',
  'text/plain': 'text',
  'text/markdown': 'Markdown',
  'text/csv': 'CSV',
};

/** "PNG picture, 120 KB". */
export function fileWords(mediaType: string, bytes: number): string {
  return `${WORDS[mediaType] ?? 'file'}, ${bytesText(bytes)}`;
}

/** "340 bytes", "120 KB", "1.4 MB". */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 1e6) return `${String(Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

const MOST_NAME = 120;

/** A name that can stand in a page and in a header: the last part of a path, without control characters, not too long. */
export function fileName(sent: string): string {
  const last = sent.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^\.*$/.test(clean)) return 'file';
  if (clean.length <= MOST_NAME) return clean;
  const ending = /\.[a-z0-9]{1,8}$/i.exec(clean)?.[0] ?? '';
  return clean.slice(0, MOST_NAME - ending.length).toWellFormed() + ending;
}
