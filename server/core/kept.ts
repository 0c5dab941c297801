/** What is known of `key` under a name, else what `make` makes, which is known from then on. */
type Keeper<Key extends object, Value> = (key: Key, name: string, make: () => Value) => Value;

/**
 * Keeps what was made from an object that never changes, for as long as that object lives: what follows from a state,
 * a run or a step need not be made again for each page.
 * @param most so many values are kept for one object (a zone, a reader's rights, each make their own), then all are let go
 */
export function keeper<Key extends object, Value>(most = 20): Keeper<Key, Value> {
  const kept = new WeakMap<Key, Map<string, Value>>();
  return (key, name, make) => {
    const values = kept.get(key) ?? new Map<string, Value>();
    kept.set(key, values);
    const known = values.get(name);
    if (known !== undefined) return known;
    if (values.size >= most) values.clear();
    const made = make();
    values.set(name, made);
    return made;
  };
}
