/** A copy of a list in which each item that fits is replaced by what it becomes. */
export function replaced<T>(
  list: readonly T[],
  fits: (item: T) => boolean,
  become: (item: T) => T,
): readonly T[] {
  return list.map((item) => (fits(item) ? become(item) : item));
}

/** Compares texts by their characters: the same order on every machine, and no collation to load for it. */
export function byCharacters(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** A statement has places for the values of so many rows. */
const AT_ONCE = 500;

/** The same items in parts that a statement has places for. */
export function inParts<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / AT_ONCE);
  return Array.from({ length: count }, (_, part) => items.slice(part * AT_ONCE, (part + 1) * AT_ONCE));
}
