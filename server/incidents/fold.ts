/** Folds entries to the state: one line for each kind, each in the file of its noun. */
import type { Instant } from '../core/clock.ts';
import { ALERT_LINES } from './alerts.ts';
import { ASSESSMENT_LINES } from './assessment.ts';
import { ATTACHMENT_LINES } from './attachments.ts';
import { CHANGE_LINES } from './changes.ts';
import { CORRECTION_LINES, effective, isCorrection } from './corrections.ts';
import { DRILL_LINES } from './drill.ts';
import { isKnown } from './entry.ts';
import type { Envelope, Kind, StoredEntry } from './entry.ts';
import { ESCALATION_LINES } from './escalation-requests.ts';
import { EXIT_CRITERIA_LINES } from './exit-criteria.ts';
import { HEAD_LINES } from './head.ts';
import { HYPOTHESIS_LINES } from './hypotheses.ts';
import { IMPACT_LINES } from './impact.ts';
import { LINK_LINES } from './links.ts';
import { MERGE_LINES } from './merging.ts';
import { NOTE_LINES } from './notes.ts';
import { PEOPLE_LINES } from './people.ts';
import { REVIEW_LINES } from './review.ts';
import { ROLE_LINES } from './roles.ts';
import { RUN_LINES } from './run.ts';
import { RUN_MOVE_LINES } from './run-moves.ts';
import { SEVERITY_LINES } from './severity.ts';
import { NOTHING_YET } from './state.ts';
import type { Effective, Lines, State } from './state.ts';
import { STATUS_LINES } from './status.ts';
import { STEP_LINES } from './steps.ts';
import { TASK_LINES } from './tasks.ts';
import { DRAFT_LINES } from './update-drafts.ts';
import { UPDATE_LINES } from './updates.ts';

/** A kind without a line does not compile. */
const LINES: Lines = {
  ...HEAD_LINES,
  ...LINK_LINES,
  ...STATUS_LINES,
  ...MERGE_LINES,
  ...ASSESSMENT_LINES,
  ...ALERT_LINES,
  ...DRILL_LINES,
  ...SEVERITY_LINES,
  ...IMPACT_LINES,
  ...EXIT_CRITERIA_LINES,
  ...REVIEW_LINES,
  ...PEOPLE_LINES,
  ...ROLE_LINES,
  ...ESCALATION_LINES,
  ...RUN_LINES,
  ...RUN_MOVE_LINES,
  ...STEP_LINES,
  ...HYPOTHESIS_LINES,
  ...CHANGE_LINES,
  ...TASK_LINES,
  ...NOTE_LINES,
  ...ATTACHMENT_LINES,
  ...UPDATE_LINES,
  ...DRAFT_LINES,
  ...CORRECTION_LINES,
};

/** The state after all entries of an incident, or after any first part of them. */
export function fold(entries: readonly StoredEntry[]): State {
  const folded = effective(entries).reduce(apply, NOTHING_YET);
  return ended(folded, entries);
}

/** What was known at an instant: the fold of what had been recorded by then, corrections made later left out. */
export function foldKnownAt(entries: readonly StoredEntry[], instant: Instant): State {
  return fold(entries.filter(({ recordedAt }) => recordedAt <= instant));
}

/** The state after more entries. A correction changes what earlier entries mean, so then all are folded anew. */
export function foldOn(state: State, more: readonly StoredEntry[]): State {
  if (more.length === 0) return state;
  const entries = [...state.entries, ...more];
  if (more.some(isCorrection)) return fold(entries);
  return ended(more.filter(isKnown).reduce(apply, state), entries);
}

function ended(state: State, entries: readonly StoredEntry[]): State {
  const last = entries.at(-1);
  return { ...state, entries, seq: last?.seq ?? 0, headHash: last?.hash ?? NOTHING_YET.headHash };
}

function apply<K extends Kind>(state: State, entry: Effective<K>): State {
  const line: Lines[K] = LINES[entry.kind];
  return acted(line(state, entry), entry);
}

/**
 * Remembers the latest time, and when a person last wrote: by the time of recording, which in a drill runs apart from
 * the drill's clock.
 */
function acted(state: State, entry: Envelope): State {
  const latestAt = later(state.latestAt, entry.occurredAt);
  const at = state.kind === 'drill' ? entry.occurredAt : entry.recordedAt;
  const known = state.lastActs[entry.actor.id] ?? '';
  if (entry.actor.type !== 'person' || known >= at) return { ...state, latestAt };
  return { ...state, latestAt, lastActs: { ...state.lastActs, [entry.actor.id]: at } };
}

function later(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}
