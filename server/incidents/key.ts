/**
 * The two names of an incident: `INC-42`, and the number that stands in addresses. Drills have numbers of their own, which
 * are below zero inside the house, so that whatever works with a number cannot take the one for the other: DRILL-7 is -7.
 */

/** The number that a word names, `42`, `INC-42` or `inc-42`; undefined when it names none. */
export function numberNamed(word: string): number | undefined {
  const [, number] = /^(?:INC-)?([1-9]\d{0,8})$/i.exec(word) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The 42 of INC-42, and -42 for DRILL-42. */
export function numberOfKey(key: string): number {
  const number = Number(key.replace(/^\D+/, ''));
  return key.startsWith('DRILL-') ? -number : number;
}

/** INC-42 for 42, DRILL-7 for -7. */
export function keyOf(number: number): string {
  return number < 0 ? `DRILL-${String(-number)}` : `INC-${String(number)}`;
}
