import type { Evidence } from '../incidents/entry-fields.ts';
import { typed } from '../core/typed-words.ts';

/** What somebody saw, with its value and where it can be seen again. @param write `cell` inside a table */
export function evidenceText(
  { text, value, url }: Evidence,
  write: (text: string) => string = typed,
): string {
  const said = value === undefined ? write(text) : `${write(text)}: ${write(value)}`;
  return url === undefined ? said : `${said} (<${url.replace(/[<>|\s]/g, encodeURIComponent)}>)`;
}
