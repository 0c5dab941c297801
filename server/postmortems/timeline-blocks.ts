import { capital } from '../core/text.ts';
/** The timeline: what came before, and what happened, one line for each moment. */
import type { Instant } from '../core/clock.ts';
import type { Effective } from '../incidents/state.ts';
import type { BlockTimes } from './block-times.ts';
import type { Frame } from './frame.ts';
import { isTold } from './timeline-kinds.ts';
import { toldWords } from './told.ts';

/** What happened before anybody noticed or users were hurt. Notes count here too: somebody gave them that time. */
export function leadUpBlock(frame: Frame): string | undefined {
  const began = beginning(frame);
  const before = frame.entries.filter(
    (entry) =>
      entry.occurredAt < began &&
      (isTold(entry, frame.state) || entry.kind === 'note-added' || entry.kind === 'value-recorded'),
  );
  return before.length === 0 ? undefined : lines(frame, before);
}

export function timelineBlock(frame: Frame): string {
  const began = beginning(frame);
  const told = frame.entries.filter((entry) => entry.occurredAt >= began && isTold(entry, frame.state));
  return told.length === 0 ? 'Nothing is recorded that belongs on a timeline.' : lines(frame, told);
}

/** The earliest of: users were hurt, somebody noticed, the incident was opened. */
function beginning({ state, asOf }: Frame): Instant {
  const { impactBeganAt, detectedAt } = state.stamps;
  const moments = [impactBeganAt, detectedAt, state.openedAt].flatMap((moment) => moment?.at ?? []);
  return moments.toSorted()[0] ?? asOf;
}

function lines(frame: Frame, entries: readonly Effective[]): string {
  const times = frame.times();
  return moments(entries)
    .map((moment) => line(frame, times, moment))
    .join('\n');
}

/** Entries of one request at one instant are one moment: declaring takes command in the same breath. */
function moments(entries: readonly Effective[]): Effective[][] {
  const made: Effective[][] = [];
  for (const entry of entries) {
    const last = made.at(-1);
    const before = last?.at(-1);
    if (last && before && isSameAct(before, entry)) last.push(entry);
    else made.push([entry]);
  }
  return made;
}

function isSameAct(one: Effective, other: Effective): boolean {
  return (
    one.occurredAt === other.occurredAt && one.recordedAt === other.recordedAt && one.opId === other.opId
  );
}

function line(frame: Frame, times: BlockTimes, moment: readonly Effective[]): string {
  const [first] = moment;
  if (first === undefined) return '';
  const about = first.precision === 'about' ? ', about' : '';
  const clauses = [
    ...declared(frame, moment),
    ...moment.filter((entry) => !isDeclaring(entry, moment)).map(clause(frame)),
  ];
  return `- **${times.at(first.occurredAt)}${about}** ${capital(clauses.join('; '))}.`;
}

function clause(frame: Frame): (entry: Effective) => string {
  return (entry) => `${toldWords(entry, frame)} ${frame.ref(entry.seq)}`;
}

/** What the button "Declare" writes is one act: opened, real, a severity, and often command. */
function isDeclaring(entry: Effective, moment: readonly Effective[]): boolean {
  if (declaration(moment) === undefined) return false;
  if (entry.kind === 'incident-opened') return entry.body.how === 'declared';
  if (entry.kind === 'status-changed') return entry.body.to === 'triage';
  if (entry.kind === 'role-taken')
    return entry.body.role === 'commander' && entry.body.personId === entry.actor.id;
  return entry.kind === 'acknowledged' || entry.kind === 'severity-set';
}

function declaration(moment: readonly Effective[]): Effective<'status-changed'> | undefined {
  return moment.find(
    (entry): entry is Effective<'status-changed'> =>
      entry.kind === 'status-changed' && entry.body.to === 'triage' && entry.body.from === 'detected',
  );
}

/** "Ana Ruiz declared SEV-1 #1 to #4 and took command #5". */
function declared(frame: Frame, moment: readonly Effective[]): string[] {
  const status = declaration(moment);
  if (status === undefined) return [];
  const parts = moment.filter((entry) => isDeclaring(entry, moment));
  const severity = parts.find((entry) => entry.kind === 'severity-set');
  const known = severity?.body.to ?? frame.state.severities.findLast(({ seq }) => seq < status.seq)?.severity;
  const doubt = severity?.body.reason === 'not sure' ? ' (not sure yet)' : '';
  const command = parts.find((entry) => entry.kind === 'role-taken');
  const seqs = parts.filter((entry) => entry !== command).map(({ seq }) => seq);
  const what = `${known ?? 'the incident'}${doubt}`;
  const [refs, taken] = [frame.ref(...seqs), command === undefined ? '' : ` ${frame.ref(command.seq)}`];
  if (!frame.isNamed)
    return [`${what} was declared ${refs}${command === undefined ? '' : ` and command taken${taken}`}`];
  const who = frame.who(status.actor, status.occurredAt);
  return [`${who} declared ${what} ${refs}${command === undefined ? '' : ` and took command${taken}`}`];
}
