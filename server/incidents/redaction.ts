/**
 * Redaction: the one thing that is ever blanked. Words that nobody may read any more are replaced by a mark, or the bytes
 * of a file are taken away; what the entry did stays, and the chain of hashes still proves all of it.
 */
import { bodyHash } from './chain.ts';
import type { Correction } from './corrections.ts';
import { isKnown, SCHEMAS } from './entry.ts';
import type { Body, StoredEntry } from './entry.ts';
import { fieldName, withWords, wordsOf } from './entry-words.ts';
import type { Words } from './entry-words.ts';
import type { State } from './state.ts';

/** What stands in the place of words that were redacted. */
const MARK = '[redacted]';
/** The same where a link is expected. */
const MARKED_LINK = 'https://redacted.invalid/';

/** The bytes of an attachment, as a field of its entry. */
export const CONTENT = 'content';

/** Fields by which entries find each other and pages find their words: never blanked. */
const STRUCTURE =
  /(?:^id|Id|Hash|At)$|^(?:key|kind|how|role|service|test|style|homeZone|groupKey|adapter|mediaType|sha256|field|hash|number)$/;
/** Lists and parts that hold nothing but ids and vocabulary. */
const OF_IDS = /^(?:looked|shownTo|added|removed|signals|stepMap|branch)(?:\.|$)/;
/** Ids of people in most kinds, and words in these. */
const FROM_AND_TO: ReadonlySet<string> = new Set(['details-changed', 'text-corrected']);

/** What of an entry can be blanked so that it goes on doing what it did. */
export function redactable(entry: StoredEntry): Words[] {
  const words = wordsOf(entry.body).filter(
    ({ place, text }) => isWords(entry, place) && text !== MARK && text !== MARKED_LINK,
  );
  return words.filter(({ place }) => marked(entry, place) !== undefined);
}

function isWords({ kind, body }: StoredEntry, place: string): boolean {
  const name = fieldName(place);
  if (STRUCTURE.test(name) || OF_IDS.test(place)) return false;
  // The name of a value is how steps find it; the name of a file is only a name.
  if (name === 'name' && kind === 'value-recorded') return false;
  if (name !== 'from' && name !== 'to') return true;
  const { field } = body as { field?: unknown };
  return FROM_AND_TO.has(kind) && field !== 'homeZone' && field !== 'visibility';
}

/** The body with a mark at a place; undefined when the entry would no longer be one of its kind. */
function marked(entry: StoredEntry, place: string): unknown {
  for (const mark of [MARK, MARKED_LINK]) {
    const body = withWords(entry.body, place, mark);
    if (!isKnown(entry) || isKnown({ ...entry, body })) return body;
  }
  return undefined;
}

/** The entry with those fields blanked. Fields that have no words, such as the bytes of a file, change nothing here. */
export function redacted(entry: StoredEntry, fields: readonly string[]): StoredEntry {
  return fields.reduce((before, place) => {
    const body = wordsOf(before.body).some((one) => one.place === place) ? marked(before, place) : undefined;
    return body === undefined ? before : { ...before, body };
  }, entry);
}

/** The entries as they are stored once redactions among `more` have been carried out. */
export function blanked(
  entries: readonly StoredEntry[],
  more: readonly Pick<StoredEntry, 'kind' | 'body'>[],
): readonly StoredEntry[] {
  return redactionsIn(more).reduce<readonly StoredEntry[]>(
    (before, { seq, fields }) => before.map((one) => (one.seq === seq ? redacted(one, fields) : one)),
    entries,
  );
}

/** What the redactions among some entries say. */
export function redactionsIn(
  entries: readonly Pick<StoredEntry, 'kind' | 'body'>[],
): Body<'entry-redacted'>[] {
  return entries.flatMap(({ kind, body }) =>
    kind === 'entry-redacted' ? [SCHEMAS['entry-redacted'].parse(body)] : [],
  );
}

/** The hash that the chain holds of an entry's body: that of the first body, however often it was redacted since. */
export function sealedBodyHash(entries: readonly StoredEntry[], entry: StoredEntry): string {
  const earlier = entries.findLast(
    (one) => isKnown(one) && one.kind === 'entry-redacted' && one.body.seq === entry.seq,
  );
  if (earlier !== undefined && isKnown(earlier) && earlier.kind === 'entry-redacted')
    return earlier.body.bodyHash;
  return bodyHash(entry.body);
}

/** The last redaction of an entry, or of one field of it; undefined when it was not redacted. */
export function redactionOf(
  { corrections }: Pick<State, 'corrections'>,
  seq: number,
  field?: string,
): Extract<Correction, { what: 'redacted' }> | undefined {
  return corrections
    .filter((one) => one.what === 'redacted')
    .findLast((one) => one.seq === seq && (field === undefined || one.fields.includes(field)));
}

/** Other entries that hold one of the very texts that are to be blanked: what was said once is often said again. */
export function saidAgain(entries: readonly StoredEntry[], seq: number, texts: readonly string[]): number[] {
  const long = texts.filter((text) => text.length >= 4);
  return entries
    .filter((entry) => entry.seq !== seq)
    .filter((entry) => wordsOf(entry.body).some(({ text }) => long.some((one) => text.includes(one))))
    .map((entry) => entry.seq);
}
