/** Bringing in a report that was written elsewhere: look first, answer what it leaves open, then bring it in. */
import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, gathered, noFields, optionalLine, optionalText, several } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { PostmortemKit } from './actions.ts';
import { bringInReport, lookAtReport, reportFile, type ReportFile } from './import-actions.ts';
import { answersIn, givenIn, PREFIX } from './import-answers.ts';
import { importReportPage } from './import-pages.ts';

const MOST_HELD = 900_000;

const ImportReportFields = gathered(
  PREFIX,
  'answers',
  z.strictObject({
    act: choice(['look', 'bring-in'], 'Look at the report, or bring it in.'),
    text: optionalText(300_000),
    held: z
      .string()
      .max(MOST_HELD)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/)
      .optional(),
    name: optionalLine(200),
    answers: several(300),
  }),
);
type Sent = z.output<typeof ImportReportFields>;

export function importReportRoutes(kit: PostmortemKit): Route[] {
  const empty = (): Answer => shown();
  return [
    route('GET', paths.postmortemImport, 'incident.import', noFields, empty),
    route('POST', paths.postmortemImport, 'incident.import', ImportReportFields, (ask) => sent(kit, ask), {
      again: () => Promise.resolve(empty()),
      takesFile: true,
    }),
  ];
}

function shown(looked?: Parameters<typeof importReportPage>[0]): Answer {
  const model = importReportPage(looked);
  return page('postmortems/import', 'Bring a postmortem in', model, { noStore: true });
}

async function sent(kit: PostmortemKit, ask: SignedInAsk<Sent>): Promise<Answer> {
  const { act, answers: pairs } = ask.fields;
  const file = fileIn(ask);
  const given = givenIn(pairs);
  const { answers, problems } = answersIn(given);
  if (problems.length > 0) throw new Invalid(problems);
  if (act === 'look') {
    const zone = Object.values(answers.zones ?? {})[0] ?? ask.viewer.zone ?? kit.incidents.homeZone;
    return shown({ look: await lookAtReport(kit, ask.viewer, file, answers), given, zone });
  }
  const done = await bringInReport(kit, ask.viewer, file, { answers, by: byOf(ask) });
  const notice = done.isNew
    ? `${file.name} is here as ${done.key}. Its text is version 1, word for word.`
    : `${file.name} was here already, as ${done.key}. Nothing was written.`;
  return seeOther(href(paths.postmortem, { number: done.number }), notice);
}

/** The file that was sent, the text that was looked at before, or what was pasted. @throws Invalid without any */
function fileIn({ file, fields }: SignedInAsk<Sent>): ReportFile {
  if (file !== undefined && file.bytes.length > 0) return reportFile(file.name, file.bytes);
  if (fields.held !== undefined && fields.held !== '') {
    return reportFile(fields.name ?? 'report.md', Buffer.from(fields.held, 'base64'));
  }
  // A browser sends pasted lines with the line ends of the web, which nobody typed.
  if (fields.text !== undefined) return { name: 'pasted text', text: fields.text.replaceAll('\r\n', '\n') };
  throw new Invalid([{ field: 'file', sentence: 'Choose a file, or paste the text below.' }]);
}
