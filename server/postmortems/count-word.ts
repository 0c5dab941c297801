const WORDS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** A count as it stands in a sentence: `two`, from thirteen on `13`. */
export function countWord(count: number): string {
  return WORDS[count] ?? String(count);
}
