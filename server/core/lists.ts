/** A copy of a list in which each item that fits is replaced by what it becomes. */
export function replaced<T>(
  list: readonly T[],
  fits: (item: T) => boolean,
  become: (item: T) => T,
): readonly T[] {
  return list.map((item) => (fits(item) ? become(item) : item));
}

/** The same items in parts of at most so many. */
export function inParts<T>(items: readonly T[], most: number): T[][] {
  const count = Math.ceil(items.length / most);
  return Array.from({ length: count }, (_, part) => items.slice(part * most, (part + 1) * most));
}
