/** Commands about whole incidents: taking one along, and bringing one in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { COMMAND_LINE } from '../audit/by.ts';
import { isOn, oneOf, said, text, WrongUsage, type Command } from './command.ts';
import { incidentNamed } from './incident-named.ts';
import { withStore } from './installation.ts';

export const INCIDENT_COMMANDS: readonly Command[] = [
  {
    name: 'incident export',
    usage: 'incident export INC-42 [--format FORMAT] [--out FILE]',
    does: 'writes an incident: all of it (zip), as a text (md), as data (json), or an entry a line (jsonl)',
    words: [1, 1],
    options: { format: 'string', out: 'string' },
    run: async (given) => {
      const { exportIncident, FORMATS } = await import('../exchange/export-actions.ts');
      const { postmortemKit } = await import('./kits.ts');
      const number = incidentNamed(given.words[0]);
      const format = oneOf(given, 'format', FORMATS);
      const out = text(given, 'out');
      if (format === 'zip' && out === undefined)
        throw new WrongUsage('A zip file is no text: say where it goes with --out FILE.');
      return withStore(async (here) => {
        const { url, basePath } = here.config;
        const absolute = (path: string): string => url.origin + basePath + path;
        const exporting = { viewer: undefined, by: COMMAND_LINE, absolute };
        const { body } = await exportIncident(postmortemKit(here), number, format, exporting);
        if (out === undefined) return { output: body.toString(), exitCode: 0 };
        writeFileSync(out, body, { flag: 'wx' });
        return {
          output: `INC-${String(number)} is in ${out} (${String(body.length)} bytes).\n`,
          exitCode: 0,
        };
      });
    },
  },
  {
    name: 'incident import',
    usage: 'incident import FILE [--dry-run]',
    does: 'brings in an incident that another installation exported as zip; --dry-run only says what is in it',
    words: [1, 1],
    options: { 'dry-run': 'boolean' },
    run: async (given) => {
      const { importIncident, previewImport } = await import('../exchange/import-actions.ts');
      const { postmortemKit } = await import('./kits.ts');
      const [path = ''] = given.words;
      const bytes = readFileSync(path);
      return withStore(async (here) => {
        const { incidents } = postmortemKit(here);
        if (!isOn(given, 'dry-run')) {
          const { holds, ...done } = await importIncident(incidents, bytes, COMMAND_LINE);
          return said(given, { words: `${done.from} is here as ${done.key}: ${holds}.`, json: done });
        }
        const preview = await previewImport(incidents, bytes);
        const { key, installation, title, holds, here: known } = preview;
        const standing = known?.sentence ?? 'It can be brought in. Nothing was written.';
        return said(given, {
          words: `${key} of ${installation}: ${title}\n${holds}.\n${standing}`,
          json: preview,
        });
      });
    },
  },
];
