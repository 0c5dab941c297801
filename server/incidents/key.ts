/** The two names of an incident: `INC-42`, and the number that stands in addresses. */

/** The number that a word names, `42`, `INC-42` or `inc-42`; undefined when it names none. */
export function numberNamed(word: string): number | undefined {
  const [, number] = /^(?:INC-)?([1-9]\d{0,8})$/i.exec(word) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The 42 of INC-42 or DRILL-42. */
export function numberOfKey(key: string): number {
  return Number(key.replace(/^\D+/, ''));
}
