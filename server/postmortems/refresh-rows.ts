/** Rows of a generated list or table, each known by the entries that it names. */

/** Blocks that are lists or tables, of which each row stands for itself. */
export const ROW_BLOCKS: ReadonlySet<string> = new Set([
  'people',
  'lead-up',
  'timeline',
  'misleading',
  'escalations',
  'updates',
  'actions',
]);

type Texts = { mine: string; base: string; fresh: string };
type Merged = { text: string; updated: number; added: number; kept: number };

/**
 * An untouched row becomes the one of the record, a changed one stays, a deleted one stays deleted, and a new one comes
 * behind the row that it follows in the record. What the record says around its rows, such as the head of a table or
 * a sum, goes along as long as nobody touched it. Every other line belongs to whoever wrote it.
 */
export function mergedRows({ mine, base, fresh }: Texts): Merged {
  const [old, next] = [rowsByKey(base), rowsByKey(fresh)];
  const done: Merged = { text: '', updated: 0, added: 0, kept: 0 };
  const own = mine.split('\n');
  const keys = ownKeys(own, old);
  const kept = own.flatMap((line, index): Row[] => {
    const key = keys[index];
    const before = key === undefined ? undefined : old.get(key)?.line;
    const now = key === undefined ? undefined : next.get(key)?.line;
    if (before === undefined || before === now) return [{ key, line }];
    if (line !== before) {
      done.kept += 1;
      return [{ key, line }];
    }
    done.updated += 1;
    // The record does not have it any more: it was struck, or is said otherwise.
    return now === undefined ? [] : [{ key, line: now }];
  });
  const order = [...next.keys()];
  for (const [key, { line, isApart }] of next) {
    if (old.has(key) || kept.some((other) => other.key === key)) continue;
    kept.splice(placeFor(key, order, kept), 0, ...(isApart ? [{ key: undefined, line: '' }] : []), {
      key,
      line,
    });
    if (!isFrame(key)) done.added += 1;
  }
  const text = kept.map(({ line }) => line).join('\n');
  // A sum that is said anew brings the gap before it along.
  return { ...done, text: text === mine ? text : text.replace(/\n{3,}/g, '\n\n') };
}

type Row = { key: string | undefined; line: string };
/** A row of the record; `isApart` when a gap is before it. */
type RecordRow = { line: string; isApart: boolean };

/** Behind the nearest row before it that is still there; else before the first row. */
function placeFor(key: string, order: readonly string[], rows: readonly Row[]): number {
  const earlier = order.slice(0, order.indexOf(key)).toReversed();
  for (const before of earlier) {
    const at = rows.findIndex((row) => row.key === before);
    if (at !== -1) return at + 1;
  }
  const first = rows.findIndex((row) => row.key !== undefined);
  return first === -1 ? rows.length : first;
}

function rowsByKey(text: string): Map<string, RecordRow> {
  const lines = text.split('\n');
  const seen = new Map<string, number>();
  const rows = new Map<string, RecordRow>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const key = numbered(nameOf(line) ?? `${FRAME}${line}`, seen);
    rows.set(key, { line, isApart: index > 0 && lines[index - 1]?.trim() === '' });
  }
  return rows;
}

/**
 * Which row of the record each line of people is: the one that says the very same, else the one of the entry that it
 * names, unless that one stands there untouched: then somebody has said more about the same entry.
 */
function ownKeys(lines: readonly string[], old: ReadonlyMap<string, RecordRow>): (string | undefined)[] {
  const untouched = new Map<string, string[]>();
  for (const [key, { line }] of old) untouched.set(line, [...(untouched.get(line) ?? []), key]);
  const same = lines.map((line) => untouched.get(line)?.shift());
  const taken = new Set(same);
  const seen = new Map<string, number>();
  return lines.map((line, index) => {
    if (same[index] !== undefined) return same[index];
    const name = nameOf(line);
    if (name === undefined) return undefined;
    for (;;) {
      const key = numbered(name, seen);
      if (taken.has(key)) continue;
      return key;
    }
  });
}

/** Marks what the record says around its rows. It cannot be the name of an entry. */
const FRAME = '=';

function isFrame(key: string): boolean {
  return key.startsWith(FRAME);
}

/**
 * By which entry or action item a row is known: the first that it names, since a row may gain references as the
 * incident goes on.
 */
function nameOf(line: string): string | undefined {
  return /^\| (ACT-\d+) /.exec(line)?.[1] ?? /^(?:[-|*]|\d+\.) .*?\(\/[^()\s]*#e(\d+)\)/.exec(line)?.[1];
}

/** A second row about the same entry is `14/2`. */
function numbered(name: string, seen: Map<string, number>): string {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return count === 1 ? name : `${name}/${String(count)}`;
}
