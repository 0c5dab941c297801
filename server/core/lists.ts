/** A copy of a list in which each item that fits is replaced by what it becomes. */
export function replaced<T>(
  list: readonly T[],
  fits: (item: T) => boolean,
  become: (item: T) => T,
): readonly T[] {
  return list.map((item) => (fits(item) ? become(item) : item));
}
