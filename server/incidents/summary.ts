/** The row of an incident in lists and search: what can be said without reading its entries. */
import type { Instant } from '../core/clock.ts';
import { cut } from '../core/text.ts';
import type { IncidentRow } from '../store/schema.ts';
import { firing } from './alerts.ts';
import type { Severity, Status, Visibility } from './entry-fields.ts';
import { nextDue } from './coming.ts';
import { realOf } from './drill-clock.ts';
import { holderOf } from './roles.ts';
import type { State } from './state.ts';

export type Summary = {
  incidentId: string;
  key: string;
  /** The 42 of INC-42. */
  number: number;
  kind: State['kind'];
  title: string;
  status: Status;
  severity: Severity | undefined;
  /** The service named first. */
  service: string | undefined;
  visibility: Visibility;
  openedAt: Instant | undefined;
  resolvedAt: Instant | undefined;
  commanderName: string | undefined;
  seq: number;
  headHash: string;
  /** When time next makes something happen, in real time; never while the clock of a drill stands. */
  nextDueAt: Instant | undefined;
  /** How many alerts fire. */
  firing: number;
  cause: string | undefined;
  fixedBy: string | undefined;
};

export function summaryOf(state: State): Summary {
  return {
    incidentId: state.incidentId,
    key: state.key,
    number: Number(state.key.split('-').at(-1)),
    kind: state.kind,
    title: state.title,
    status: state.status,
    severity: state.severity,
    service: state.services[0],
    visibility: state.visibility,
    openedAt: state.openedAt?.at,
    resolvedAt: state.stamps.resolvedAt?.at,
    commanderName: holderOf(state, 'commander')?.name,
    seq: state.seq,
    headHash: state.headHash,
    nextDueAt: nextReal(state),
    firing: firing(state).length,
    cause: causeOf(state),
    fixedBy: fixOf(state),
  };
}

/** More does not fit into a line of a list. */
const MOST_WORDS = 500;

/** What was confirmed to be the cause, in the words of whoever suspected it. */
function causeOf({ hypotheses }: State): string | undefined {
  return listed(hypotheses.filter(({ status }) => status === 'confirmed').map(({ statement }) => statement));
}

/** The changes that worked and were not put back. */
function fixOf({ changes }: State): string | undefined {
  const worked = changes.filter(({ finished, undone }) => finished?.outcome === 'worked' && !undone);
  return listed(worked.map(({ what }) => what));
}

function listed(words: readonly string[]): string | undefined {
  return words.length === 0 ? undefined : cut(words.join('; '), MOST_WORDS);
}

function nextReal(state: State): Instant | undefined {
  const next = nextDue(state);
  return next === undefined ? undefined : realOf(state, next);
}

/** Raised when rows say something else of the same entries than before; those of older versions are then written again. */
export const SUMMARY_VERSION = 4;

/** The row of an incident in lists and search, made of nothing but its entries. */
export function summaryRow(state: State, now: Instant): IncidentRow {
  const summary = summaryOf(state);
  return {
    incident_id: state.incidentId,
    number: summary.number,
    key: summary.key,
    kind: summary.kind,
    title: summary.title,
    status: summary.status,
    severity: summary.severity ?? null,
    service_id: summary.service ?? null,
    commander: summary.commanderName ?? null,
    visibility: summary.visibility,
    opened_at: summary.openedAt ?? now,
    resolved_at: summary.resolvedAt ?? null,
    changed_at: now,
    seq: summary.seq,
    head_hash: summary.headHash,
    next_due_at: summary.nextDueAt ?? null,
    origin_key: null,
    origin_name: null,
    imported_at: null,
    summary_version: SUMMARY_VERSION,
    firing: summary.firing,
    cause: summary.cause ?? null,
    fixed_by: summary.fixedBy ?? null,
    public_at: state.messages.findLast(({ audience }) => audience === 'public')?.sent.at ?? null,
  };
}
