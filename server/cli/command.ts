/** What a command of the command line is made of, and how it answers. */

/** The command line was used in a way that it has not. The sentence says how it is used. */
export class WrongUsage extends Error {}

/** `strings` may be given several times. */
export type OptionKind = 'string' | 'strings' | 'boolean';

export type Given = {
  /** Words after the command's name. */
  words: readonly string[];
  flags: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
};

/** What a command says: results for standard output, remarks for standard error. 1 when it failed or found problems. */
export type Said = { output: string; exitCode: 0 | 1; remarks?: readonly string[] };

export type Command = {
  name: string;
  usage: string;
  does: string;
  /** How many words follow the name, at least and at most; none when it is left out. */
  words?: readonly [least: number, most: number];
  options: Readonly<Record<string, OptionKind>>;
  run(given: Given): Promise<Said>;
};

/** A result as words, or with `--json` as one JSON document. */
export function said(
  given: Given,
  { words, json, remarks = [], failed = false }: Result & { failed?: boolean },
): Said {
  const output = isOn(given, 'json') ? JSON.stringify(json, null, 2) : words.trimEnd();
  return { output: output === '' ? '' : `${output}\n`, exitCode: failed ? 1 : 0, remarks };
}

export type Result = {
  words: string;
  json: unknown;
  /** What is worth knowing beside the result; never part of it. */
  remarks?: readonly string[];
};

/** The value of an option, or undefined when it was not given. */
export function text({ flags }: Given, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be given several times; one with commas between stands for several. */
export function texts({ flags }: Given, name: string): string[] {
  const value = flags[name];
  const given = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return given.flatMap((one: string) => one.split(',')).filter((one) => one !== '');
}

export function isOn({ flags }: Given, name: string): boolean {
  return flags[name] === true;
}

/** @throws WrongUsage when the option is missing */
export function needed(given: Given, name: string, what: string): string {
  const value = text(given, name);
  if (value !== undefined && value.trim() !== '') return value;
  throw new WrongUsage(`Give ${what} with --${name}.`);
}

/** The value of an option that has a few, the first when it was not given. @throws WrongUsage for another one */
export function oneOf<const T extends readonly [string, ...string[]]>(
  given: Given,
  name: string,
  values: T,
): T[number] {
  const value = text(given, name) ?? values[0];
  const found = values.find((one) => one === value);
  if (found !== undefined) return found;
  throw new WrongUsage(`--${name} is "${value}". Give ${values.join(' or ')}.`);
}
