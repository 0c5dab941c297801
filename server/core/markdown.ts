/**
 * Markdown in, tokens or safe HTML out. The only file that knows marked and sanitize-html.
 *
 * Nothing here throws or hangs on any text: what nests deeper or marks more densely than a person writes is
 * taken as plain words from that point on.
 */
import { LRUCache } from 'lru-cache';
import { createRequire } from 'node:module';
import { Lexer, Parser, Renderer } from 'marked';
import type { Token, Tokens, TokensList } from 'marked';
import type sanitizeHtml from 'sanitize-html';
import { anchorNames } from './anchors.ts';
import { encoded } from './html.ts';
import type { SafeHtml } from './html.ts';

export type { Token, Tokens, TokensList };

/** Quotes in lists in quotes: levels of blocks, and of emphasis and links inside one line. */
const DEEPEST = 30;
/** Marks in one paragraph. Pairing them costs their square, and a page of pasted log has many. */
const MOST_MARKS = 600;

/** marked's plain lexer with an end to its depth. No extension: the grammar is what every host reads. */
class BoundedLexer extends Lexer {
  #blockDepth = 0;
  #inlineDepth = 0;

  override blockTokens(src: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(src: string, tokens: Token[] = [], lastParagraphClipped?: boolean): Token[] {
    if (this.#blockDepth > DEEPEST) return pushWords(tokens, src);
    this.#blockDepth++;
    try {
      return super.blockTokens(src, tokens, lastParagraphClipped);
    } finally {
      this.#blockDepth--;
    }
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.#inlineDepth > DEEPEST || marksIn(src) > MOST_MARKS) return pushWords(tokens, src);
    this.#inlineDepth++;
    try {
      return super.inlineTokens(src, tokens);
    } finally {
      this.#inlineDepth--;
    }
  }
}

function pushWords(tokens: Token[], src: string): Token[] {
  if (src !== '') tokens.push({ type: 'text', raw: src, text: src, escaped: false });
  return tokens;
}

function marksIn(text: string): number {
  let count = 0;
  for (const char of text) if ('*_~`[]<!&:@'.includes(char)) count++;
  return count;
}

/**
 * The tokens of a text, in its order. The `raw` of the tokens, one after the other, is the text with line ends as
 * `\n`, but for blanks that a list may drop at its end.
 */
export function lex(markdown: string): TokensList {
  return new BoundedLexer().lex(markdown);
}

/** The tokens of one line: emphasis, code, links. `links` are the definitions `[label]: where` of its document. */
export function lexInline(markdown: string, links: TokensList['links'] = {}): Token[] {
  const lexer = new BoundedLexer();
  lexer.tokens.links = links;
  return lexer.inlineTokens(markdown.trim());
}

export type HtmlOptions = {
  /** Stands before every heading id, so that two texts can share a page. */
  anchorPrefix?: string;
  /** Where a link leads on this page: `other.md#2-look` becomes `/runbooks/other#2-look`. */
  link?: (href: string) => string;
  /** Where a relative image is fetched from. */
  image?: (src: string) => string;
};

/** Texts and what became of them: people read the same summary again and again while an incident lasts. */
const made = new LRUCache<string, SafeHtml>({
  maxSize: 8 * 1024 * 1024,
  sizeCalculation: (html, markdown) => (html.length + markdown.length) * 2 + 1,
});

/** A whole text as HTML for a page. Raw HTML is not rendered, but for `<details>`, `<summary>` and `<br>`. */
export function toHtml(markdown: string, options?: HtmlOptions): SafeHtml {
  // With options the same text may become something else, and whoever gives them keeps what they were made for.
  if (options !== undefined) return rendered(markdown, options);
  const known = made.get(markdown);
  if (known !== undefined) return known;
  const html = rendered(markdown, {});
  made.set(markdown, html);
  return html;
}

/** Forgets every text that was rendered: one of them may hold words that nobody may read any more. */
export function forgetRendered(): void {
  made.clear();
}

function rendered(markdown: string, options: HtmlOptions): SafeHtml {
  return cleaned(new Parser({ renderer: new PageRenderer(options) }).parse(lex(markdown)));
}

/** One line as HTML: no paragraph around it. */
export function inlineHtml(markdown: string, options: HtmlOptions = {}): SafeHtml {
  return cleaned(new Parser({ renderer: new PageRenderer(options) }).parseInline(lexInline(markdown)));
}

/** The words of one line without marks: `**Use** [this](x)` is `Use this`. Line ends become spaces. */
export function plainText(markdown: string): string {
  return wordsOf(lexInline(markdown)).replace(/\s+/g, ' ').trim();
}

/** The words of inline tokens. */
export function wordsOf(tokens: readonly Token[]): string {
  return tokens.map(wordsOfToken).join('');
}

function wordsOfToken(token: Token): string {
  switch (token.type) {
    case 'br':
      return ' ';
    case 'html':
      return withoutTags(token.raw);
    case 'checkbox':
      return '';
    case 'codespan':
      return 'text' in token ? String(token.text) : '';
    default:
      if ('tokens' in token && Array.isArray(token.tokens)) return wordsOf(token.tokens);
      return decoded('text' in token ? String(token.text) : token.raw);
  }
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decoded(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|apos|nbsp|#39);/g,
    (all, name: string) => NAMED[name] ?? (name === '#39' ? "'" : all),
  );
}

/** Elements whose tags are taken away while their words stay. Any other `<word>` is a placeholder, and shown. */
const ELEMENTS = new Set(
  `a abbr address area article aside audio b base bdi bdo big blockquote body button canvas caption center cite
  code col colgroup data datalist dd del dfn dialog div dl dt em embed fieldset figcaption figure font footer form
  frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main
  map mark marquee math menu meta meter nav noscript object ol optgroup option output p param picture pre progress
  q rp rt ruby s samp script search section select slot small source span strike strong style sub sup svg table
  tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr`.split(/\s+/),
);

const TAG_OR_COMMENT =
  /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z0-9-]{0,40})((?:"[^"<]{0,2000}"|'[^'<]{0,2000}'|[^'"<>]){0,2000})>/gi;

/** Raw HTML with the three elements we render kept bare, comments and known tags gone, everything else encoded. */
function tamed(html: string): string {
  let out = '';
  let last = 0;
  for (const match of html.matchAll(TAG_OR_COMMENT)) {
    out += encoded(decoded(html.slice(last, match.index))) + tamedTag(match);
    last = match.index + match[0].length;
  }
  return out + encoded(decoded(html.slice(last)));
}

function tamedTag([all, slash, tag, attributes]: RegExpExecArray): string {
  const name = tag?.toLowerCase();
  if (name === undefined) return '';
  if (name === 'br') return '<br>';
  if (name === 'details' || name === 'summary') {
    const open = name === 'details' && slash === '' && /\sopen\b/i.test(attributes ?? '') ? ' open' : '';
    return `<${slash ?? ''}${name}${open}>`;
  }
  return ELEMENTS.has(name) ? '' : encoded(all);
}

function withoutTags(html: string): string {
  return html.replace(TAG_OR_COMMENT, (all, _slash, tag?: string) =>
    tag === undefined || ELEMENTS.has(tag.toLowerCase()) || /^(?:br|details|summary)$/i.test(tag) ? '' : all,
  );
}

const SCHEMES = new Set(['http', 'https', 'mailto']);

type Destination = { kind: 'external' | 'local'; href: string };

/** Where a link may lead: `http`, `https`, `mailto`, `#…` and relative files. Anything else leads nowhere. */
export function destination(href: string): Destination | undefined {
  // Browsers drop control characters and read `\` as `/`, so that `java\nscript:` and `/\host` are live.
  const seen = Array.from(href.trim())
    .filter((char) => char > '\u001f' && char !== '\u007f')
    .join('');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(seen)?.[1]?.toLowerCase();
  if (scheme !== undefined) return SCHEMES.has(scheme) ? { kind: 'external', href: seen } : undefined;
  if (seen === '' || /^[/\\]{2}/.test(seen) || seen.startsWith('\\')) return undefined;
  return { kind: 'local', href: seen };
}

/** marked's renderer, with our links, images, headings and boxes. */
class PageRenderer extends Renderer {
  readonly #options: HtmlOptions;
  readonly #anchor = anchorNames();

  constructor(options: HtmlOptions) {
    super();
    this.#options = options;
  }

  override heading({ tokens, depth }: Tokens.Heading): string {
    const id = `${this.#options.anchorPrefix ?? ''}${this.#anchor(wordsOf(tokens).trim())}`;
    return `<h${depth} id="${encoded(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  }

  override html({ text }: Tokens.HTML | Tokens.Tag): string {
    return tamed(text);
  }

  override checkbox({ checked }: Tokens.Checkbox): string {
    return `<span class="box">${checked ? '☑' : '☐'}</span> `;
  }

  /** A wide table scrolls in a box of its own, which the keyboard can reach. */
  override table(token: Tokens.Table): string {
    return `<div class="table" role="group" aria-label="Table" tabindex="0">${super.table(token)}</div>`;
  }

  override link({ href, title, tokens }: Tokens.Link): string {
    return this.#anchorElement(href, this.parser.parseInline(tokens), title);
  }

  override image({ href, title, text }: Tokens.Image): string {
    const alt = encoded(decoded(text));
    const to = destination(href);
    if (to?.kind !== 'local') return this.#anchorElement(href, alt === '' ? encoded(href) : alt, title);
    const src = this.#options.image?.(to.href) ?? to.href;
    return `<img src="${encoded(src)}" alt="${alt}"${titled(title)} loading="lazy">`;
  }

  #anchorElement(href: string, words: string, title?: string | null): string {
    const to = destination(href);
    if (to === undefined) return words;
    if (to.kind === 'external') {
      const rel = to.href.startsWith('mailto:') ? '' : ' rel="noopener nofollow"';
      return `<a href="${encoded(to.href)}"${rel}${titled(title)}>${words}</a>`;
    }
    const mapped = this.#options.link?.(to.href) ?? to.href;
    return `<a href="${encoded(mapped)}"${titled(title)}>${words}</a>`;
  }
}

function titled(title: string | null | undefined): string {
  return title ? ` title="${encoded(title)}"` : '';
}

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code'],
    ...['em', 'strong', 'del', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary'],
    ...['div', 'span'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'loading'],
    ol: ['start'],
    div: [
      { name: 'role', values: ['group'] },
      { name: 'tabindex', values: ['0'] },
      { name: 'aria-label', values: ['Table'] },
    ],
    th: ['align'],
    td: ['align'],
    details: ['open'],
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, ['id']])),
  },
  allowedClasses: { code: [/^language-[\w.+#-]+$/], div: ['table'], span: ['box'] },
  allowedSchemes: [...SCHEMES],
  allowedSchemesByTag: { img: [] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 200,
};

const require = createRequire(import.meta.url);
let sanitizer: typeof sanitizeHtml | undefined;

/** The second lock: whatever slipped past the renderer ends here. */
function cleaned(html: string): SafeHtml {
  // Only with the first text: it brings eighty modules, and the first page after a start is seldom one with Markdown.
  sanitizer ??= require('sanitize-html') as typeof sanitizeHtml;
  return sanitizer(html, ALLOWED) as SafeHtml;
}
