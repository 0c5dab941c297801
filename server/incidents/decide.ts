/** Decides what an act adds to the record: entries, or a sentence that says why not. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { notAhead } from './act.ts';
import type { Context, Decision } from './act.ts';
import type { Command, CommandType } from './command.ts';
import { ASSESSMENT_RULES } from './decide-assessment.ts';
import { CHANGE_RULES } from './decide-changes.ts';
import { CORRECTION_RULES } from './decide-corrections.ts';
import { DRAFT_RULES } from './decide-drafts.ts';
import { ESCALATION_RULES } from './decide-escalations.ts';
import { ALERT_RULES } from './decide-alerts.ts';
import { ENGINE_RULES } from './decide-engine.ts';
import { DRILL_RULES } from './decide-drill.ts';
import { HEAD_RULES } from './decide-head.ts';
import { HYPOTHESIS_RULES } from './decide-hypotheses.ts';
import { IMPACT_RULES } from './decide-impact.ts';
import { LINK_RULES } from './decide-links.ts';
import { MERGE_RULES } from './decide-merging.ts';
import { NOTE_RULES } from './decide-notes.ts';
import { OPENING_RULES } from './decide-opening.ts';
import { PEOPLE_RULES } from './decide-people.ts';
import { REVIEW_RULES } from './decide-review.ts';
import { ROLE_RULES } from './decide-roles.ts';
import { RUN_RULES } from './decide-run.ts';
import { RUN_MOVE_RULES } from './decide-run-moves.ts';
import { STATUS_RULES } from './decide-status.ts';
import { STEP_PART_RULES } from './decide-step-parts.ts';
import { STEP_RULES } from './decide-steps.ts';
import { TASK_RULES } from './decide-tasks.ts';
import { TOLD_RULES } from './decide-told.ts';
import { TIME_RULES } from './decide-time.ts';
import { UPDATE_RULES } from './decide-updates.ts';
import type { State } from './state.ts';
import { isOver } from './status-order.ts';
import { mustBeOurs } from './copies.ts';
import { mustFit } from './trial.ts';

/** A command without a rule does not compile. */
const RULES: { [T in CommandType]: (state: State, command: Command<T>, context: Context) => Decision } = {
  ...OPENING_RULES,
  ...TOLD_RULES,
  ...HEAD_RULES,
  ...LINK_RULES,
  ...STATUS_RULES,
  ...MERGE_RULES,
  ...ASSESSMENT_RULES,
  ...IMPACT_RULES,
  ...PEOPLE_RULES,
  ...ROLE_RULES,
  ...ESCALATION_RULES,
  ...RUN_RULES,
  ...RUN_MOVE_RULES,
  ...STEP_RULES,
  ...STEP_PART_RULES,
  ...HYPOTHESIS_RULES,
  ...CHANGE_RULES,
  ...TASK_RULES,
  ...NOTE_RULES,
  ...UPDATE_RULES,
  ...DRAFT_RULES,
  ...CORRECTION_RULES,
  ...REVIEW_RULES,
  ...ALERT_RULES,
  ...ENGINE_RULES,
  ...DRILL_RULES,
  ...TIME_RULES,
};

const BEGINNINGS: ReadonlySet<CommandType> = new Set(['declare', 'report', 'open-told']);

/** What can still be done when nothing more happens. */
const AFTER_THE_END: ReadonlySet<CommandType> = new Set([
  'correct-time',
  'correct-text',
  'strike',
  'redact-entry',
  'pin-entry',
  'change-label',
  'change-link',
  'publish-postmortem',
  'pass-time',
  'end-drill',
]);

/**
 * The entries that a command adds, to be appended together or not at all. Without entries `said` tells the person
 * why nothing was added; with entries it tells what else they should know.
 *
 * @throws Refused, and nothing else, when a rule says no.
 */
export function decide(state: State, command: Command, context: Context): Decision {
  mustBeOurs(state);
  mustBeOpen(state, command);
  const now = state.latestAt > context.now ? state.latestAt : context.now;
  const decision = ruled(state, happened(command, now), { ...context, now });
  mustFit(state, decision.entries);
  return decision;
}

function ruled<T extends CommandType>(state: State, command: Command<T>, context: Context): Decision {
  const rule: (typeof RULES)[T] = RULES[command.type];
  return rule(state, command, context);
}

function mustBeOpen(state: State, command: Command): void {
  const { type } = command;
  if (state.seq === 0 && !BEGINNINGS.has(type)) throw new Refused('not-open', 'This incident has not begun.');
  // Who may read it is a question that outlives it.
  const isAboutReaders = type === 'change-details' && command.field === 'visibility';
  if (!isOver(state.status) || AFTER_THE_END.has(type) || isAboutReaders) return;
  throw new Refused(
    'over',
    `${state.key} is ${state.status}. Its entries can still be corrected; for something new declare an incident that follows it.`,
  );
}

function happened(command: Command, now: Instant): Command {
  return command.at ? { ...command, at: notAhead(command.at, now) } : command;
}
