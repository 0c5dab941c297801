/** Commands about postmortems. */
import { oneOf, type Command } from './command.ts';
import { incidentNamed } from './incident-named.ts';
import { withStore } from './installation.ts';

export const POSTMORTEM_COMMANDS: readonly Command[] = [
  {
    name: 'postmortem draft',
    usage: 'postmortem draft INC-42',
    does: 'writes the draft that the entries of an incident give at this moment; nothing is kept',
    words: [1, 1],
    options: {},
    run: async (given) => {
      const { draftFor } = await import('../postmortems/actions.ts');
      const { postmortemKit } = await import('./kits.ts');
      const number = incidentNamed(given.words[0]);
      return withStore(async (here) => ({
        output: await draftFor(postmortemKit(here), number),
        exitCode: 0,
      }));
    },
  },
  {
    name: 'postmortem export',
    usage: 'postmortem export INC-42 [--format FORMAT]',
    does: 'writes the newest version of a postmortem, as Markdown (md) or with its record (json)',
    words: [1, 1],
    options: { format: 'string' },
    run: async (given) => {
      const { exportPostmortem } = await import('../postmortems/export-actions.ts');
      const { postmortemKit } = await import('./kits.ts');
      const number = incidentNamed(given.words[0]);
      const format = oneOf(given, 'format', ['md', 'json']);
      return withStore(async (here) => {
        const { url, basePath } = here.config;
        const absolute = (path: string): string => url.origin + basePath + path;
        const output = await exportPostmortem(postmortemKit(here), number, format, { absolute });
        return { output, exitCode: 0 };
      });
    },
  },
];
