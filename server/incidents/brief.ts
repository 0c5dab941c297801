/** The brief of a hand-over, composed from the state: what the next holder has to know. */
import type { Instant } from '../core/clock.ts';
import { clockText, durationText } from '../core/time.ts';
import { cut } from '../core/text.ts';
import { temporaryChanges } from './changes.ts';
import type { Brief } from './entry-people.ts';
import { askedText, openEscalations } from './escalation-requests.ts';
import { spentSeconds } from './hypotheses.ts';
import type { Hypothesis } from './hypotheses.ts';
import { openIntervals } from './impact.ts';
import type { State } from './state.ts';
import { openTasks } from './tasks.ts';
import type { Task } from './tasks.ts';

/** More than these nobody takes in while taking over. */
const LAST_DECISIONS = 5;

export function briefOf(state: State, now: Instant): Brief {
  const zone = state.homeZone;
  const hypotheses = (status: Hypothesis['status']) =>
    state.hypotheses.filter((one) => one.status === status);
  const clocks = Object.entries(state.updateClocks);
  return trimmed({
    status: `${state.severity ?? 'Severity not set'}, ${state.status}`,
    impact: openIntervals(state).map(({ steps, from }) => {
      const size = steps.at(-1);
      const percent = size?.percent === undefined ? 'share not known' : `${size.percent} %`;
      return `${size?.statement ?? ''} (${percent}, since ${clockText(from.at, zone)})`;
    }),
    tasks: openTasks(state).map((task) => taskLine(task, zone)),
    decisions: state.decisions
      .slice(-LAST_DECISIONS)
      .map(({ text, at }) => `${clockText(at, zone)}: ${text}`),
    escalations: openEscalations(state).map((request) => {
      return `${askedText(request)} asked at ${clockText(request.requested.at, zone)}: ${request.reason}`;
    }),
    updates: clocks.map(([audience, { dueAt }]) => `${audience}: next by ${clockText(dueAt, zone)}`),
    hypothesesOpen: hypotheses('open').map((one) => `${one.statement} (${spent(one, now)})`),
    hypothesesRuledOut: hypotheses('ruled-out').map((one) => `${one.statement} (${spent(one, now)})`),
    temporaryChanges: temporaryChanges(state).map(({ what, where }) => `${what}, ${where}`),
    exitCriteria: (state.exitCriteria?.criteria ?? []).map(
      ({ text, holds }) => `${holds ? 'holds' : 'open'}: ${text}`,
    ),
  });
}

function taskLine({ owner, what, dueAt, accepted, passing }: Task, zone: string): string {
  const notes = [
    dueAt === undefined ? undefined : `due ${clockText(dueAt, zone)}`,
    accepted ? undefined : 'not read back',
    passing && `passed to ${passing.toName}, not accepted`,
  ].filter((note) => note !== undefined);
  return `${owner.name}: ${what}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

function spent(hypothesis: Hypothesis, now: Instant): string {
  return durationText(spentSeconds(hypothesis, now));
}

/** Each line as long as an entry may hold, each list as long too; the state itself tells the rest. */
function trimmed(brief: Brief): Brief {
  const lines = (list: string[]) => list.slice(0, 50).map((one) => cut(one, 200));
  return {
    status: cut(brief.status, 200),
    impact: lines(brief.impact),
    tasks: lines(brief.tasks ?? []),
    decisions: lines(brief.decisions ?? []),
    escalations: lines(brief.escalations),
    updates: lines(brief.updates),
    hypothesesOpen: lines(brief.hypothesesOpen),
    hypothesesRuledOut: lines(brief.hypothesesRuledOut),
    temporaryChanges: lines(brief.temporaryChanges),
    exitCriteria: lines(brief.exitCriteria),
  };
}
