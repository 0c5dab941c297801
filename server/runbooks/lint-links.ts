/** RB306, RB503, RB701 and RB702: links, pictures and code blocks anywhere in the file. */
import { destination } from '../core/markdown.ts';
import type { Token, Tokens } from '../core/markdown.ts';
import type { Remark } from './finding.ts';
import { runbookFile } from './links.ts';
import type { LintOptions } from './lint.ts';
import type { ReadRunbook } from './reading.ts';

/** Files of the library that links of a runbook name, each once. */
export function linkedFiles(runbook: ReadRunbook): string[] {
  const files = tokensWithPlaces(runbook).flatMap(({ token }) => {
    const file = token.type === 'link' ? runbookFile(runbook.file, String(token.href)) : undefined;
    return file === undefined ? [] : [file];
  });
  return [...new Set(files)];
}

export function linkRemarks(runbook: ReadRunbook, options: LintOptions): Remark[] {
  const found = tokensWithPlaces(runbook);
  const here = new Set([runbook.file, ...options.neighbours.map(({ file }) => file)]);
  const affected = options.known?.hosts ?? [];
  return [
    ...found.flatMap(({ token, at }) => {
      if (token.type === 'link') return linkRemark(token as Tokens.Link, at, runbook.file, here, affected);
      if (token.type === 'image') return imageRemark(token as Tokens.Image, at);
      return token.type === 'code' ? codeRemark(token as Tokens.Code, at) : [];
    }),
    ...hostRemarks(runbook, affected),
  ];
}

function linkRemark(
  { href }: Tokens.Link,
  at: number,
  from: string,
  here: ReadonlySet<string>,
  affected: readonly string[],
): Remark[] {
  const file = runbookFile(from, href);
  if (file !== undefined && !here.has(file)) {
    return [{ code: 'RB306', at, message: `Link to a runbook that is not here: ${file}` }];
  }
  const host = destination(href)?.kind === 'external' ? URL.parse(href)?.hostname : undefined;
  return host !== undefined && livesOn(host, affected) ? [affectedRemark(host, at)] : [];
}

function hostRemarks({ metadata, source }: ReadRunbook, affected: readonly string[]): Remark[] {
  const at = source.frontMatter.keys.find(({ key }) => key === 'hosts')?.at ?? 0;
  return metadata.hosts.filter((host) => livesOn(host, affected)).map((host) => affectedRemark(host, at));
}

function affectedRemark(host: string, at: number): Remark {
  const hint = 'When the service is down, this page is down with it. Copy what is needed into the runbook.';
  return { code: 'RB701', at, message: `Link goes to a host of an affected service: ${host}`, hint };
}

/** Whether a host is one of these, or below one. */
function livesOn(host: string, hosts: readonly string[]): boolean {
  const name = host.toLowerCase();
  return hosts.some((known) => name === known.toLowerCase() || name.endsWith(`.${known.toLowerCase()}`));
}

function imageRemark({ text }: Tokens.Image, at: number): Remark[] {
  const hint = 'Say between the brackets what the picture shows.';
  return text.trim() === '' ? [{ code: 'RB702', at, message: 'Image without a text', hint }] : [];
}

function codeRemark({ lang, codeBlockStyle }: Tokens.Code, at: number): Remark[] {
  if (codeBlockStyle === 'indented' || (lang ?? '').trim() !== '') return [];
  const hint = 'Write `sh` behind the fence to offer it for copying, or `text` for what a machine said.';
  return [{ code: 'RB503', at, message: 'Code without a language', hint }];
}

type Found = { token: Token; at: number };

/** Links, pictures and code of the whole file, each with its offset as near as it can be told. */
function tokensWithPlaces({ source, text }: ReadRunbook): Found[] {
  const found: Found[] = [];
  for (const { token, from, to, inner } of source.outline.pieces) {
    let cursor = from;
    for (const part of descendants(inner ?? [token])) {
      if (part.type !== 'link' && part.type !== 'image' && part.type !== 'code') continue;
      const first = part.raw.split('\n')[0] ?? '';
      const place = text.slice(cursor, to).indexOf(first);
      if (place !== -1) cursor += place;
      found.push({ token: part, at: cursor });
      if (place !== -1) cursor++;
    }
  }
  return found;
}

/** Every token below these, in the order of the text. */
function* descendants(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    if (token.type === 'list') {
      for (const item of (token as Tokens.List).items) yield* descendants(item.tokens);
    } else if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table;
      for (const cell of [header, ...rows].flat()) yield* descendants(cell.tokens);
    } else if ('tokens' in token && Array.isArray(token.tokens)) yield* descendants(token.tokens);
  }
}
