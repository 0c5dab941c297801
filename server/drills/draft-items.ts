/** The items of a scenario as they are written: a heading, and its labels in a list. */
import { flat, keywords, stem } from './past.ts';

export function item(
  title: string,
  labels: readonly (readonly [string, string | undefined])[],
  text = '',
): string {
  const list = labels.flatMap(([name, value]) => (value === undefined ? [] : [`- **${name}:** ${value}`]));
  return [`### ${title}`, list.join('\n'), text].filter((one) => one !== '').join('\n\n');
}

export function probe(title: string, matches: string, shows: string, after?: string): string {
  return item(title, [
    ['Matches', matches],
    ['After', after],
    ['Shows', shows],
  ]);
}

export function objective(
  title: string,
  competence: string,
  evidence: string,
  by: string | undefined,
): string {
  return item(title, [
    ['Competence', competence],
    ['By', by],
    ['Evidence', evidence],
  ]);
}

/** A condition that knows a suspicion by any of its telling words. */
export function settled(words: string, done: 'ruled out' | 'confirmed'): string {
  const stems = [...new Set(keywords(words).map(stem))].slice(0, 2);
  const known = stems.length === 0 ? [flat(words, 40).toLowerCase().replaceAll(/["“”]/g, '')] : stems;
  return known.map((one) => `hypothesis "${one}" ${done}`).join(' or ');
}

/** The words by which somebody may ask for it. */
export function findable(words: string): string[] {
  const telling = keywords(words);
  const all = telling.flatMap((word) => [
    word,
    ...(word.endsWith('ing') ? [`${word.slice(0, -3)}e`] : []),
    ...(word.startsWith('mis') && word.length > 7 ? [word.slice(3)] : []),
  ]);
  return all.length === 0 ? [flat(words, 40).replaceAll(',', ' ')] : all;
}
