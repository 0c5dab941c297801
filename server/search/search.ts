import type { RawBuilder } from 'kysely';
import type { Db, Engine } from '../store/open.ts';
import { postgresSearch } from './postgres.ts';
import { sqliteSearch } from './sqlite.ts';

/** What a feature hands over to be found. `key` names it inside its kind. */
export type Document = { kind: string; key: string; title: string; text: string; visibility: string };

/** A document that has the words, best first, with the place where they stand. `excerptParts` takes it apart. */
export type Match = { kind: string; key: string; title: string; excerpt: string };

export interface Search {
  /** Adds a document, or puts it in the place of the one with the same kind and key. */
  put(db: Db, document: Document): Promise<void>;
  remove(db: Db, kind: string, key: string): Promise<void>;
  /** A query for the keys of the documents of a kind that have each of the words, or a word that begins with it. */
  keys(kind: string, words: readonly string[]): RawBuilder<string>;
  /** Documents of a kind that have all the words, or, when none has all, any of them. */
  find(db: Db, kind: string, words: string, limit: number): Promise<Match[]>;
}

export function makeSearch(engine: Engine): Search {
  return engine === 'sqlite' ? sqliteSearch : postgresSearch;
}

/** The words of a query, lower case, at most twelve; everything that is not a letter or a digit separates. */
export function wordsOf(query: string): string[] {
  return (query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 12);
}
