/** What a postmortem's Markdown says about itself, and how its links leave the house. */
import { plainText } from '../core/markdown.ts';
import { href, paths } from '../web/paths.ts';

const TITLE = /^# +(\S[^\n]*)$/m;

/** The title: the words of the first heading; without one the given words. */
export function titleIn(markdown: string, otherwise: string): string {
  const heading = plainText(TITLE.exec(markdown)?.[1] ?? '');
  return heading === '' ? otherwise : heading.slice(0, 200);
}

/** The text below its title, for a page that says the title itself. */
export function withoutTitle(markdown: string): string {
  return markdown.replace(TITLE, '');
}

/** The text as it is kept: line ends as `\n`, one at its end. */
export function tidied(text: string): string {
  return `${text.replaceAll('\r\n', '\n').trimEnd()}\n`;
}

/** Links below our root as whole addresses. What stands in a fence is an example and stays. */
export function withAbsoluteLinks(markdown: string, absolute: (path: string) => string): string {
  return outsideFences(markdown, (line) =>
    line.replace(/\]\((\/(?!\/)[^)\s]*)/g, (_, path: string) => `](${absolute(path)}`),
  );
}

/** The way back: whole addresses that lie below our root as links below it, so that a text that left comes home equal. */
export function withOwnLinks(markdown: string, absolute: (path: string) => string): string {
  const root = absolute('/');
  return outsideFences(markdown, (line) => line.replaceAll(`](${root}`, '](/'));
}

function outsideFences(markdown: string, change: (line: string) => string): string {
  let isFenced = false;
  return markdown
    .split('\n')
    .map((line) => {
      if (/^ {0,3}(?:```|~~~)/.test(line)) isFenced = !isFenced;
      return isFenced ? line : change(line);
    })
    .join('\n');
}

/** The first line says which version this is: a file that comes back is known by it. */
export function withVersion(markdown: string, version: number): string {
  return markdown.replace(/^(<!-- muster:postmortem \S+ template=\S+ version=)\d+/, `$1${version}`);
}

/**
 * Where a link to an entry leads on a page: to the part of the timeline that holds it. Documents carry the short form
 * `/incidents/42#e14`, whose fragment no server sees.
 */
export function entryHref(link: string): string {
  const [, path = '', seq] = /^([^#]+)#e(\d+)$/.exec(link) ?? [];
  const number = path.split('/').at(-1) ?? '';
  if (seq === undefined || path !== href(paths.incident, { number })) return link;
  return `${href(paths.incidentTimeline, { number })}?entry=${seq}#e${seq}`;
}
