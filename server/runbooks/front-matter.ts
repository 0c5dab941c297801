/** The metadata at the top of a runbook: YAML between `---` lines. */
import { parseDocument } from 'yaml';
import { anchorOf } from '../core/text.ts';
import { isDay, secondsOf, spanOf } from '../core/duration.ts';
import type { Metadata } from './runbook.ts';

/** What could not be read, in words, with its offset in the file. */
export type FrontMatterProblem = { reason: string; at: number };

export type FrontMatter = {
  metadata: Metadata;
  /** Where the body begins; 0 without front matter. */
  end: number;
  /** The text between the marks when it could not be read. */
  unread: string | undefined;
  problems: FrontMatterProblem[];
  /** Keys in the order of the file, with their offsets. */
  keys: { key: string; at: number }[];
};

/** Keys that mean something. Others are kept and shown. */
export const KNOWN_KEYS = [
  ...['id', 'title', 'service', 'services', 'owner', 'use_when', 'default_severity', 'style', 'watch'],
  ...['escalate_to', 'hosts', 'last_reviewed', 'review_in', 'last_exercised', 'tags'],
] as const;

const LARGEST = 64 * 1024;

/** Reads the front matter of a text. Never throws: what cannot be read is given back as text. */
export function readFrontMatter(text: string): FrontMatter {
  const block = split(text);
  if (!block) return { metadata: emptyMetadata(), end: 0, unread: undefined, problems: [], keys: [] };
  const refused = (reason: string, at = 0): FrontMatter => ({
    metadata: emptyMetadata(),
    end: block.end,
    unread: block.inner,
    problems: [{ reason, at }],
    keys: [],
  });
  if (block.mark === '+++') return refused('it is TOML between +++ lines; write YAML between --- lines');
  if (block.inner.length > LARGEST) return refused('it is longer than 64 KiB');
  return readYaml(block, refused);
}

/** The text between the marks, where it begins, and where the body does. */
type Split = { mark: '---' | '+++'; inner: string; at: number; end: number };

/** Our own splitter: the first line is the mark, the next line that is the mark ends it. */
function split(text: string): Split | undefined {
  const opening = /^(---|\+\+\+)[ \t]*(?:\n|$)/.exec(text);
  if (!opening) return undefined;
  const mark = opening[1] === '+++' ? '+++' : '---';
  const closing = mark === '+++' ? /^\+\+\+[ \t]*(?:\n|$)/gm : /^(?:---|\.\.\.)[ \t]*(?:\n|$)/gm;
  closing.lastIndex = opening[0].length;
  const found = closing.exec(text);
  if (!found) return undefined;
  const at = opening[0].length;
  return { mark, inner: text.slice(at, found.index), at, end: found.index + found[0].length };
}

function readYaml(
  { inner, at, end }: Split,
  refused: (reason: string, at: number) => FrontMatter,
): FrontMatter {
  try {
    const document = parseDocument(inner, { schema: 'core', prettyErrors: false, logLevel: 'silent' });
    const error = document.errors[0];
    if (error) return refused(sentence(error.message), at + error.pos[0]);
    const value: unknown = document.toJS({ maxAliasCount: 20 });
    if (value === null || value === undefined) {
      return { metadata: emptyMetadata(), end, unread: undefined, problems: [], keys: [] };
    }
    if (typeof value !== 'object' || Array.isArray(value)) {
      return refused('it is not a list of keys and values', at);
    }
    return { ...readKeys(Object.entries(value), inner, at), end, unread: undefined };
  } catch (problem) {
    // Too many aliases, or nesting deeper than the stack.
    return refused(problem instanceof Error ? sentence(problem.message) : 'it is not YAML', at);
  }
}

function sentence(message: string): string {
  const first = message.split('\n')[0]?.trim().replace(/[.:]$/, '') ?? '';
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** Offsets of the keys inside the front matter. One that is written in some unusual way is not found. */
function placesOfKeys(inner: string): Map<string, number> {
  const places = new Map<string, number>();
  let at = 0;
  for (const line of inner.split('\n')) {
    const key = /^(["']?)([^\s"':][^"':]{0,80})\1\s*:/.exec(line)?.[2]?.trimEnd();
    if (key !== undefined && !places.has(key)) places.set(key, at);
    at += line.length + 1;
  }
  return places;
}

/** A mutable record of what was read, filled key by key. */
type Reading = { metadata: Metadata; refuse: (reason: string) => void };

type KeysRead = Pick<FrontMatter, 'metadata' | 'problems' | 'keys'>;

function readKeys(entries: [string, unknown][], inner: string, start: number): KeysRead {
  const metadata = emptyMetadata();
  const problems: FrontMatterProblem[] = [];
  const keys: FrontMatter['keys'] = [];
  const other: [string, unknown][] = [];
  const places = placesOfKeys(inner);
  for (const [key, value] of entries) {
    const at = start + (places.get(key) ?? 0);
    keys.push({ key, at });
    if (value === null || value === undefined) continue;
    const refuse = (reason: string): void => {
      problems.push({ reason: `\`${key}\` ${reason}`, at });
      other.push([key, value]);
    };
    const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    if (read) read({ metadata, refuse }, value);
    else other.push([key, value]);
  }
  metadata.other = Object.fromEntries(other);
  return { metadata, problems, keys };
}

const READERS: Record<string, (reading: Reading, value: unknown) => void> = {
  id: text('id', (id) => anchorOf(id) || undefined, 'is not a name'),
  title: text('title', (title) => title, 'is not a text'),
  owner: text('owner', (owner) => owner, 'is not a name'),
  escalate_to: text('escalateTo', (name) => name, 'is not a name'),
  last_reviewed: text(
    'lastReviewed',
    (day) => (isDay(day) ? day : undefined),
    'is not a date like 2026-09-02',
  ),
  last_exercised: text(
    'lastExercised',
    (day) => (isDay(day) ? day : undefined),
    'is not a date like 2026-09-02',
  ),
  review_in: text('reviewIn', (span) => (spanOf(span) ? span : undefined), 'is not a duration like 6 months'),
  watch: ({ metadata, refuse }, value) => {
    metadata.watchSeconds = secondsOf(scalar(value) ?? '');
    if (metadata.watchSeconds === undefined) refuse('is not a duration like 30 min');
  },
  style: ({ metadata, refuse }, value) => {
    const style = scalar(value)?.toLowerCase();
    if (style === 'read-do' || style === 'do-confirm') metadata.style = style;
    else refuse('is neither read-do nor do-confirm');
  },
  default_severity: ({ metadata, refuse }, value) => {
    const level = /^(?:sev[- ]?)?([1-4])$/i.exec(scalar(value) ?? '')?.[1];
    if (level === '1' || level === '2' || level === '3' || level === '4')
      metadata.defaultSeverity = `SEV-${level}`;
    else refuse('is not one of SEV-1, SEV-2, SEV-3, SEV-4');
  },
  service: list('services'),
  services: list('services'),
  use_when: list('useWhen'),
  hosts: list('hosts'),
  tags: list('tags'),
};

type TextField = 'id' | 'title' | 'owner' | 'escalateTo' | 'lastReviewed' | 'lastExercised' | 'reviewIn';

function text(field: TextField, check: (value: string) => string | undefined, otherwise: string) {
  return ({ metadata, refuse }: Reading, value: unknown): void => {
    const written = scalar(value)?.trim();
    const checked = written === undefined || written === '' ? undefined : check(written);
    if (checked === undefined) refuse(otherwise);
    else metadata[field] = checked;
  };
}

type ListField = 'services' | 'useWhen' | 'hosts' | 'tags';

/** One name, names with commas, or a list of names. */
function list(field: ListField) {
  return ({ metadata, refuse }: Reading, value: unknown): void => {
    const single = scalar(value);
    const items = single === undefined ? value : single.split(',');
    const names = Array.isArray(items) ? items.map((item: unknown) => scalar(item)?.trim()) : [undefined];
    if (names.includes(undefined)) refuse('is not a list of names');
    const known = names.filter((name) => name !== undefined && name !== '');
    metadata[field] = [...new Set([...metadata[field], ...known.filter((name) => name !== undefined)])];
  };
}

function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The metadata of a file that says nothing about itself. */
function emptyMetadata(): Metadata {
  return {
    ...{ id: undefined, title: undefined, services: [], owner: undefined, useWhen: [] },
    ...{
      defaultSeverity: undefined,
      style: undefined,
      watchSeconds: undefined,
      escalateTo: undefined,
      hosts: [],
    },
    ...{ lastReviewed: undefined, reviewIn: undefined, lastExercised: undefined, tags: [], other: {} },
  };
}
