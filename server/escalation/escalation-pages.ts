/** `/escalation`: who is on call, where nobody is, and what is open. */
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { durationText, plusSeconds, secondsBetween } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { gaps, GAP_DAYS } from './coverage.ts';
import { offeredLevel } from './hand-over.ts';
import { isRunOpen, wasHeld, type LevelRecord, type Run } from './run.ts';
import { onCall } from './schedule.ts';
import type { StoredSchedule } from './schedule-store.ts';
import { shortTime, stripOf, whyText, type StripPicture } from './strip.ts';

export type OnCallView = {
  name: string;
  href: string;
  now: string;
  why: string;
  until: string;
  next: string;
  isGap: boolean;
  gaps: string;
  hasGaps: boolean;
  picture: StripPicture;
  shifts: readonly { from: string; to: string; who: string; why: string; length: string; isGap: boolean }[];
};

export type RunLine = {
  href: string;
  subject: string;
  subjectHref: string;
  title: string;
  severity: string | undefined;
  policy: string;
  stands: string;
  next: string;
  isAlarm: boolean;
  /** Where the reader answers, who is one of those that are asked. */
  answers: { accept: string; decline: string } | undefined;
};

export type EscalationPage = {
  onCall: readonly OnCallView[];
  open: readonly RunLine[];
  ended: readonly RunLine[];
  policies: readonly { name: string; href: string }[];
  lastTick: string;
  mayEdit: boolean;
  hasMail: boolean;
};

export type Reading = { now: Instant; zone: string; person(id: string): string };

export function onCallView(schedule: StoredSchedule, reading: Reading): OnCallView {
  const { now, zone, person } = reading;
  const current = onCall(schedule, now);
  const then = current.until === undefined ? undefined : onCall(schedule, current.until);
  const { picture, shifts } = stripOf(schedule, now, { person, zone });
  return {
    name: schedule.name,
    href: href(paths.schedule, { slug: schedule.slug }),
    now: current.personId === undefined ? 'Nobody' : person(current.personId),
    why: whyText(current.why, { person, zone }),
    until: current.until === undefined ? 'with no end' : `until ${shortTime(current.until, zone)}`,
    next:
      then === undefined
        ? 'Nothing changes.'
        : `Then ${then.personId === undefined ? 'nobody' : person(then.personId)}.`,
    isGap: current.personId === undefined,
    ...gapWords(schedule, reading),
    picture,
    shifts,
  };
}

/** The gaps of the next weeks in words. */
function gapWords(
  schedule: StoredSchedule,
  { now, zone }: Pick<Reading, 'now' | 'zone'>,
): { gaps: string; hasGaps: boolean } {
  const found = gaps(schedule, now);
  const [first] = found;
  if (first === undefined)
    return {
      gaps: `Somebody is on call at each moment of the next ${String(GAP_DAYS)} days.`,
      hasGaps: false,
    };
  const total = durationText(found.reduce((sum, { from, to }) => sum + secondsBetween(from, to), 0));
  const isWhole = first.from === now && first.to === plusSeconds(now, GAP_DAYS * 86_400);
  if (isWhole) return { gaps: `Nobody is on call in the next ${String(GAP_DAYS)} days.`, hasGaps: true };
  const which = `the first from ${shortTime(first.from, zone)} to ${shortTime(first.to, zone)}`;
  return {
    gaps: `Nobody is on call in ${counted(found.length, 'gap')} of the next ${String(GAP_DAYS)} days, ${total} in all: ${which}.`,
    hasGaps: true,
  };
}

/** One escalation as a line: who was asked, who has it, what is about to happen, and the answer of whoever is asked. */
export function runLine(
  run: Run,
  levels: readonly LevelRecord[],
  { now, zone }: Pick<Reading, 'now' | 'zone'>,
  reader: { id: string; mayAnswer: boolean },
): RunLine {
  return {
    href: href(paths.escalationRun, { id: run.id }),
    subject: run.subject.key,
    subjectHref: run.subject.path,
    title: run.subject.title,
    severity: run.severity,
    policy: run.chain[0]?.name ?? '',
    stands: standsText(run, levels, zone),
    next:
      run.dueAt === undefined
        ? ''
        : `goes on in ${durationText(Math.max(0, secondsBetween(now, run.dueAt)))}`,
    isAlarm: run.state === 'exhausted',
    answers:
      isRunOpen(run) && reader.mayAnswer && wasAsked(levels, reader.id)
        ? {
            accept: href(paths.runAcceptance, { id: run.id }),
            decline: href(paths.runRefusal, { id: run.id }),
          }
        : undefined,
  };
}

/** Whether somebody was asked in any of the levels so far. */
export function wasAsked(levels: readonly LevelRecord[], personId: string): boolean {
  return levels.some(({ people }) => people.some((asked) => asked.personId === personId));
}

export function standsText(run: Run, levels: readonly LevelRecord[], zone: string): string {
  const current = levels.findLast(({ outcome }) => outcome === 'waiting');
  switch (run.state) {
    case 'requested':
      if (wasHeld(run) && run.dueAt !== undefined)
        return `Held by a window of maintenance until ${shortTime(run.dueAt, zone)}: nobody was asked yet.`;
      return 'The first level is about to be asked.';
    case 'sent': {
      if (current === undefined) return 'The next round is about to begin.';
      const who = current.people.map(({ name }) => name).join(', ');
      const what = current.isFallback ? 'The fallback' : `Level ${String(current.level)}`;
      const by = current.answerBy === undefined ? '' : ` until ${shortTime(current.answerBy, zone)}`;
      return `${what} is asked${by}: ${who}.`;
    }
    case 'accepted': {
      const at = run.acceptedAt === undefined ? '' : ` at ${shortTime(run.acceptedAt, zone)}`;
      const offered = offeredLevel(run, levels)
        ?.people.map(({ name }) => name)
        .join(', ');
      const asked = offered === undefined ? '' : ` ${offered} is asked to take it over.`;
      return `${run.owner?.name ?? 'Somebody'} accepted${at}.${asked}`;
    }
    case 'exhausted':
      return 'Everybody was asked and nobody accepted. Call somebody by hand.';
    case 'withdrawn':
      return `No longer needed: ${run.endedWhy ?? 'it was withdrawn'}.`;
  }
}
