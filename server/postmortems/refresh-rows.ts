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
 * behind the row that it follows in the record. Lines that name no entry belong to whoever wrote them.
 */
export function mergedRows({ mine, base, fresh }: Texts): Merged {
  const [old, next] = [rowsByKey(base), rowsByKey(fresh)];
  const done: Merged = { text: '', updated: 0, added: 0, kept: 0 };
  const own = mine.split('\n');
  const keys = keysOf(own);
  const kept = own.flatMap((line, index): Row[] => {
    const key = keys[index];
    const before = key === undefined ? undefined : old.get(key);
    const now = key === undefined ? undefined : next.get(key);
    if (before === undefined || before === now) return [{ key, line }];
    if (line !== before) {
      done.kept += 1;
      return [{ key, line }];
    }
    done.updated += 1;
    // The record does not have it any more: it was struck.
    return now === undefined ? [] : [{ key, line: now }];
  });
  for (const [key, row] of next) {
    if (old.has(key) || kept.some((other) => other.key === key)) continue;
    kept.splice(placeFor(key, [...next.keys()], kept), 0, { key, line: row });
    done.added += 1;
  }
  return { ...done, text: kept.map(({ line }) => line).join('\n') };
}

type Row = { key: string | undefined; line: string };

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

function rowsByKey(text: string): Map<string, string> {
  const lines = text.split('\n');
  const keys = keysOf(lines);
  return new Map(lines.flatMap((line, index) => (keys[index] === undefined ? [] : [[keys[index], line]])));
}

/**
 * By which entry or action item each row is known: the first that it names, since a row may gain references as the incident goes on.
 * A second row about the same entry is `14/2`. A line that names none has no key.
 */
function keysOf(lines: readonly string[]): (string | undefined)[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const seq =
      /^\| (ACT-\d+) /.exec(line)?.[1] ?? /^(?:[-|*]|\d+\.) .*?\(\/[^()\s]*#e(\d+)\)/.exec(line)?.[1];
    if (seq === undefined) return undefined;
    const count = (seen.get(seq) ?? 0) + 1;
    seen.set(seq, count);
    return count === 1 ? seq : `${seq}/${String(count)}`;
  });
}
