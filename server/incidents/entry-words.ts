/** The words inside the body of an entry, each by its place: `text`, or `evidence.0.text` where bodies hold lists. */

export type Words = { place: string; text: string };

/** Every text inside of a body, in the order in which it stands there. */
export function wordsOf(body: unknown): Words[] {
  return found(body, []);
}

function found(value: unknown, names: readonly string[]): Words[] {
  if (typeof value === 'string') return [{ place: names.join('.'), text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => found(inner, [...names, name]));
}

/** The text at a place; undefined when there is none. */
export function wordsAt(body: unknown, place: string): string | undefined {
  return wordsOf(body).find((one) => one.place === place)?.text;
}

/** A copy of a body with another text at a place that has one. */
export function withWords(body: unknown, place: string, text: string): unknown {
  return replaced(body, place.split('.'), text);
}

function replaced(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return typeof value === 'string' ? text : value;
  if (Array.isArray(value)) {
    return value.map((one: unknown, at) => (String(at) === name ? replaced(one, rest, text) : one));
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === name ? replaced(inner, rest, text) : inner]),
  );
}

/** A place as people read it: "evidence 1, text". */
export function placeWords(place: string): string {
  return place
    .split('.')
    .map((name) => (/^\d+$/.test(name) ? ` ${String(Number(name) + 1)}` : `, ${spaced(name)}`))
    .join('')
    .replace(/^, /, '');
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The name of a field: of `criteria.0.text` it is `text`, of `why.1` it is `why`. */
export function fieldName(place: string): string {
  return (
    place
      .split('.')
      .filter((name) => !/^\d+$/.test(name))
      .at(-1) ?? place
  );
}
