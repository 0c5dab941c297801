/** Reads YAML of which each value is expected: what is wrong is told with its line, all of it and not the first alone. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node } from 'yaml';

/** One thing that is wrong, and where: lines count from 1. */
export type LineFault = { line: number; sentence: string };

/** A value of the text with the line on which it begins. */
export type Found = { node: Node | undefined; line: number };

/** Longer texts were not written by a person. */
const MOST_BYTES = 500_000;

/** The fields of a map, and the reader's ways to take them. */
export type Fields = {
  /** The line of the map itself. */
  line: number;
  /** A field; undefined when it is missing, which is told when it is `needed`. */
  field(name: string, needed?: 'needed'): Found | undefined;
};

export type YamlReader = ReturnType<typeof yamlReader>;

/** @returns the documents of a text, and what takes values out of them */
export function yamlReader(text: string) {
  const faults: LineFault[] = [];
  const lines = new LineCounter();
  const fault = (line: number, sentence: string): void => {
    faults.push({ line, sentence });
  };
  const lineOf = (node: Node | null | undefined): number => lines.linePos(node?.range?.[0] ?? 0).line || 1;
  const documents: Found[] = [];
  if (text.length > MOST_BYTES) fault(1, 'The text is longer than 500 KB. Bring it in by parts.');
  else {
    const parsed = parseAllDocuments(text, { schema: 'core', lineCounter: lines, prettyErrors: false });
    for (const one of 'empty' in parsed ? [] : parsed) {
      for (const error of one.errors)
        fault(lines.linePos(error.pos[0]).line, `It is no YAML: ${error.message}.`);
      const node = one.contents as Node | null;
      if (node !== null) documents.push({ node, line: lineOf(node) });
    }
    if (documents.length === 0 && faults.length === 0) fault(1, 'The text is empty.');
  }

  const value = ({ node, line }: Found): unknown => {
    if (isAlias(node)) {
      fault(line, 'Write it out: references (*name) are not read.');
      return undefined;
    }
    return isScalar(node) ? node.value : undefined;
  };
  return {
    faults,
    documents,
    fault,
    /** A map that has no other fields than these. */
    fields: ({ node, line }: Found, known: readonly string[], what: string): Fields | undefined => {
      if (!isMap(node)) {
        fault(line, `Write ${what} as fields with their values.`);
        return undefined;
      }
      const values = new Map<string, Found>();
      for (const { key, value: held } of node.items) {
        const name = isScalar(key) ? String(key.value) : '';
        const at = lineOf(key as Node);
        const child = (held ?? undefined) as Node | undefined;
        if (known.includes(name)) values.set(name, { node: child, line: child?.range ? lineOf(child) : at });
        else fault(at, `${what} has no field "${name}". It has ${known.join(', ')}.`);
      }
      return {
        line,
        field: (name, needed) => {
          const found = values.get(name);
          if (found === undefined && needed !== undefined) fault(line, `${what} lacks the field "${name}".`);
          return found;
        },
      };
    },
    text: (found: Found | undefined, what: string, most = 80): string | undefined => {
      if (found === undefined) return undefined;
      const held = value(found);
      const words = typeof held === 'string' || typeof held === 'number' ? String(held).trim() : '';
      if (words !== '' && words.length <= most) return words;
      fault(found.line, `Write ${what} as text of at most ${String(most)} characters.`);
      return undefined;
    },
    number: (
      found: Found | undefined,
      what: string,
      [least, most]: readonly [number, number],
    ): number | undefined => {
      if (found === undefined) return undefined;
      const held = value(found);
      if (typeof held === 'number' && Number.isInteger(held) && held >= least && held <= most) return held;
      fault(found.line, `Write ${what} as a whole number from ${String(least)} to ${String(most)}.`);
      return undefined;
    },
    choice: <const T extends readonly (string | boolean)[]>(
      found: Found | undefined,
      what: string,
      choices: T,
    ): T[number] | undefined => {
      if (found === undefined) return undefined;
      const held = value(found);
      const chosen = choices.find((one) => one === held);
      if (chosen !== undefined) return chosen;
      fault(found.line, `Write ${what} as one of ${choices.map(String).join(', ')}.`);
      return undefined;
    },
    list: (found: Found | undefined, what: string): Found[] => {
      if (found === undefined) return [];
      if (isSeq(found.node))
        return (found.node.items as Node[]).map((node) => ({ node, line: lineOf(node) }));
      fault(found.line, `Write ${what} as a list.`);
      return [];
    },
    isText: ({ node }: Found): boolean => isScalar(node),
  };
}
