/**
 * True for the names that may be a home zone: `UTC`, or an IANA name with a slash. `Etc/…` is refused, since its
 * signs are the wrong way round, and so is every abbreviation, since most of them name more than one zone.
 */
export function isHomeZone(name: string): boolean {
  if (name === 'UTC') return true;
  if (!/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+$/.test(name) || /^etc\//i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
