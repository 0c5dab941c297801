/** Bodies of the entries about the incident as a whole: head, status, what hurts and how badly. */
import { z } from 'zod';
import {
  actor,
  id,
  instant,
  key,
  line,
  relation,
  seconds,
  severity,
  status,
  text,
  url,
  visibility,
  zone,
} from './entry-fields.ts';
import { Demand } from './severity-table.ts';

export const HEAD_BODIES = {
  'incident-opened': z.object({
    key,
    kind: z.enum(['incident', 'drill', 'test']),
    how: z.enum(['declared', 'reported', 'alert', 'inject', 'imported']),
    title: line,
    summary: text.optional(),
    service: id.optional(),
    severity: severity.optional(),
    homeZone: zone,
    visibility,
    reportedBy: actor.optional(),
    backfilled: z.boolean(),
    temporaryId: line.optional(),
    scenario: z.object({ id, hash: line, speed: z.number().positive() }).optional(),
  }),
  /** `from` and `to` are the text of the field; empty when there was no summary. */
  'details-changed': z.object({
    field: z.enum(['title', 'summary', 'homeZone', 'visibility']),
    from: z.string().max(20_000),
    to: z.string().max(20_000),
  }),
  'services-changed': z.object({ added: z.array(id).max(50), removed: z.array(id).max(50) }),
  'label-changed': z.object({ label: line, on: z.boolean() }),
  /** `target` is the key of an incident or an address; `title` is what it was called then. */
  'link-changed': z.object({
    relation,
    target: z.union([key, url]),
    title: line.optional(),
    /** When what caused it was over, such as the roll-out of a change. */
    endedAt: instant.optional(),
    on: z.boolean(),
  }),
  'merged-into': z.object({ key, title: line.optional(), reason: line }),
  'merge-received': z.object({ key, title: line.optional(), reason: line.optional() }),
  'status-changed': z.object({
    from: status,
    to: status,
    reason: line.optional(),
    /** The checks that were not met, in words, each with the reason to go on without it. */
    overridden: z.array(z.object({ check: line, reason: line })),
    watchSeconds: seconds.optional(),
    /** Somebody looked at the list of temporary changes, which may be empty, and said that it is complete. */
    temporaryConfirmed: z.boolean().optional(),
  }),
} as const;

export const ASSESSMENT_BODIES = {
  acknowledged: z.object({
    verdict: z.enum(['real', 'not-real', 'not-sure']),
    from: z.enum(['page', 'web', 'push']),
  }),
  'detection-set': z.object({ by: z.enum(['alert', 'us', 'user', 'partner']), text: line.optional() }),
  'severity-set': z.object({
    from: severity.optional(),
    to: severity,
    stage: z.enum(['live', 'final']),
    test: id.optional(),
    reason: line.optional(),
    /** What it asked for then, where that was not what the shipped table says. */
    demand: Demand.optional(),
  }),
  'impact-opened': z.object({
    intervalId: id,
    service: id.optional(),
    journey: line.optional(),
    percent: z.number().min(0).max(100).optional(),
    users: z.int().min(0).optional(),
    statement: line,
    signal: line.optional(),
  }),
  'impact-changed': z.object({
    intervalId: id,
    percent: z.number().min(0).max(100).optional(),
    users: z.int().min(0).optional(),
    statement: line.optional(),
  }),
  'impact-closed': z.object({ intervalId: id, signal: line, value: line.optional() }),
  'impact-withdrawn': z.object({ intervalId: id, reason: line, statement: line.optional() }),
  'number-recorded': z.object({
    name: z.enum(['orders', 'revenue', 'tickets', 'records', 'other']),
    label: line,
    value: z.number(),
    unit: line,
    url: url.optional(),
  }),
  'exit-criteria-set': z.object({
    criteria: z.array(z.object({ id, text: line })).max(50),
    watchSeconds: seconds,
    from: z.enum(['runbook', 'typed']),
  }),
  'exit-criterion-changed': z.object({
    criterionId: id,
    holds: z.boolean(),
    value: line.optional(),
    reason: line.optional(),
    text: line.optional(),
  }),
} as const;

/** About looking back: what speaks for it, who does it, and by when. */
export const REVIEW_BODIES = {
  'review-signals-set': z.object({ signals: z.array(id).max(20) }),
  'review-required': z.object({ because: z.array(line).min(1), dueAt: instant, owner: id.optional() }),
  'review-waived': z.object({ reason: line }),
  'postmortem-published': z.object({
    postmortemId: id,
    version: z.int().min(1),
    contentHash: line,
    /** Why it was published although it had had no review. */
    unreviewed: line.optional(),
  }),
} as const;
