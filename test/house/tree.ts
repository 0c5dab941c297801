import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A text file of the checkout. `path` is from the root, with slashes. */
export type Source = { path: string; text: string };

export const ROOT = resolve(import.meta.dirname, '../..');

/** Every file below a folder of the root whose name has one of the endings. */
export function sourcesIn(folder: string, ...endings: readonly string[]): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)) && !name.includes('node_modules'))
    .sort()
    .map((name) => source(join(folder, name)));
}

/** One file of the root. */
export function source(path: string): Source {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** "views/error.ejs:12 sentence" for each match of which there is something to say. */
export function found(
  { path, text }: Source,
  pattern: RegExp,
  sentence: (match: RegExpMatchArray) => string | undefined,
): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const said = sentence(match);
    return said === undefined ? [] : [`${path}:${String(lineAt(text, match.index))} ${said}`];
  });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The same text with its comments blanked out, as many characters and lines as before. */
export function withoutComments(text: string): string {
  // Strings are matched too, and kept, so that `//` in an address begins no comment.
  const pattern = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|(?<![:\\/])\/\/[^\n]*/g;
  return text.replace(pattern, (whole) => (whole.startsWith('/') ? whole.replace(/[^\n]/g, ' ') : whole));
}

/** The rows of the first table under a heading of a Markdown text, cells trimmed, without head and rule. */
export function tableUnder(markdown: string, heading: string): string[][] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start === -1) throw new Error(`There is no heading "${heading}"`);
  const rest = lines.slice(start + 1);
  const next = rest.findIndex((line) => /^#+ /.test(line));
  const rows = rest.slice(0, next === -1 ? rest.length : next).filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, row.lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.trim()),
  );
}
