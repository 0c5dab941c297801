import { readFileSync } from 'node:fs';
import { closest } from 'fastest-levenshtein';
import { isOn, WrongUsage, type Command } from './cli/command.ts';
import { readArguments } from './cli/reading.ts';
import { COMMANDS } from './cli/table.ts';
import { WrongSetting } from './config.ts';
import { columns } from './core/columns.ts';
import { NotFound, Refused } from './core/refused.ts';
import { Invalid } from './web/problem.ts';

/** Exit codes: done; the operation failed or a check found problems; wrong usage or settings. */
const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** The `muster` command. Sets the exit code of the process. */
export async function run(argv: readonly string[]): Promise<void> {
  process.exitCode = await outcome(argv);
}

async function outcome(argv: readonly string[]): Promise<number> {
  try {
    return await perform(argv);
  } catch (error) {
    if (error instanceof WrongUsage || error instanceof WrongSetting || error instanceof Invalid) {
      return say(error.message, WRONG_USAGE);
    }
    if (error instanceof Refused || error instanceof NotFound) return say(error.message, FAILED);
    const unread = unreadWords(error);
    if (unread !== undefined) return say(unread, FAILED);
    return say(error instanceof Error ? (error.stack ?? error.message) : String(error), FAILED);
  }
}

/** A file that was named and cannot be read, in words; undefined for any other error. */
function unreadWords(error: unknown): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'open' && syscall !== 'read') return undefined;
  if (code === 'ENOENT') return `There is no file ${path ?? ''}. Check its name.`;
  if (code === 'EISDIR') return `${path ?? 'That'} is a folder. Name the files in it.`;
  return code === 'EACCES' ? `${path ?? 'The file'} may not be read by this account.` : undefined;
}

async function perform(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === undefined) return say(overview(), WRONG_USAGE);
  if (first === '--help' || first === 'help') return print(overview());
  if (first === '--version') return print(`${version()}\n`);
  const command = find(argv);
  if (command === undefined) throw unknown(argv);
  const given = readArguments(command, argv.slice(command.name.split(' ').length));
  if (isOn(given, 'help')) return print(`muster ${command.usage}\n\n${command.does}\n`);
  const { output, exitCode, remarks = [] } = await command.run(given);
  process.stdout.write(output);
  if (!isOn(given, 'quiet')) for (const remark of remarks) say(remark, exitCode);
  return exitCode;
}

function find(argv: readonly string[]): Command | undefined {
  return (
    COMMANDS.find(({ name }) => name === argv.slice(0, 2).join(' ')) ??
    COMMANDS.find(({ name }) => name === argv[0])
  );
}

function unknown(argv: readonly string[]): WrongUsage {
  const words = argv.slice(0, 2).filter((word) => !word.startsWith('-'));
  const names = COMMANDS.map(({ name }) => name);
  const meant = closest(words.join(' '), names);
  return new WrongUsage(
    `Muster has no command "${words.join(' ')}". Did you mean "${meant}"? "muster --help" lists them.`,
  );
}

function overview(): string {
  const rows = COMMANDS.map(({ usage, does }) => [`  ${usage}`, does]);
  return `muster COMMAND [options]

${columns(rows)}

  --help after a command explains it; --json prints one JSON document; --quiet leaves the remarks out.
  --version prints the version.
`;
}

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function print(words: string): number {
  process.stdout.write(words);
  return DONE;
}

function say(words: string, code: number): number {
  process.stderr.write(`${words.trimEnd()}\n`);
  return code;
}
