/** What differs between two texts, line by line: the longest common subsequence of their lines. */

export type DiffLine = { sign: 'same' | 'added' | 'removed'; text: string };

/** Cells of the table that is filled at most: beyond, the middle is shown as taken out and put in whole. */
const MOST_CELLS = 4_000_000;

/** @returns the lines of both texts in order; removed ones stand before those that came in their place */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const head = sharedLength(a, b, (list, index) => list[index]);
  const rest = [a.slice(head), b.slice(head)] as const;
  const tail = sharedLength(...rest, (list, index) => list[list.length - 1 - index]);
  const middle = [rest[0].slice(0, rest[0].length - tail), rest[1].slice(0, rest[1].length - tail)] as const;
  return [
    ...lines('same', a.slice(0, head)),
    ...middleDiff(...middle),
    ...lines('same', a.slice(a.length - tail)),
  ];
}

function lines(sign: DiffLine['sign'], texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ sign, text }));
}

type At = (list: readonly string[], index: number) => string | undefined;

/** How many lines two lists share from one end on. */
function sharedLength(a: readonly string[], b: readonly string[], at: At): number {
  const most = Math.min(a.length, b.length);
  for (let index = 0; index < most; index++) if (at(a, index) !== at(b, index)) return index;
  return most;
}

function middleDiff(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > MOST_CELLS) return [...lines('removed', a), ...lines('added', b)];
  const lengths = commonLengths(a, b);
  const diff: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [mine = '', theirs = ''] = [a[i], b[j]];
    if (mine === theirs) {
      diff.push({ sign: 'same', text: mine });
      i++;
      j++;
    } else if (cellOf(lengths, b, i + 1, j) >= cellOf(lengths, b, i, j + 1)) {
      diff.push({ sign: 'removed', text: mine });
      i++;
    } else {
      diff.push({ sign: 'added', text: theirs });
      j++;
    }
  }
  return [...diff, ...lines('removed', a.slice(i)), ...lines('added', b.slice(j))];
}

/** The length of the longest common subsequence of what is left from each pair of places on, row by row. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const lengths = new Uint32Array((a.length + 1) * (b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * (b.length + 1) + j] =
        a[i] === b[j]
          ? cellOf(lengths, b, i + 1, j + 1) + 1
          : Math.max(cellOf(lengths, b, i + 1, j), cellOf(lengths, b, i, j + 1));
    }
  }
  return lengths;
}

function cellOf(lengths: Uint32Array, b: readonly string[], i: number, j: number): number {
  return lengths[i * (b.length + 1) + j] ?? 0;
}

/** A diff for reading: of unchanged lines only those next to a change stay, the others are counted. */
export type DiffRow = DiffLine | { sign: 'gap'; count: number };

/** @param context how many unchanged lines stay on each side of a change */
export function diffRows(diff: readonly DiffLine[], context = 3): DiffRow[] {
  const changes = diff.flatMap(({ sign }, index) => (sign === 'same' ? [] : [index]));
  const isNear = (index: number) => changes.some((change) => Math.abs(change - index) <= context);
  const rows: DiffRow[] = [];
  for (const [index, line] of diff.entries()) {
    const last = rows.at(-1);
    if (isNear(index)) rows.push(line);
    else if (last?.sign === 'gap') last.count += 1;
    else rows.push({ sign: 'gap', count: 1 });
  }
  return rows;
}

/** "4 lines added, 2 removed", in words for the list of versions. */
export function diffSummary(diff: readonly DiffLine[]): string {
  const count = (sign: DiffLine['sign']) => diff.filter((line) => line.sign === sign).length;
  const [added, removed] = [count('added'), count('removed')];
  const lineWord = (number: number) => (number === 1 ? '1 line' : `${number} lines`);
  if (added === 0 && removed === 0) return 'nothing changed';
  if (removed === 0) return `${lineWord(added)} added`;
  return added === 0 ? `${lineWord(removed)} removed` : `${lineWord(added)} added, ${removed} removed`;
}
