/** What an incident is at one moment: the fold of its entries. Each part is described in the file of its noun. */
import type { Instant } from '../core/clock.ts';
import type { Change, Decided } from './changes.ts';
import type { Alert } from './alerts.ts';
import type { DrillView } from './drill.ts';
import type { Origin } from './copies.ts';
import type { Correction } from './corrections.ts';
import type { Attachment } from './attachments.ts';
import type { Detection, DamageNumber, Acknowledgement } from './assessment.ts';
import type { Entry, Kind, StoredEntry } from './entry.ts';
import type { Actor, Audience, Severity, Status, Visibility } from './entry-fields.ts';
import type { EscalationRequest } from './escalation-requests.ts';
import type { ExitCriteria } from './exit-criteria.ts';
import type { Hypothesis } from './hypotheses.ts';
import type { Interval } from './impact.ts';
import type { Link } from './links.ts';
import type { Merge } from './merging.ts';
import type { FollowUp, Notice, Note } from './notes.ts';
import type { Participant } from './people.ts';
import type { Review } from './review.ts';
import type { Offer, Tenure } from './roles.ts';
import type { NoneFits, Run } from './run.ts';
import type { SeveritySpell } from './severity.ts';
import type { Moment, Stamps } from './stamps.ts';
import type { StatusSpell } from './status.ts';
import type { Task } from './tasks.ts';
import type { UpdateDraft } from './update-drafts.ts';
import type { BrokenPromise, Message, UpdateClock } from './updates.ts';

export type State = {
  /** The entries as they were recorded, in order, corrections and all. */
  entries: readonly StoredEntry[];
  /** Number and hash of the last entry; 0 and zeros before the first. */
  seq: number;
  headHash: string;
  /** Entries that found nothing to act upon: always empty in what `decide` made. */
  loose: readonly number[];
  corrections: readonly Correction[];
  /** When each person last wrote something, by the clock of the incident (in a drill: the drill's). */
  lastActs: Readonly<Record<string, Instant>>;

  /** The latest instant at which anything happened: time does not run back behind it. */
  latestAt: Instant;

  incidentId: string;
  /** Where it came from, when it is a copy; `key` is then the one that it has here. */
  origin: Origin | undefined;
  key: string;
  kind: 'incident' | 'drill' | 'test';
  how: 'declared' | 'reported' | 'alert' | 'inject' | 'imported';
  title: string;
  summary: string | undefined;
  services: readonly string[];
  labels: readonly string[];
  links: readonly Link[];
  homeZone: string;
  visibility: Visibility;
  reportedBy: Actor | undefined;
  backfilled: boolean;
  openedAt: Moment | undefined;

  status: Status;
  statuses: readonly StatusSpell[];
  stamps: Stamps;
  /** Where this incident went, and which came into it. */
  mergedInto: Merge | undefined;
  mergesReceived: readonly Merge[];

  acknowledgement: Acknowledgement | undefined;
  detection: Detection | undefined;
  severity: Severity | undefined;
  severities: readonly SeveritySpell[];
  finalSeverity: Severity | undefined;
  impact: readonly Interval[];
  numbers: readonly DamageNumber[];
  alerts: readonly Alert[];
  /** Only of a drill in which something was delivered, hinted, or done to its clock. */
  drill: DrillView | undefined;
  exitCriteria: ExitCriteria | undefined;

  people: readonly Participant[];
  tenures: readonly Tenure[];
  offers: readonly Offer[];

  runs: readonly Run[];
  noneFits: NoneFits | undefined;

  hypotheses: readonly Hypothesis[];
  decisions: readonly Decided[];
  changes: readonly Change[];
  tasks: readonly Task[];
  notes: readonly Note[];
  attachments: readonly Attachment[];
  followUps: readonly FollowUp[];
  /** Numbers of the entries that belong in the postmortem. */
  pins: readonly number[];
  notices: readonly Notice[];

  updateClocks: Readonly<Partial<Record<Audience, UpdateClock>>>;
  brokenPromises: readonly BrokenPromise[];
  messages: readonly Message[];
  drafts: readonly UpdateDraft[];
  escalations: readonly EscalationRequest[];
  review: Review | undefined;
};

/** An entry as it counts: with corrected time and text. */
export type Effective<K extends Kind = Kind> = {
  [P in K]: Entry<P> & { timeCorrected?: true };
}[K];

/** How one kind of entry changes the state. */
export type Line<K extends Kind> = (state: State, entry: Effective<K>) => State;
export type Lines<K extends Kind = Kind> = { [P in K]: Line<P> };

/** Before the first entry. */
export const NOTHING_YET: State = {
  entries: [],
  seq: 0,
  headHash: '0'.repeat(64),
  loose: [],
  corrections: [],
  lastActs: {},
  latestAt: '',
  incidentId: '',
  origin: undefined,
  key: '',
  kind: 'incident',
  how: 'declared',
  title: '',
  summary: undefined,
  services: [],
  labels: [],
  links: [],
  homeZone: 'UTC',
  visibility: 'all',
  reportedBy: undefined,
  backfilled: false,
  openedAt: undefined,
  status: 'detected',
  statuses: [],
  stamps: {},
  mergedInto: undefined,
  mergesReceived: [],
  acknowledgement: undefined,
  detection: undefined,
  severity: undefined,
  severities: [],
  finalSeverity: undefined,
  impact: [],
  numbers: [],
  alerts: [],
  drill: undefined,
  exitCriteria: undefined,
  people: [],
  tenures: [],
  offers: [],
  runs: [],
  noneFits: undefined,
  hypotheses: [],
  decisions: [],
  changes: [],
  tasks: [],
  notes: [],
  attachments: [],
  followUps: [],
  pins: [],
  notices: [],
  updateClocks: {},
  brokenPromises: [],
  messages: [],
  drafts: [],
  escalations: [],
  review: undefined,
};

/** Notes that an entry found nothing to act upon; it changes nothing else. */
export function loose(state: State, entry: { seq: number }): State {
  return { ...state, loose: [...state.loose, entry.seq] };
}
