/** The words of a line, without the marks of Markdown, of wikis and of pages. */

/** Tags that pages and editors leave in a text; other words between angle brackets are somebody's own. */
const TAG =
  /<\/?(?:[abiusp]|em|li|ul|ol|br|hr|dl|dt|dd|td|th|tr|div|sub|sup|del|ins|kbd|pre|img|h[1-6]|time|code|span|font|mark|small|strong|table|tbody|thead|section|blockquote)(?: [a-z-]{1,30}="[^"<>]{0,500}")* ?\/?>/gi;

const MARKED = /[[*_`<{\t\u00a0\u202f]| {2}/;

/** A text without the marks of Markdown: bold, code, links and pictures by their words. */
export function words(text: string): string {
  if (!MARKED.test(text)) return text.trim();
  return text
    .replace(/!?\[([^[\]]{0,300})\]\([^()]{0,2000}\)/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .replace(TAG, ' ')
    .replace(/\{color(?::[#\w]{1,20})?\}/g, '')
    .replace(/(^|[\s(])[*_]([^\s*_][^*_]{0,300})[*_](?=$|[\s).,:;])/g, '$1$2')
    .replace(/[ \t\u00a0\u202f]+/g, ' ')
    .trim();
}

/** A line without the comments that end on it. */
export function withoutComments(raw: string): string {
  let rest = raw;
  let from = rest.indexOf('<!--');
  if (from === -1) return raw;
  const kept: string[] = [];
  while (from !== -1) {
    const end = rest.indexOf('-->', from + 4);
    if (end === -1) break;
    kept.push(rest.slice(0, from));
    rest = rest.slice(end + 3);
    from = rest.indexOf('<!--');
  }
  return kept.join('') + rest;
}
