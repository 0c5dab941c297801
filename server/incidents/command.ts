/** Everything that somebody can ask of an incident: one command for each act of a person, a few for the server. */
import type { Context, Decision, When } from './act.ts';
import type { AssessmentCommands } from './decide-assessment.ts';
import type { ChangeCommands } from './decide-changes.ts';
import type { CorrectionCommands } from './decide-corrections.ts';
import type { DraftCommands } from './decide-drafts.ts';
import type { EscalationCommands } from './decide-escalations.ts';
import type { AlertCommands } from './decide-alerts.ts';
import type { EngineCommands } from './decide-engine.ts';
import type { DrillCommands } from './decide-drill.ts';
import type { HeadCommands } from './decide-head.ts';
import type { HypothesisCommands } from './decide-hypotheses.ts';
import type { ImpactCommands } from './decide-impact.ts';
import type { LinkCommands } from './decide-links.ts';
import type { MergeCommands } from './decide-merging.ts';
import type { NoteCommands } from './decide-notes.ts';
import type { OpeningCommands } from './decide-opening.ts';
import type { PeopleCommands } from './decide-people.ts';
import type { ReviewCommands } from './decide-review.ts';
import type { RoleCommands } from './decide-roles.ts';
import type { RunCommands } from './decide-run.ts';
import type { RunMoveCommands } from './decide-run-moves.ts';
import type { StatusCommands } from './decide-status.ts';
import type { StepPartCommands } from './decide-step-parts.ts';
import type { StepCommands } from './decide-steps.ts';
import type { TaskCommands } from './decide-tasks.ts';
import type { ToldCommands } from './decide-told.ts';
import type { TimeCommands } from './decide-time.ts';
import type { UpdateCommands } from './decide-updates.ts';
import type { State } from './state.ts';

type CommandFields = OpeningCommands &
  ToldCommands &
  HeadCommands &
  LinkCommands &
  StatusCommands &
  MergeCommands &
  AssessmentCommands &
  ImpactCommands &
  PeopleCommands &
  RoleCommands &
  EscalationCommands &
  RunCommands &
  RunMoveCommands &
  StepCommands &
  StepPartCommands &
  HypothesisCommands &
  ChangeCommands &
  TaskCommands &
  NoteCommands &
  UpdateCommands &
  DraftCommands &
  CorrectionCommands &
  ReviewCommands &
  AlertCommands &
  EngineCommands &
  DrillCommands &
  TimeCommands;

export type CommandType = keyof CommandFields;

/** `at` is when it happened, if that was not just now. */
export type Command<T extends CommandType = CommandType> = {
  [P in T]: { type: P; at?: When | undefined } & CommandFields[P];
}[T];

/** The rules for some commands, which are named by the fields that each carries. */
export type Rules<Fields> = {
  [T in keyof Fields]: (
    state: State,
    command: Fields[T] & { at?: When | undefined },
    context: Context,
  ) => Decision;
};
