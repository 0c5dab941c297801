/**
 * True when any text inside holds the character NUL, which PostgreSQL cannot store and no keyboard types. Walks
 * without recursion: a hostile body may be nested thousands deep.
 */
export function holdsNul(value: unknown): boolean {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string' && next.includes('\0')) return true;
    if (typeof next === 'object' && next !== null) {
      for (const [name, inner] of Object.entries(next)) waiting.push(name, inner);
    }
  }
  return false;
}
