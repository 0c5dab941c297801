/** The inside of a step: attributes, checks, branches, and what is left as prose, commands and callouts. */
import type { Token, Tokens } from '../core/markdown.ts';
import { applyAttribute, attributeOf, noFields } from './attributes.ts';
import type { Fields, Label } from './attributes.ts';
import { isBranch, readBranch } from './branches.ts';
import type { Neighbourhood } from './branches.ts';
import { commandLanguage, looksLikeCommand, placeholdersIn } from './code-blocks.ts';
import { withDefinitions } from './outline.ts';
import type { Block, Branch, Check, Command } from './runbook.ts';

/** A token with the offset at which it stands, as near as is known: inside lists, the item's. */
export type Placed = { token: Token; at: number };

/** Where the parts of a step stand in the text, for those who point at lines. */
export type BodyPlaces = {
  attributes: { label: Label; value: string; read: boolean; at: number }[];
  branches: number[];
  commands: number[];
  checks: number[];
};

export type Body = Fields & {
  blocks: Block[];
  commands: Command[];
  checks: Check[];
  branches: Branch[];
  places: BodyPlaces;
};

/** Reads the tokens under the heading of a step. */
export function readBody(tokens: readonly Placed[], near: Neighbourhood): Body {
  const reader = new BodyReader(near);
  reader.read(tokens);
  return reader.finish();
}

/** An item split into its own words and what hangs below them. */
type Item = { head: string; marker: string; rest: Placed[]; token: Tokens.ListItem; at: number };

/** Collects while it walks; thrown away when the walk is over. */
class BodyReader {
  readonly #near: Neighbourhood;
  readonly #body: Body;
  /** Kept in pieces: joining at each addition would cost the square of a long text. */
  #prose: string[] = [];

  constructor(near: Neighbourhood) {
    this.#near = near;
    const places = { attributes: [], branches: [], commands: [], checks: [] };
    this.#body = { ...noFields(), blocks: [], commands: [], checks: [], branches: [], places };
  }

  finish(): Body {
    this.#flush();
    return this.#body;
  }

  read(tokens: readonly Placed[]): void {
    for (const placed of tokens) this.#readToken(placed);
  }

  #readToken({ token, at }: Placed): void {
    switch (token.type) {
      case 'list':
        for (const item of itemsOf(token as Tokens.List, at)) this.#readItem(item);
        return;
      case 'code':
        this.#readCode(token as Tokens.Code, at);
        return;
      case 'blockquote':
        this.#readQuote(token as Tokens.Blockquote);
        return;
      case 'space':
        if (this.#prose.length > 0) this.#prose.push(token.raw);
        return;
      case 'hr':
      case 'def':
        return;
      default:
        this.#addProse(token.raw);
    }
  }

  #readItem(item: Item): void {
    const attribute = item.token.task ? undefined : attributeOf(item.head);
    if (item.token.task) {
      this.#addCheck(item.head, item.at);
      this.read(item.rest);
    } else if (attribute) {
      const read = applyAttribute(this.#body, attribute);
      const { label, value } = attribute;
      this.#body.places.attributes.push({ label, value, read, at: item.at });
      // What cannot be read is shown as it stands, so that nobody loses it.
      if (!read) this.#addProse(`- ${item.head.split('\n')[0] ?? ''}\n`);
      if (attribute.rest !== '') this.#addParagraph(attribute.rest);
      this.read(item.rest);
    } else if (isBranch(item.head)) {
      this.#body.branches.push(readBranch(item.head, this.#body.branches.length, this.#near));
      this.#body.places.branches.push(item.at);
      this.read(item.rest);
    } else this.#readPlainItem(item);
  }

  /** A plain item is prose. It is taken apart only when something to copy or to tick hangs below it. */
  #readPlainItem(item: Item): void {
    if (!item.rest.some(({ token }) => holdsParts(token))) {
      this.#addProse(item.token.raw);
      return;
    }
    this.#addProse(`${item.marker}${item.head}\n`);
    this.read(item.rest);
  }

  #addCheck(text: string, at: number): void {
    this.#body.checks.push({ id: String(this.#body.checks.length + 1), text: text.trim() });
    this.#body.places.checks.push(at);
  }

  #readCode(token: Tokens.Code, at: number): void {
    const language = commandLanguage(token.lang);
    if (token.codeBlockStyle === 'indented') {
      if (looksLikeCommand(token.text)) this.#addProse(token.raw);
      else this.#addParagraph(token.text);
    } else if (language === undefined) this.#addProse(token.raw);
    else {
      const { commands, places } = this.#body;
      const text = token.text;
      const command = { index: commands.length, language, text, placeholders: placeholdersIn(text) };
      commands.push(command);
      places.commands.push(at);
      this.#addBlock({ kind: 'command', command });
    }
  }

  #readQuote(token: Tokens.Blockquote): void {
    const callout = /^\s*\[!(caution|warning|note|important|tip)\][ \t]*/i.exec(token.text);
    const word = callout?.[1]?.toLowerCase();
    if (!callout || !isCalloutWord(word)) {
      this.#addProse(token.raw);
      return;
    }
    const markdown = token.text.slice(callout[0].length).replace(/^\n+/, '').trimEnd();
    this.#addBlock({ kind: 'callout', word, markdown: withDefinitions(markdown, this.#near.links) });
  }

  #addProse(raw: string): void {
    if (this.#prose.at(-1)?.endsWith('\n') === false) this.#prose.push('\n');
    this.#prose.push(raw);
  }

  /** Prose that must not run into its neighbours. */
  #addParagraph(text: string): void {
    this.#flush();
    this.#prose = [text];
    this.#flush();
  }

  #addBlock(block: Block): void {
    this.#flush();
    this.#body.blocks.push(block);
  }

  #flush(): void {
    const markdown = this.#prose
      .join('')
      .replace(/^(?:[ \t]*\n)+/, '')
      .trimEnd();
    this.#prose = [];
    if (markdown === '') return;
    this.#body.blocks.push({ kind: 'prose', markdown: withDefinitions(markdown, this.#near.links) });
  }
}

function isCalloutWord(
  word: string | undefined,
): word is 'caution' | 'warning' | 'note' | 'important' | 'tip' {
  return word !== undefined && ['caution', 'warning', 'note', 'important', 'tip'].includes(word);
}

/** The items of a list, each with its own words and the blocks below them. */
export function itemsOf(list: Tokens.List, from: number): Item[] {
  let at = from;
  return list.items.map((token) => {
    const item = { ...splitItem(token, at), token, at };
    at += token.raw.length;
    return item;
  });
}

function splitItem(token: Tokens.ListItem, at: number): Pick<Item, 'head' | 'marker' | 'rest'> {
  const inner = token.tokens.filter(({ type }) => type !== 'checkbox');
  const first = inner.findIndex(({ type }) => type !== 'space');
  const lead = inner[first];
  const marker = /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]*/.exec(token.raw)?.[0] ?? '- ';
  const own = lead?.type === 'text' || lead?.type === 'paragraph';
  const rest = (own ? inner.slice(first + 1) : inner).map((below) => ({ token: below, at }));
  return { head: own ? leadText(token, lead.raw) : '', marker, rest };
}

/** A loose task keeps its box inside the paragraph; the box is not part of its words. */
function leadText(token: Tokens.ListItem, raw: string): string {
  return (token.task ? raw.replace(/^\[[ xX]\]\s+/, '') : raw).trim();
}

/** Whether something below a plain item is more than words: a fence with a language, a task, a label. */
function holdsParts(token: Token): boolean {
  if (token.type === 'code') return commandLanguage((token as Tokens.Code).lang) !== undefined;
  if (token.type !== 'list') return false;
  return (token as Tokens.List).items.some((item) => {
    const { head, rest } = splitItem(item, 0);
    return (
      item.task ||
      attributeOf(head) !== undefined ||
      isBranch(head) ||
      rest.some((below) => holdsParts(below.token))
    );
  });
}
