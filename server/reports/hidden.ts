/** The lines of a text that are not said to readers: data before it, code between fences, comments. */

export type Hidden = 'data' | 'code' | 'hidden';

/** What each line is, where it is not simply text. */
export function hiddenIn(raws: readonly string[]): (Hidden | undefined)[] {
  const found = new Array<Hidden | undefined>(raws.length).fill(undefined);
  const start = dataEnd(raws);
  for (let index = 0; index < start; index += 1) {
    found[index] = index === 0 || index === start - 1 ? 'hidden' : 'data';
  }
  let fence: string | undefined;
  let inComment = false;
  for (const [index, raw] of raws.entries()) {
    if (index < start) continue;
    const trimmed = raw.replace(/^[ \t>]+/, '').trimEnd();
    const mark = /^(?:`{3,}|~{3,})/.exec(trimmed)?.[0];
    if (inComment) {
      found[index] = 'hidden';
      inComment = !trimmed.includes('-->');
    } else if (fence !== undefined) {
      const isEnd = mark?.startsWith(fence) === true && mark === trimmed;
      found[index] = isEnd ? 'hidden' : 'code';
      if (isEnd) fence = undefined;
    } else if (mark !== undefined && !isUnderline(trimmed)) {
      found[index] = 'hidden';
      fence = mark;
    } else if (trimmed.startsWith('<!--') && !trimmed.includes('-->')) {
      found[index] = 'hidden';
      inComment = true;
    }
  }
  return found;
}

/** A long row of tildes underlines a heading; nobody opens code with so many. */
function isUnderline(trimmed: string): boolean {
  return /^~{5,}$/.test(trimmed);
}

const MOST_DATA = 200;
const DATA = /^(?:\s*$|[\w"' -]{1,60}[:=]|\s+\S|- |[\]}])/;

/** How many lines the data before a text takes, with the two that enclose it; data without an end is none. */
function dataEnd(raws: readonly string[]): number {
  const mark = raws[0]?.trim();
  if (mark !== '---' && mark !== '+++') return 0;
  const end = raws.slice(1, MOST_DATA).findIndex((raw) => raw.trim() === mark);
  const isData = raws.slice(1, end + 1).every((raw) => DATA.test(raw));
  return end === -1 || !isData ? 0 : end + 2;
}
