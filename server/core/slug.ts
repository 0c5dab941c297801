/**
 * The short name in addresses that is made of a longer one: lower case, words joined by hyphens, no dot, at most 60
 * characters. `Zahlungen & Bücher` gives `zahlungen-bucher`. Empty when nothing of it can stand in an address.
 */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
}
