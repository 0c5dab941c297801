/** Brings in a report that was written elsewhere: as a postmortem, and as the record of what it tells. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { sha256Hex } from '../core/canonical.ts';
import { Refused } from '../core/refused.ts';
import { cut } from '../core/text.ts';
import { isHomeZone } from '../core/zone-name.ts';
import { numberOfKey } from '../incidents/key.ts';
import type { Severity } from '../incidents/entry-fields.ts';
import { openTold } from '../incidents/told-actions.ts';
import { saysOver } from '../reports/fact.ts';
import type { Answers } from '../reports/question.ts';
import { readReport, type Report } from '../reports/report.ts';
import { takeTurn } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { firstRow, versionRow, type PostmortemKit } from './actions.ts';
import { shelveNewest } from './shelving.ts';
import { importedWith, insertPostmortem, insertVersion } from './store.ts';

/** A report as it was sent: its name, and its text byte for byte. */
export type ReportFile = { name: string; text: string };

/** What a report tells, before anything is written. */
export type Look = {
  file: ReportFile;
  report: Report;
  /** The incident under which the same bytes are here already. */
  here: { key: string; number: number } | undefined;
};

/** What was brought in; `open` lines of the timeline are in the document alone, since their time is not known. */
export type BroughtIn = { key: string; number: number; entries: number; open: number };

const MOST_CHARACTERS = 300_000;
const MOST_LINE = 10_000;

/** @throws Refused for bytes that are no text */
export function reportFile(name: string, bytes: Uint8Array): ReportFile {
  try {
    return fitting({ name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) });
  } catch (error) {
    if (error instanceof Refused) throw error;
    const sentence = `${name} is no text in UTF-8. Save it as plain text or Markdown, and send that.`;
    throw new Refused('no-text', sentence, { field: 'file' });
  }
}

function fitting(file: ReportFile): ReportFile {
  if (file.text.trim() === '') throw new Refused('empty-file', `${file.name} is empty.`, { field: 'file' });
  if (file.text.includes('\0')) throw new Refused('no-text', `${file.name} is no text.`, { field: 'file' });
  if (file.text.length <= MOST_CHARACTERS) return file;
  const sentence = `${file.name} has more than ${MOST_CHARACTERS.toLocaleString('en')} characters. Split it.`;
  throw new Refused('too-long', sentence, { field: 'file' });
}

/** Reads a report; nothing is kept. */
export async function lookAtReport(
  kit: PostmortemKit,
  viewer: Viewer | undefined,
  file: ReportFile,
  answers: Answers,
): Promise<Look> {
  const report = readReport(file.text, file.name, answers);
  return { file, report, here: await importedWith(kit.db, viewer, sha256Hex(file.text)) };
}

/**
 * Brings a report in, whole or not at all: version 1 of the postmortem is its text, and each line whose instant is
 * known becomes an entry. The same text once more gives what is there.
 * @throws Refused for a text that tells of no incident
 */
export async function bringInReport(
  kit: PostmortemKit,
  viewer: Viewer | undefined,
  file: ReportFile,
  { answers, by }: { answers: Answers; by: By },
): Promise<BroughtIn & { isNew: boolean }> {
  const report = readReport(file.text, file.name, answers);
  if (!report.isReport) throw new Refused('no-report', report.findings[0]?.sentence ?? '', { field: 'file' });
  const lines = report.told.filter(({ at }) => at !== undefined);
  const counts = { entries: lines.length, open: report.told.length - lines.length };
  const { state, ...brought } = await inTransaction(kit.db, async (db) => {
    // The same report may come twice at the same moment: whoever is second reads here what the first brought in.
    await takeTurn(db, 'import');
    const here = await importedWith(db, viewer, sha256Hex(file.text));
    if (here !== undefined) return { ...here, state: undefined };
    const state = await openTold(kit.incidents, db, viewer, recordOf(kit, file, report, answers));
    const number = numberOfKey(state.key);
    await insertText(kit, db, viewer, { file, title: report.title, incidentId: state.incidentId, number });
    const subject = { type: 'incident', id: state.incidentId, name: state.key } as const;
    await audit({ ...kit, db }, by, {
      kind: 'report-imported',
      subject,
      details: { entries: state.seq, file: file.name },
    });
    return { key: state.key, number, state };
  });
  if (state !== undefined) kit.incidents.states.keep(state);
  return { ...brought, ...counts, isNew: state !== undefined };
}

function recordOf(kit: PostmortemKit, file: ReportFile, report: Report, answers: Answers) {
  const told = report.told.flatMap((line) => (line.at === undefined ? [] : [{ ...line, at: line.at }]));
  const over = told.findLast(({ text }) => saysOver(text));
  return {
    title: cut(report.title, 200),
    homeZone: homeZoneOf(answers) ?? kit.incidents.homeZone,
    visibility: 'all' as const,
    severity: severityIn(report.facts.severity?.value),
    lines: told.map((line) => ({
      text: cut(line.text === '' ? (line.time?.written ?? '') : line.text, MOST_LINE),
      instant: line.at,
      precision: line.precision,
    })),
    over: over && { instant: over.at, precision: over.precision },
    from: cut(file.name, 80),
  };
}

/** The zone that somebody named for the times, where it is one in which people live. */
function homeZoneOf({ zone, zones = {} }: Answers): string | undefined {
  return [zone, ...Object.values(zones)].find((name) => name !== undefined && isHomeZone(name));
}

/** "Severity: 2" and "SEV-2" name one of ours; "P1" and "high" are another house's words and stay in the text. */
function severityIn(words: string | undefined): Severity | undefined {
  const digit = /^sev(?:erity)?\D{0,10}([1-4])$/i.exec(words ?? '')?.[1];
  return digit === undefined ? undefined : (`SEV-${digit}` as Severity);
}

type Text = { file: ReportFile; title: string; incidentId: string; number: number };

async function insertText(
  kit: PostmortemKit,
  db: Db,
  viewer: Viewer | undefined,
  { file, title, incidentId, number }: Text,
): Promise<void> {
  const row = firstRow(kit, { incidentId, number, title: cut(title, 200) });
  await insertPostmortem(db, row);
  // Nothing of it was generated, so nothing of it may be replaced when facts are brought in anew.
  const written = { text: file.text, base: '', summary: `brought in from ${cut(file.name, 80)}` };
  await insertVersion(db, versionRow(kit, row.postmortem_id, 1, written, viewer));
  await shelveNewest(kit.search, db, { postmortemId: row.postmortem_id, title: row.title, text: file.text });
}
