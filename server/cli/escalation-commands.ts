/** Commands about schedules and policies. */
import { readFileSync } from 'node:fs';
import { systemClock } from '../core/clock.ts';
import { isOn, said, text, WrongUsage, type Command, type Given } from './command.ts';
import { withStore } from './installation.ts';

/** The texts of files, one below the other. @throws WrongUsage for one that cannot be read */
function textsOf(files: readonly string[]): string {
  return files
    .map((file) => {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        throw new WrongUsage(`${file} cannot be read.`);
      }
    })
    .join('\n---\n');
}

const filed = (kind: 'schedule' | 'policy'): readonly Command[] => [
  {
    name: `${kind} export`,
    usage: `${kind} export [SLUG]`,
    does: `writes a ${kind} as YAML, or all of them`,
    words: [0, 1],
    options: {},
    run: async (given) => {
      const { runExport } = await import('../escalation/file-command.ts');
      return withStore(async ({ store }) => said(given, await runExport(store.db, kind, given.words[0])));
    },
  },
  {
    name: `${kind} import`,
    usage: `${kind} import FILE... [--dry-run]`,
    does: 'brings in schedules and policies from YAML, all of it or nothing; --dry-run only says what would become of them',
    words: [1, 1000],
    options: { 'dry-run': 'boolean' },
    run: (given) => imported(given, isOn(given, 'dry-run')),
  },
];

async function imported(given: Given, isTrial: boolean) {
  const { runImport } = await import('../escalation/file-command.ts');
  return withStore(async ({ people }) => said(given, await runImport(people, textsOf(given.words), isTrial)));
}

export const ESCALATION_COMMANDS: readonly Command[] = [
  ...filed('schedule'),
  ...filed('policy'),
  {
    name: 'policy lint',
    usage: 'policy lint FILE...',
    does: 'says what is wrong with schedules and policies in YAML, by the line; nothing is written',
    words: [1, 1000],
    options: {},
    run: (given) => imported(given, true),
  },
  {
    name: 'oncall',
    usage: 'oncall [SCHEDULE] [--at TIME]',
    does: 'says who is on call, now or at an instant such as 2026-11-03T18:00Z',
    words: [0, 1],
    options: { at: 'string' },
    run: async (given) => {
      const { runOnCall } = await import('../escalation/file-command.ts');
      const at = instantOf(text(given, 'at')) ?? systemClock.now();
      return withStore(async ({ store }) => said(given, await runOnCall(store.db, given.words[0], at)));
    },
  },
];

/** @throws WrongUsage for a time without its zone, which would be another one for each reader */
function instantOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const ms = Date.parse(given);
  if (/(?:Z|[+-]\d\d:\d\d)$/.test(given) && !Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new WrongUsage(`--at is "${given}". Give a time with its offset, such as 2026-11-03T18:00Z.`);
}
