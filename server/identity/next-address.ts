/**
 * Where to go after signing in: an address of ours, or undefined. Browsers read `//host`, `/\host` and a tab or
 * line break between the slashes as another host, so anything that is not plainly a path of ours is dropped.
 * @param next an address below the root, as it stood in `?next=`
 */
export function ownAddress(next: string | undefined): string | undefined {
  if (next === undefined || next.length > 2000) return undefined;
  if (!/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(next)) return undefined;
  const there = URL.parse(next, 'https://muster.invalid');
  return there?.host === 'muster.invalid' ? next : undefined;
}
