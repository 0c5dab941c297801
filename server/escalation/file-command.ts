/** `muster schedule` and `muster policy`: files out and in; `muster oncall`: who is on call. */
import { COMMAND_LINE } from '../audit/by.ts';
import type { Instant } from '../core/clock.ts';
import { clockWithUtc, dateText } from '../core/time.ts';
import { contactables } from '../identity/directory-actions.ts';
import type { Db } from '../store/open.ts';
import {
  bringInFile,
  filedWords,
  lookAtFile,
  policiesAsText,
  schedulesAsText,
  WrongFile,
  type FilingKit,
} from './file-actions.ts';
import { findSchedule, listSchedules } from './schedule-actions.ts';
import { onCall } from './schedule.ts';

type Result = { words: string; json: unknown; failed?: boolean };

export async function runExport(
  db: Db,
  kind: 'schedule' | 'policy',
  slug: string | undefined,
): Promise<Result> {
  const text = await (kind === 'schedule' ? schedulesAsText(db, slug) : policiesAsText(db, slug));
  return { words: text, json: { yaml: text } };
}

/** @param isTrial only says what would become of it */
export async function runImport(kit: FilingKit, text: string, isTrial: boolean): Promise<Result> {
  try {
    const filed = isTrial ? await lookAtFile(kit, text) : await bringInFile(kit, text, COMMAND_LINE);
    return { words: `${isTrial ? 'It would be so: ' : ''}${filedWords(filed)}`, json: { filed } };
  } catch (error) {
    if (!(error instanceof WrongFile)) throw error;
    return { words: error.message, json: { faults: error.faults }, failed: true };
  }
}

/** Who is on call in one schedule or in each, at an instant. @throws NotFound */
export async function runOnCall(db: Db, slug: string | undefined, at: Instant): Promise<Result> {
  const names = new Map((await contactables(db)).map(({ id, name }) => [id, name]));
  const schedules = slug === undefined ? await listSchedules(db) : [await findSchedule(db, slug)];
  const found = schedules.map((schedule) => {
    const { personId, until } = onCall(schedule, at);
    const person = personId === undefined ? null : (names.get(personId) ?? personId);
    return { schedule: schedule.slug, zone: schedule.zone, person, until: until ?? null };
  });
  const line = ({ schedule, zone, person, until }: (typeof found)[number]): string => {
    const end =
      until === null ? 'with no end' : `until ${dateText(until, zone)} ${clockWithUtc(until, zone)}`;
    return `${schedule}  ${person ?? 'NOBODY'}  ${end}`;
  };
  return {
    words: found.length === 0 ? 'There is no schedule.' : found.map(line).join('\n'),
    json: { at, on_call: found },
  };
}
