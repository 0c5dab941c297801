/** Reads the arguments of a command, and says in a sentence what is wrong with them. */
import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { WrongUsage, type Command, type Given, type OptionKind } from './command.ts';

/** Options that every command has. */
const EVERYWHERE = { help: 'boolean', json: 'boolean', quiet: 'boolean' } as const;

type Options = Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>;

/** @throws WrongUsage with how the command is used */
export function readArguments(command: Command, args: readonly string[]): Given {
  const kinds: Record<string, OptionKind> = { ...command.options, ...EVERYWHERE };
  const options: Options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      kind === 'strings' ? { type: 'string', multiple: true } : { type: kind },
    ]),
  );
  refuseUnknown(command, args, options);
  const { values, positionals } = parsed(command, args, options);
  if (values.help !== true) refuseWords(command, positionals);
  return { words: positionals, flags: values };
}

function parsed(command: Command, args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error), command);
  }
}

function refuseUnknown(command: Command, args: readonly string[], options: Options): void {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const known = Object.keys(options);
  for (const token of tokens) {
    if (token.kind !== 'option' || known.includes(token.name)) continue;
    const meant = closest(token.name, known);
    throw wrong(`"muster ${command.name}" has no option ${token.rawName}. Did you mean --${meant}?`, command);
  }
}

function refuseWords(command: Command, words: readonly string[]): void {
  const [least, most] = command.words ?? [0, 0];
  if (words.length < least) throw wrong('Something is missing.', command);
  if (words.length > most) throw wrong(`"${words[most] ?? ''}" is one word too many.`, command);
}

function wrong(sentence: string, { usage }: Command): WrongUsage {
  return new WrongUsage(`${sentence}\nIt is used so: muster ${usage}`);
}
