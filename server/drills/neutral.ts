/** Takes out of a story what is nobody's business in a drill: people, hosts, links, other incidents, sums of money. */
export type Named = { name: string; role: string };

const URL_LIKE = /\bhttps?:\/\/[^\s<>()[\]"']{1,2000}/gi;
const MAIL = /\b[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,}\b/gi;
const HANDLE = /(?<![\w@])@[a-z][\w.-]{1,40}/gi;
const DOMAIN =
  /\b(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|dev|de|eu|uk|es|fr|internal|local|corp|lan)\b/gi;
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g;
/** `edge-2`, `db03`, `prod-web-14`; a key such as SEV-1 is none. */
const HOST =
  /\b(?!(?:sev|act|drill|inc|step)-?\d)(?:[a-z]{2,12}-){0,3}(?:db|web|app|api|edge|node|host|srv|server|cache|redis|kafka|vm|proxy|lb|worker|pod)-?\d{1,4}\b/gi;
const KEY = /\b(?:INC|ACT|DRILL|TICKET|JIRA|OPS)-\d{1,9}\b/g;
const MONEY =
  /[$€£¥]\s?\d[\d.,]*(?:\s?(?:thousand|million|billion|bn|[km])\b)?|\b\d[\d.,]*\s?(?:(?:thousand|million|billion|bn|[km])\s)?(?:usd|eur|gbp|dollars?|euros?|pounds)\b|\b\d[\d.,]*\s?[€£¥]/gi;

/** First names that are words as well stay, since they mostly are words. */
const WORDS = new Set(
  'will may mark grace hope art bill rob sue drew rich frank pat faith joy max page ray rose'.split(' '),
);

/** A function that makes a text neutral: the same words always become the same. */
export function neutralizer(people: readonly Named[]): (text: string) => string {
  const names = people
    .flatMap(({ name, role }): Named[] => {
      const [first = ''] = name.split(' ');
      const isName = first.length > 2 && first !== name && !WORDS.has(first.toLowerCase());
      return isName
        ? [
            { name, role },
            { name: first, role },
          ]
        : [{ name, role }];
    })
    .filter(({ name }) => name.length > 2)
    .toSorted((a, b) => b.name.length - a.name.length)
    .map(({ name, role }) => {
      return { pattern: new RegExp(`(?<![\\p{L}\\d])${literal(name)}(?![\\p{L}\\d])`, 'gu'), role };
    });
  return (text) => {
    const plain = text
      .replace(URL_LIKE, 'a page')
      .replace(MAIL, 'somebody')
      .replace(HANDLE, 'somebody')
      .replace(DOMAIN, 'a host')
      .replace(ADDRESS, 'an address')
      .replace(HOST, 'one of the machines')
      .replace(KEY, 'something else')
      .replace(MONEY, 'some money');
    return names.reduce((told, { pattern, role }) => told.replace(pattern, role), plain);
  };
}

/** The text as a pattern that finds just that. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
