/** Commands about runbooks, which need no database. */
import { readConfig } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { isOn, WrongUsage, type Command } from './command.ts';

export const RUNBOOK_COMMANDS: readonly Command[] = [
  {
    name: 'runbook lint',
    usage: 'runbook lint [PATH...] [--strict]',
    does: 'says what is wrong with runbooks, by default those of MUSTER_RUNBOOKS; --strict fails on warnings',
    words: [0, Infinity],
    options: { strict: 'boolean' },
    run: async (given) => {
      const { runRunbookLint } = await import('../runbooks/command.ts');
      return runRunbookLint(given.words.length > 0 ? given.words : [libraryFolder()], {
        json: isOn(given, 'json'),
        strict: isOn(given, 'strict'),
        today: systemClock.now().slice(0, 10),
      });
    },
  },
  {
    name: 'runbook show',
    usage: 'runbook show FILE',
    does: 'shows what Muster reads from a file: phases, steps, values, branches',
    words: [1, 1],
    options: {},
    run: async (given) => {
      const { runRunbookShow } = await import('../runbooks/command.ts');
      const [file = ''] = given.words;
      return runRunbookShow(file, { json: isOn(given, 'json') });
    },
  },
];

function libraryFolder(): string {
  const { runbooks } = readConfig();
  if (runbooks !== undefined) return runbooks;
  throw new WrongUsage('MUSTER_RUNBOOKS is empty, so name the files or folders to lint.');
}
