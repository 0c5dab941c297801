import { z } from 'zod';
import type { Change, Decided } from '../incidents/changes.ts';
import type { Evidence } from '../incidents/entry-fields.ts';
import { isActive, type Fact, type Hypothesis as Suspected } from '../incidents/hypotheses.ts';
import { Actor, instant, Moment, momentJson, orNull, orNullAs, seq } from './shape.ts';

const Evidence = z
  .object({
    direction: z.enum(['for', 'against']),
    text: z.string(),
    value: z.string().nullable(),
    url: z.string().nullable(),
    entry_seq: seq.nullable(),
    attachment_id: z.string().nullable(),
    by: Actor,
    at: instant,
    seq,
  })
  .meta({ id: 'Evidence' });

export const Hypothesis = z
  .object({
    hypothesis_id: z.string(),
    statement: z.string(),
    would_clear: z.string().nullable(),
    status: z.enum(['open', 'ruled-out', 'confirmed']),
    is_active: z.boolean().describe('whether somebody works on it now'),
    limit_seconds: z.int(),
    opened: Moment,
    opened_by: Actor,
    settled: Moment.nullable(),
    settled_by: Actor.nullable(),
    spells: z.array(z.object({ from: instant, to: instant.nullable() })),
    evidence: z.array(Evidence),
  })
  .meta({ id: 'Hypothesis' });

export const SystemChange = z
  .object({
    change_id: z.string(),
    what: z.string(),
    where: z.string(),
    temporary: z.boolean(),
    undo: z.string().nullable(),
    step: z.object({ run_id: z.int(), step_id: z.string() }).nullable(),
    hypothesis_id: z.string().nullable(),
    by: Actor,
    started: Moment,
    finished: z
      .object({
        outcome: z.enum(['worked', 'no-effect', 'worse', 'unknown']),
        note: z.string().nullable(),
        at: instant,
        seq,
      })
      .nullable(),
    undone: z.object({ note: z.string().nullable(), at: instant, seq }).nullable(),
  })
  .meta({ id: 'Change', description: 'Something that was changed in the system' });

export const Decision = z
  .object({
    decision_id: z.string(),
    text: z.string(),
    asked_for_objections: z.boolean(),
    objections: z.array(z.object({ person_id: z.string(), name: z.string(), text: z.string() })),
    because: z.array(seq).describe('the entries that it rests on'),
    by: Actor,
    at: instant,
    seq,
  })
  .meta({ id: 'Decision' });

export function hypothesisJson(hypothesis: Suspected): z.infer<typeof Hypothesis> {
  return {
    hypothesis_id: hypothesis.id,
    statement: hypothesis.statement,
    would_clear: orNull(hypothesis.wouldClear),
    status: hypothesis.status,
    is_active: isActive(hypothesis),
    limit_seconds: hypothesis.limitSeconds,
    opened: momentJson(hypothesis.opened),
    opened_by: hypothesis.openedBy,
    settled: orNullAs(hypothesis.settled, momentJson),
    settled_by: orNull(hypothesis.settledBy),
    spells: hypothesis.spells.map(({ from, to }) => ({ from, to: orNull(to) })),
    evidence: hypothesis.facts.map(factJson),
  };
}

function factJson({ direction, evidence, by, at, seq: entry }: Fact) {
  return { direction, ...evidenceJson(evidence), by, at, seq: entry };
}

function evidenceJson({ text, value, url, entrySeq, attachmentId }: Evidence) {
  return {
    text,
    value: orNull(value),
    url: orNull(url),
    entry_seq: orNull(entrySeq),
    attachment_id: orNull(attachmentId),
  };
}

export function changeJson(change: Change): z.infer<typeof SystemChange> {
  return {
    change_id: change.id,
    what: change.what,
    where: change.where,
    temporary: change.temporary,
    undo: orNull(change.undo),
    step: orNullAs(change.stepRef, ({ runId, stepId }) => ({ run_id: runId, step_id: stepId })),
    hypothesis_id: orNull(change.hypothesisId),
    by: change.by,
    started: momentJson(change.started),
    finished: orNullAs(change.finished, (finished) => ({ ...finished, note: orNull(finished.note) })),
    undone: orNullAs(change.undone, (undone) => ({ ...undone, note: orNull(undone.note) })),
  };
}

export function decisionJson(decided: Decided): z.infer<typeof Decision> {
  const { decisionId, text, askedForObjections, objections, because, by, at, seq: entry } = decided;
  return {
    decision_id: decisionId,
    text,
    asked_for_objections: askedForObjections,
    objections: objections.map(({ personId, personName = personId, text: words }) => ({
      person_id: personId,
      name: personName,
      text: words,
    })),
    because,
    by,
    at,
    seq: entry,
  };
}
