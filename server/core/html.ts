/** HTML that is safe to write into a page as it is. Only core/html, core/markdown and web/render make it. */
export type SafeHtml = string & { readonly __safeHtml: true };

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** Encodes text for an element or a quoted attribute. */
export function encoded(text: string): SafeHtml {
  // Most texts hold nothing to encode, and looking is cheaper than replacing.
  if (!/[&<>"']/.test(text)) return text as SafeHtml;
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char) as SafeHtml;
}
