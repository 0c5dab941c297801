/** Corrections: entries that name the entry they correct. Nothing is edited; what counts is worked out anew. */
import type { Instant } from '../core/clock.ts';
import { isKnown } from './entry.ts';
import type { Entry, StoredEntry } from './entry.ts';
import { fieldName, withWords, wordsOf } from './entry-words.ts';
import type { Actor, Precision } from './entry-fields.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

/** What a correction said. `seq` is the entry corrected, `by` the number of the correction. */
export type Correction = { seq: number; by: number; actor: Actor; at: Instant; reason: string } & (
  | { what: 'time'; from: Instant; to: Instant; precision: Precision }
  | { what: 'text'; field: string; to: string }
  | { what: 'struck' }
  | { what: 'redacted'; fields: readonly string[] }
);

type CorrectionKind = 'time-corrected' | 'text-corrected' | 'entry-struck' | 'entry-redacted';

const KINDS: ReadonlySet<string> = new Set<CorrectionKind>([
  'time-corrected',
  'text-corrected',
  'entry-struck',
  'entry-redacted',
]);

/** Whether an entry changes what earlier entries mean. */
export function isCorrection(entry: { kind: string }): boolean {
  return KINDS.has(entry.kind);
}

export const CORRECTION_LINES: Lines<CorrectionKind> = {
  'time-corrected': (state, entry) => {
    const { from, to, precision } = entry.body;
    return corrected(state, entry, { what: 'time', from, to, precision });
  },
  'text-corrected': (state, entry) => {
    const { field, to } = entry.body;
    return corrected(state, entry, { what: 'text', field, to });
  },
  'entry-struck': (state, entry) => corrected(state, entry, { what: 'struck' }),
  'entry-redacted': (state, entry) =>
    corrected(state, entry, { what: 'redacted', fields: entry.body.fields }),
};

type What =
  | { what: 'time'; from: Instant; to: Instant; precision: Precision }
  | { what: 'text'; field: string; to: string }
  | { what: 'struck' }
  | { what: 'redacted'; fields: readonly string[] };

function corrected(state: State, entry: Effective<CorrectionKind>, what: What): State {
  const { seq, reason } = entry.body;
  if (seq >= entry.seq) return loose(state, entry);
  const correction = { seq, by: entry.seq, actor: entry.actor, at: entry.recordedAt, reason, ...what };
  return { ...state, corrections: [...state.corrections, correction] };
}

/**
 * The entries as they count: kinds that we know, with the last correction of time and text applied, and without
 * those that were struck. Their order and numbers stay.
 */
export function effective(entries: readonly StoredEntry[]): Effective[] {
  const known = entries.filter(isKnown);
  if (!known.some(isCorrection)) return known;
  const struck = new Set(known.flatMap((entry) => (entry.kind === 'entry-struck' ? [entry.body.seq] : [])));
  const times = new Map(
    known.flatMap((entry) => (entry.kind === 'time-corrected' ? [[entry.body.seq, entry.body]] : [])),
  );
  const texts = Map.groupBy(
    known.filter((entry) => entry.kind === 'text-corrected'),
    (entry) => entry.body.seq,
  );
  return known
    .filter(({ seq }) => !struck.has(seq))
    .map((entry) => withTime(withTexts(entry, texts.get(entry.seq) ?? []), times.get(entry.seq)));
}

function withTime(entry: Entry, body: Entry<'time-corrected'>['body'] | undefined): Effective {
  if (!body) return entry;
  return { ...entry, occurredAt: body.to, precision: body.precision, timeCorrected: true };
}

/** A correction whose text does not fit the field leaves it as it was. */
function withTexts(entry: Entry, corrections: readonly Entry<'text-corrected'>[]): Entry {
  return corrections.reduce((before, { body: { field, to } }) => {
    const after: StoredEntry = { ...before, body: withWords(before.body, field, to) };
    return textFields(before).includes(field) && isKnown(after) ? after : before;
  }, entry);
}

/** Fields that hold vocabulary, names or ids, and may not be reworded. */
const FIXED =
  /^(?:id|kind|how|mediaType|sha256|field|from|to|role|stage|test|why|outcome|flavour|direction|audience|verdict|by|problem|matched|key|homeZone|visibility|contentHash|style|relation|target)$|(?:Id|Hash|At|Name)$/;

/** Parts of a body that hold no words of the person who wrote it: a brief that was made, and vocabulary. */
const MADE = /^(?:brief|branch|looked|shownTo|added|removed|signals|stepMap|gone|reportedBy|stepRef|about)\./;

/**
 * The places in an entry whose words can be corrected: `statement`, `evidence.0.text`. What was sent
 * to others, or is to be approved, stays as it was written.
 */
export function textFields(entry: Entry): string[] {
  if (entry.kind === 'update-sent' || entry.kind === 'update-drafted') return [];
  return wordsOf(entry.body)
    .map(({ place }) => place)
    .filter((place) => !MADE.test(place) && !FIXED.test(fieldName(place)));
}
