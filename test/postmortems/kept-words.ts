/** What people do to a postmortem, as random edits, each sentence of theirs known by its number. */
import fc from 'fast-check';

/** One edit: what is done, and where: `at` picks a line. */
export type Edit = {
  how: 'beside' | 'instead' | 'inside' | 'strike' | 'empty' | 'unmark' | 'answer' | 'retitle' | 'point';
  at: number;
};

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    how: fc.constantFrom(
      'beside',
      'instead',
      'inside',
      'strike',
      'empty',
      'unmark',
      'answer',
      'retitle',
      'point',
    ),
    at: fc.nat({ max: 100_000 }),
  }),
  { minLength: 1, maxLength: 6 },
);

export type Kept = { text: string; sentences: ReadonlySet<string> };

const SAID = /Sentence \d+ of somebody/g;

/** Whoever writes over a line takes away what stood there, and nobody else does. */
export function edited(before: Kept, edit: Edit, number: number): Kept {
  const sentence = `Sentence ${String(number)} of somebody`;
  const lines = before.text.split('\n');
  const at = placeOf(lines, edit);
  const changed = at === undefined ? lines : changedLines(lines, at, edit, sentence);
  const text = changed.join('\n');
  const left = [...before.sentences, sentence].filter((one) => text.includes(`${one} `));
  return { text, sentences: new Set(left) };
}

/** The sentences that stand in a text. */
export function sentencesIn(text: string): Set<string> {
  return new Set(text.match(SAID) ?? []);
}

function placeOf(lines: readonly string[], { how, at }: Edit): number | undefined {
  const fits = lines.flatMap((line, index) => (fitsFor(how, line) ? [index] : []));
  return fits.length === 0 ? undefined : fits[at % fits.length];
}

function fitsFor(how: Edit['how'], line: string): boolean {
  const isMark = line.startsWith('<!-- muster:');
  switch (how) {
    case 'retitle':
      return line.startsWith('# ');
    case 'answer':
      return /^\*[A-Z].*[.?]\*$/.test(line);
    case 'unmark':
    case 'empty':
      return line.startsWith('<!-- muster:block ');
    case 'point':
      return line.includes('#e');
    case 'beside':
      return !line.startsWith('<!-- muster:postmortem');
    case 'instead':
    case 'inside':
    case 'strike':
      return !isMark && line.trim() !== '';
  }
}

function changedLines(lines: readonly string[], at: number, { how }: Edit, said: string): readonly string[] {
  const line = lines[at] ?? '';
  const [before, behind] = [lines.slice(0, at), lines.slice(at + 1)];
  switch (how) {
    case 'beside':
      return [...before, line, `- ${said} .`, ...behind];
    case 'instead':
      return [...before, `${said} .`, ...behind];
    case 'inside':
      return [...before, line.replace(/[a-z]{3,}/i, (word) => `${word} ${said} `), ...behind];
    case 'strike':
      return [...before, ...behind];
    case 'answer':
      return [...before, `${said} .`, ...behind];
    case 'retitle':
      return [...before, `# ${said} .`, ...behind];
    case 'point': {
      // Somebody says more about an entry, before or behind the line of the record.
      const [, path = ''] = /\((\/[^)\s]*#e\d+)\)/.exec(line) ?? [];
      const own = `- ${said} [#](${path}).`;
      return said.length % 2 === 0 ? [...before, own, line, ...behind] : [...before, line, own, ...behind];
    }
    case 'unmark': {
      // A comment that is gone makes its text the author's.
      const end = lines.findIndex((one, index) => index > at && one === '<!-- muster:end -->');
      return [...before, `${said} .`, ...lines.slice(at + 1, end), ...lines.slice(end + 1)];
    }
    case 'empty': {
      const end = lines.findIndex((one, index) => index > at && one === '<!-- muster:end -->');
      return [...before, line, ...lines.slice(end)];
    }
  }
}
