import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { WrongSetting } from './config.ts';
import { systemClock } from './core/clock.ts';
import { NotFound, Refused } from './core/refused.ts';

/** Exit codes: done; the operation failed or a check found problems; wrong usage or settings. */
const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** The command line was used in a way that it has not. The sentence says how it is used. */
export class WrongUsage extends Error {}

export type Given = {
  /** Words after the command's name. */
  words: readonly string[];
  flags: Readonly<Record<string, string | boolean | undefined>>;
};

/** Prints results to standard output, messages to standard error; resolves to the exit code. */
type Command = {
  name: string;
  usage: string;
  does: string;
  options: Record<string, 'string' | 'boolean'>;
  run(given: Given): Promise<number>;
};

export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    usage: 'serve [--host ADDRESS] [--port NUMBER]',
    does: 'runs the server',
    options: { host: 'string', port: 'string' },
    run: async ({ flags }) => {
      const { serve } = await import('./main.ts');
      await serve({ host: text(flags.host), port: text(flags.port) }, systemClock);
      return DONE;
    },
  },
];

/** The `muster` command. Sets the exit code of the process. */
export async function run(argv: readonly string[]): Promise<void> {
  process.exitCode = await outcome(argv);
}

async function outcome(argv: readonly string[]): Promise<number> {
  try {
    return await perform(argv);
  } catch (error) {
    if (error instanceof WrongUsage || error instanceof WrongSetting) return say(error.message, WRONG_USAGE);
    if (error instanceof Refused || error instanceof NotFound) return say(error.message, FAILED);
    return say(error instanceof Error ? (error.stack ?? error.message) : String(error), FAILED);
  }
}

async function perform(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === undefined) return say(overview(), WRONG_USAGE);
  if (first === '--help' || first === 'help') return print(overview());
  if (first === '--version') return print(version());
  const command = find(argv);
  if (command === undefined) {
    const names = COMMANDS.map(({ name }) => name);
    const meant = closest(argv.slice(0, 2).join(' '), names);
    throw new WrongUsage(
      `Muster has no command "${first}". Did you mean "${meant}"? "muster --help" lists them.`,
    );
  }
  const given = read(command, argv.slice(command.name.split(' ').length));
  if (given.flags.help === true) return print(`muster ${command.usage}\n\n${command.does}\n`);
  return command.run(given);
}

function find(argv: readonly string[]): Command | undefined {
  return (
    COMMANDS.find(({ name }) => name === argv.slice(0, 2).join(' ')) ??
    COMMANDS.find(({ name }) => name === argv[0])
  );
}

function read(command: Command, args: readonly string[]): Given {
  const flags = Object.entries(command.options).map(([name, type]) => [name, { type }] as const);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(flags), help: { type: 'boolean' as const } },
      allowPositionals: true,
    });
    return { words: positionals, flags: values };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WrongUsage(`${why}\nIt is used so: muster ${command.usage}`);
  }
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ usage }) => usage.length)) + 2;
  const lines = COMMANDS.map(({ usage, does }) => `  ${usage.padEnd(width)}${does}`);
  return `muster COMMAND [options]\n\n${lines.join('\n')}\n\n  --help after a command explains it; --version prints the version.\n`;
}

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return `${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}\n`;
}

function text(flag: string | boolean | undefined): string | undefined {
  return typeof flag === 'string' ? flag : undefined;
}

function print(words: string): number {
  process.stdout.write(words);
  return DONE;
}

function say(words: string, code: number): number {
  process.stderr.write(`${words.trimEnd()}\n`);
  return code;
}
