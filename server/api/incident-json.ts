import { z } from 'zod';
import { RELATIONS, SEVERITIES, STATUSES, type Audience } from '../incidents/entry-fields.ts';
import { STAMPS, type StampName, type Stamps } from '../incidents/stamps.ts';
import type { State } from '../incidents/state.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { IncidentRow } from '../store/schema.ts';
import { href, paths } from '../web/paths.ts';
import { Attachment, attachmentJson } from './attachment-json.ts';
import { draftJson, DraftedUpdate, ExitCriteria, exitCriteriaJson } from './impact-json.ts';
import { Impact, impactJson, SentUpdate, updateJson } from './impact-json.ts';
import {
  Escalation,
  escalationJson,
  offerJson,
  participantJson,
  Participation,
  RoleHeld,
  RoleOffer,
  tenureJson,
} from './people-json.ts';
import { Review, reviewJson } from './review-json.ts';
import { runJson, RunbookRun } from './run-json.ts';
import { Actor, instant, Moment, momentJson, orNull, orNullAs, seq } from './shape.ts';
import { Task, taskJson } from './tasks-json.ts';
import {
  changeJson,
  Decision,
  decisionJson,
  Hypothesis,
  hypothesisJson,
  SystemChange,
} from './thinking-json.ts';

/** An incident as a line of the list. */
export const IncidentLine = z
  .object({
    key: z.string(),
    title: z.string(),
    status: z.string().describe(STATUSES.join(', ')),
    severity: z.string().nullable().describe(SEVERITIES.join(', ')),
    commander: z.string().nullable().describe('by name'),
    opened_at: instant,
    resolved_at: instant.nullable(),
    changed_at: instant,
    entry_count: z.int(),
    url: z.string().describe('the page for people'),
  })
  .meta({ id: 'IncidentLine' });

const StampsShape = z
  .object(Object.fromEntries(STAMPS.map((name) => [stampKey(name), Moment.nullable()])))
  .meta({ id: 'Stamps', description: 'When things happened for the first time; null when they have not' });

const UpdateClock = z
  .object({ due_at: instant, promised: z.boolean() })
  .nullable()
  .describe('null when nobody waits for one');

const Link = z
  .object({
    relation: z.enum(RELATIONS),
    target: z.string().describe('the key of an incident, or an address'),
    title: z.string().nullable(),
    seq,
  })
  .meta({ id: 'Link' });

export const Incident = z
  .object({
    key: z.string(),
    title: z.string(),
    summary: z.string().nullable(),
    status: z.enum(STATUSES),
    severity: z.enum(SEVERITIES).nullable(),
    final_severity: z.enum(SEVERITIES).nullable().describe('set by a manager when it was over'),
    services: z.array(z.string()),
    labels: z.array(z.string()),
    links: z.array(Link),
    merged_into: z.string().nullable().describe('the key of the incident in which it goes on'),
    merges_received: z.array(z.string()).describe('the keys of those that were merged into it'),
    home_zone: z.string(),
    visibility: z.enum(['all', 'team', 'private']),
    url: z.string().describe('the page for people'),
    stamps: StampsShape,
    acknowledgement: z
      .object({ verdict: z.enum(['real', 'not-real', 'not-sure']), by: Actor, at: Moment })
      .nullable(),
    detection: z.object({ by: z.string(), text: z.string().nullable(), at: Moment }).nullable(),
    roles: z.array(RoleHeld),
    offers: z.array(RoleOffer),
    participants: z.array(Participation),
    impact: z.array(Impact),
    numbers: z.array(
      z.object({ name: z.string(), label: z.string(), value: z.number(), unit: z.string(), seq }),
    ),
    exit_criteria: ExitCriteria.nullable(),
    hypotheses: z.array(Hypothesis),
    decisions: z.array(Decision),
    changes: z.array(SystemChange),
    attachments: z.array(Attachment),
    tasks: z.array(Task),
    runs: z.array(RunbookRun),
    escalations: z.array(Escalation),
    updates: z.array(SentUpdate),
    update_drafts: z.array(DraftedUpdate),
    review: Review.nullable().describe('null while nothing was said about one'),
    update_clocks: z.object({ public: UpdateClock, internal: UpdateClock, support: UpdateClock }),
    entry_count: z.int(),
    head_hash: z.string().describe('the hash of the last entry'),
  })
  .meta({ id: 'Incident', description: 'An incident as its entries make it' });
export type IncidentJson = z.infer<typeof Incident>;

export function incidentLineJson(row: IncidentRow, url: string): z.infer<typeof IncidentLine> {
  return {
    key: row.key,
    title: row.title,
    status: row.status,
    severity: row.severity,
    commander: row.commander,
    opened_at: row.opened_at,
    resolved_at: row.resolved_at,
    changed_at: row.changed_at,
    entry_count: row.seq,
    url,
  };
}

/** Where an incident is found: its number, and what gives whole addresses. */
type Place = { number: number; absolute(path: string): string };

/** Nothing here depends on the time of asking: the answer is the same until the next entry. */
export function incidentJson(
  state: State,
  runbookOf: (contentHash: string) => Runbook | undefined,
  { number, absolute }: Place,
): IncidentJson {
  const { acknowledgement, detection } = state;
  return {
    key: state.key,
    title: state.title,
    summary: orNull(state.summary),
    status: state.status,
    severity: orNull(state.severity),
    final_severity: orNull(state.finalSeverity),
    services: [...state.services],
    labels: [...state.labels],
    links: state.links.map(({ relation, target, title, seq: entry }) => {
      return { relation, target, title: orNull(title), seq: entry };
    }),
    home_zone: state.homeZone,
    visibility: state.visibility,
    url: absolute(href(paths.incident, { number })),
    merged_into: orNull(state.mergedInto?.key),
    merges_received: state.mergesReceived.map(({ key }) => key),
    stamps: stampsJson(state.stamps),
    acknowledgement: orNullAs(acknowledgement, ({ verdict, by, at }) => ({
      verdict,
      by,
      at: momentJson(at),
    })),
    detection: orNullAs(detection, ({ by, text, at }) => ({ by, text: orNull(text), at: momentJson(at) })),
    roles: state.tenures.map(tenureJson),
    offers: state.offers.map(offerJson),
    participants: state.people.map(participantJson),
    impact: state.impact.map(impactJson),
    numbers: state.numbers.map(({ name, label, value, unit, seq: entry }) => ({
      name,
      label,
      value,
      unit,
      seq: entry,
    })),
    exit_criteria: orNullAs(state.exitCriteria, exitCriteriaJson),
    hypotheses: state.hypotheses.map(hypothesisJson),
    decisions: state.decisions.map(decisionJson),
    changes: state.changes.map(changeJson),
    attachments: state.attachments.map((file) => attachmentJson(file, number, absolute)),
    tasks: state.tasks.map(taskJson),
    runs: state.runs.map((run) => runJson(run, runbookOf(run.contentHash))),
    escalations: state.escalations.map(escalationJson),
    updates: state.messages.map(updateJson),
    update_drafts: state.drafts.map(draftJson),
    review: orNullAs(state.review, reviewJson),
    update_clocks: updateClocksJson(state),
    entry_count: state.seq,
    head_hash: state.headHash,
  };
}

/** `impactBeganAt` as `impact_began_at`. */
function stampKey(name: StampName): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function stampsJson(stamps: Stamps) {
  return Object.fromEntries(STAMPS.map((name) => [stampKey(name), orNullAs(stamps[name], momentJson)]));
}

function updateClocksJson({ updateClocks }: State): IncidentJson['update_clocks'] {
  const clock = (audience: Audience) =>
    orNullAs(updateClocks[audience], ({ dueAt, promised }) => ({ due_at: dueAt, promised }));
  return { public: clock('public'), internal: clock('internal'), support: clock('support') };
}
