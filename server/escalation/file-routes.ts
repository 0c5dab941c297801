import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { file, page, seeOther, type Answer } from '../web/answer.ts';
import { choice, noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route } from '../web/route.ts';
import {
  bringInFile,
  filedWords,
  lookAtFile,
  policiesAsText,
  schedulesAsText,
  WrongFile,
} from './file-actions.ts';
import type { EscalationKit } from './setting-actions.ts';

const TYPE = 'application/yaml; charset=utf-8';

const FileFields = z.strictObject({
  act: choice(['look', 'bring-in'], 'Check the text, or bring it in.'),
  text: z
    .string({ error: 'Paste the text of a file.' })
    .max(500_000, { error: 'The text is longer than 500 KB.' })
    .refine((text) => text.trim() !== '', { error: 'Paste the text of a file.' }),
});

export type FilePage = { action: string; help: string; found: string | undefined };

/** Schedules and policies as files: out, and in again. */
export function fileRoutes(kit: EscalationKit): Route[] {
  const shown = (found?: string): Answer => {
    const help = href(paths.helpPage, { page: 'escalating' });
    const model: FilePage = { action: paths.escalationImport, help, found };
    return page('escalation/import', 'Bring in schedules and policies', model, {
      isFormAgain: found !== undefined,
    });
  };
  return [
    route('GET', paths.scheduleFile, 'schedule.edit', noFields, async ({ params: { slug = '' } }) =>
      file(await schedulesAsText(kit.db, slug), TYPE, `schedule-${slug}.yaml`),
    ),
    route('GET', paths.policyFile, 'policy.edit', noFields, async ({ params: { slug = '' } }) =>
      file(await policiesAsText(kit.db, slug), TYPE, `policy-${slug}.yaml`),
    ),
    route('GET', paths.escalationImport, 'policy.edit', noFields, () => shown()),
    route(
      'POST',
      paths.escalationImport,
      'policy.edit',
      FileFields,
      async (ask) => {
        const { act, text } = ask.fields;
        try {
          if (act === 'look') return shown(`If you bring it in: ${filedWords(await lookAtFile(kit, text))}`);
          return seeOther(paths.escalation, filedWords(await bringInFile(kit, text, byOf(ask))));
        } catch (error) {
          if (error instanceof WrongFile) throw lined(error);
          throw error;
        }
      },
      { again: () => Promise.resolve(shown()) },
    ),
  ];
}

function lined({ faults }: WrongFile): Invalid {
  return new Invalid(
    faults.map(({ line, sentence }) => ({ field: 'text', sentence: `Line ${String(line)}: ${sentence}` })),
  );
}
