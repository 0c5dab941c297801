/** Commands about the scenarios of drills, which need no database. */
import { readConfig } from '../config.ts';
import { isOn, WrongUsage, type Command } from './command.ts';

export const DRILL_COMMANDS: readonly Command[] = [
  {
    name: 'drill lint',
    usage: 'drill lint [PATH...] [--strict]',
    does: 'says what is wrong with scenarios, by default those of MUSTER_RUNBOOKS; --strict fails on warnings',
    words: [0, Infinity],
    options: { strict: 'boolean' },
    run: async (given) => {
      const { runDrillLint } = await import('../drills/drill-command.ts');
      return runDrillLint(given.words.length > 0 ? given.words : [libraryFolder()], {
        json: isOn(given, 'json'),
        strict: isOn(given, 'strict'),
      });
    },
  },
  {
    name: 'drill show',
    usage: 'drill show FILE',
    does: 'shows what Muster reads from a scenario, secrets and all: for its author',
    words: [1, 1],
    options: {},
    run: async (given) => {
      const { runDrillShow } = await import('../drills/drill-command.ts');
      const [file = ''] = given.words;
      return runDrillShow(file, { json: isOn(given, 'json') });
    },
  },
];

function libraryFolder(): string {
  const { runbooks } = readConfig();
  if (runbooks !== undefined) return runbooks;
  throw new WrongUsage('MUSTER_RUNBOOKS is empty, so name the scenarios to lint.');
}
