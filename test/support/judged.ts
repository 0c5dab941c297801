/** What axe-core cannot decide and a person has looked at: a rule and the kind of element, a line each. */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../browser/unsure.txt', import.meta.url);

/** What of it nobody has judged yet. */
export function unjudged(found: Iterable<string>): string[] {
  const judged = new Set(readFileSync(FILE, 'utf8').trim().split('\n'));
  return [...found].filter((line) => !judged.has(line)).sort();
}

/** Makes the file anew, once somebody has looked at all of it. */
export function writeJudged(found: Iterable<string>): void {
  writeFileSync(FILE, `${[...found].sort().join('\n')}\n`);
}
