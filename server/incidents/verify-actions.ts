/** Proves that nothing in the record was changed, left out or moved, and that lists say what the entries say. */
import { sha256Hex } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound } from '../core/refused.ts';
import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import { verify, type Break } from './chain.ts';
import { isKnown, type StoredEntry } from './entry.ts';
import { fold } from './fold.ts';
import { CONTENT, redactionsIn } from './redaction.ts';
import { heads } from './store.ts';
import { copyOf, copyRow } from './copies.ts';
import { summaryRow } from './summary.ts';
import { insidersOf } from './seeing.ts';
import type { State } from './state.ts';
import { questionWords } from './question-store.ts';
import { labelsToFind } from './ties-store.ts';
import { looseHeads, newestRecord, wholeIncident, type Beside } from './verify-store.ts';

/** One incident, walked from its first entry to its last. `seq` is the entry at which it breaks. */
export type Walked = { key: string; entries: number; broken: { seq: number; sentence: string } | undefined };

/**
 * Walks every chain, or the one of an incident with that key.
 * @throws NotFound for a key that no incident has
 */
export async function walkChains(db: Db, key?: string): Promise<Walked[]> {
  const wanted = (await heads(db)).filter((head) => key === undefined || head.key === key.toUpperCase());
  if (key !== undefined && wanted.length === 0) {
    throw new NotFound(`There is no incident ${key}. The list of incidents shows all.`);
  }
  const walked: Walked[] = [];
  for (const head of wanted) {
    const { row, entries, hashes, beside } = await wholeIncident(db, head.incident_id);
    const broken =
      breakIn(row, entries) ??
      brokenFile(row.key, entries, hashes) ??
      brokenBeside(row, fold(entries), beside);
    walked.push({ key: head.key, entries: entries.length, broken });
  }
  return walked;
}

function breakIn(row: IncidentRow, entries: readonly StoredEntry[]): Walked['broken'] {
  const broken = verify(entries, { seq: row.seq, hash: row.head_hash });
  if (broken !== undefined) return { seq: broken.seq, sentence: breakWords(broken, row.key) };
  const column = otherColumn(row, entries);
  return column === undefined ? undefined : { seq: row.seq, sentence: column };
}

/** The hash of no bytes: what a file is whose bytes were redacted. */
const NOTHING = sha256Hex('');

/** The first file that is not what its entry says, or that no entry knows. */
function brokenFile(
  key: string,
  entries: readonly StoredEntry[],
  hashes: ReadonlyMap<string, string>,
): Walked['broken'] {
  const stray = new Set(hashes.keys());
  for (const entry of entries) {
    if (!isKnown(entry) || entry.kind !== 'attachment-added') continue;
    const { attachmentId: id, name, sha256 } = entry.body;
    stray.delete(id);
    const hash = hashes.get(id);
    const isBlanked = redactionsIn(entries).some(
      ({ seq, fields }) => seq === entry.seq && fields.includes(CONTENT),
    );
    if (hash === (isBlanked ? NOTHING : sha256)) continue;
    const what = hash === undefined ? 'is missing' : 'is not the one that was attached';
    return { seq: entry.seq, sentence: `The file ${name} of entry ${String(entry.seq)} of ${key} ${what}.` };
  }
  if (stray.size === 0) return undefined;
  return { seq: entries.length, sentence: `${key} has a file that none of its entries attached.` };
}

function breakWords({ seq, why }: Break, key: string): string {
  switch (why) {
    case 'number':
      return `Entry ${String(seq)} of ${key} is missing, or was added behind the end that its row names.`;
    case 'previous':
      return `Entry ${String(seq)} of ${key} does not follow the entry before it: one of them was moved or replaced.`;
    case 'hash':
      return `Entry ${String(seq)} of ${key} does not say what it said when it was sealed.`;
    case 'left':
      return `Entry ${String(seq)} of ${key} was redacted, and does not say what was left of it.`;
  }
}

/** Written at the time of the append, or moved on by whoever claims what is due: not told by the entries. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['changed_at', 'next_due_at', 'summary_version']);

/** The first thing that the row of lists and search says otherwise than the entries, in a sentence. */
function otherColumn(row: IncidentRow, entries: readonly StoredEntry[]): string | undefined {
  const state = fold(entries);
  if (row.origin_key !== null && row.origin_key !== state.key)
    return `The list says that ${row.key} is a copy of ${row.origin_key}, and its entries say ${state.key}.`;
  const told: Readonly<Record<string, unknown>> =
    row.origin_key === null ? summaryRow(state, row.changed_at) : copyRow(state, copyOf(row));
  const other = Object.entries(row).find(([name, value]) => !NOT_COMPARED.has(name) && told[name] !== value);
  if (other === undefined) return undefined;
  const [name, value] = other;
  return `The list says ${name} ${String(value)} of ${row.key}, and its entries say ${String(told[name])}.`;
}

/** The first list beside an incident that says otherwise than its entries. */
function brokenBeside(row: IncidentRow, state: State, found: Beside): Walked['broken'] {
  const isCopy = row.origin_key !== null;
  const insiders = [...insidersOf(state)].sort();
  const told: Beside = {
    labels: labelsToFind(state).sort(),
    questions: isCopy ? [] : questionWords(state),
    links: isCopy ? [] : state.links.map(({ relation, target }) => `${relation} ${target}`).sort(),
    // Of a copy those people are known who have an account here.
    people: isCopy ? insiders.filter((id) => found.people.includes(id)) : insiders,
    services: [...new Set(state.services)].sort(),
  };
  const names = Object.keys(told) as (keyof Beside)[];
  const other = names.find((name) => told[name].join('\n') !== found[name].join('\n'));
  if (other === undefined) return undefined;
  return { seq: row.seq, sentence: `The lists say other ${other} of ${row.key} than its entries.` };
}

/** The quick look: how many incidents there are, which end otherwise than their row says, and when the last entry came. */
export async function chainEnds(
  db: Db,
): Promise<{ incidents: number; loose: string[]; newest: Instant | undefined }> {
  return { incidents: (await heads(db)).length, loose: await looseHeads(db), newest: await newestRecord(db) };
}
