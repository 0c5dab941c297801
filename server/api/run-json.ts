import { z } from 'zod';
import { currentStep, stepOf, type Answer, type Run, type StepRecord } from '../incidents/run.ts';
import { PHASES, targetText, type Runbook, type Step } from '../runbooks/runbook.ts';
import { Actor, instant, orNull, orNullAs, seq } from './shape.ts';

const StepAnswer = z
  .object({
    observed: z.string(),
    matched: z.enum(['yes', 'no', 'unsure']),
    leads_to: z.string().nullable().describe('step:find-change, escalate:dba, stop, …'),
    note: z.string().nullable(),
    by: Actor,
    at: instant,
    seq,
  })
  .meta({ id: 'StepAnswer' });

/** What happened to a step. */
const recordShape = {
  state: z.enum(['to-do', 'open', 'answered', 'skipped']),
  owner: z.object({ person_id: z.string(), name: z.string(), at: instant, seq }).nullable(),
  opened_at: instant.nullable(),
  limit_at: instant.nullable(),
  goes: z.array(
    z.object({
      role: z.string(),
      by: Actor,
      alone: z.boolean(),
      reason: z.string().nullable(),
      at: instant,
      seq,
    }),
  ),
  answers: z.array(StepAnswer).describe('in order; the last one counts while the step is answered'),
  skipped: z.object({ reason: z.string(), by: Actor, at: instant, seq }).nullable(),
  held: z.object({ reason: z.string(), until: instant.nullable(), by: Actor, at: instant, seq }).nullable(),
  undone: z.object({ outcome: z.string(), note: z.string().nullable(), by: Actor, seq }).nullable(),
};

const RunStep = z
  .object({
    step_id: z.string(),
    number: z.string().nullable(),
    title: z.string(),
    phase: z.enum(PHASES).nullable(),
    role: z.string().nullable(),
    expect: z.string().nullable(),
    danger: z.enum(['none', 'low', 'high']),
    confirm: z.string().nullable().describe('the role that says go'),
    record: z.array(z.string()).describe('names of the values to record'),
    branches: z.array(
      z.object({
        branch: z.string().describe('send this with the result'),
        text: z.string(),
        leads_to: z.string(),
      }),
    ),
    checks: z.array(z.object({ check_id: z.string(), text: z.string(), on: z.boolean() })),
    is_current: z.boolean(),
    ...recordShape,
  })
  .meta({ id: 'RunStep', description: 'A step of the runbook with what happened to it in this run' });

export const RunbookRun = z
  .object({
    run_id: z.int(),
    runbook: z.string(),
    title: z.string(),
    content_hash: z.string().describe('the version that this run follows, whatever is saved meanwhile'),
    phase: z.enum(PHASES).nullable(),
    attached_at: instant,
    detached: z.object({ reason: z.string(), at: instant, seq }).nullable(),
    leads_to: z.string().nullable().describe('where the last answer leads when that is no step'),
    values: z.array(
      z.object({
        name: z.string(),
        value: z.string(),
        step_id: z.string().nullable(),
        by: Actor,
        at: instant,
        seq,
      }),
    ),
    steps: z.array(RunStep),
    former_steps: z
      .array(
        z
          .object({ step_id: z.string(), number: z.string().nullable(), title: z.string(), ...recordShape })
          .meta({ id: 'FormerRunStep' }),
      )
      .describe('steps that the version that is followed no longer has, with what was done in them'),
    moves: z
      .array(
        z.object({
          from_hash: z.string(),
          to_hash: z.string(),
          renamed: z.array(z.object({ from: z.string(), to: z.string() })),
          by: Actor,
          at: instant,
          seq,
        }),
      )
      .describe('from version to version of the runbook, in order'),
  })
  .meta({ id: 'Run', description: 'A runbook as it is followed in this incident' });

/** @param runbook the version that the run follows, when its text is kept here */
export function runJson(run: Run, runbook: Runbook | undefined): z.infer<typeof RunbookRun> {
  const current = currentStep(run)?.stepId;
  return {
    run_id: run.runId,
    runbook: run.runbookId,
    title: run.title,
    content_hash: run.contentHash,
    phase: orNull(run.phase),
    attached_at: run.attachedAt,
    detached: orNull(run.detached),
    leads_to: orNullAs(run.leadsTo, ({ target }) => target),
    values: Object.entries(run.values).map(([name, { value, stepId, by, at, seq: entry }]) => ({
      name,
      value,
      step_id: orNull(stepId),
      by,
      at,
      seq: entry,
    })),
    steps: (runbook?.steps ?? []).map((step) => ({
      ...textJson(step, stepOf(run, step.id)),
      ...recordJson(stepOf(run, step.id)),
      is_current: step.id === current,
    })),
    former_steps: run.steps.flatMap((record) =>
      record.gone === undefined
        ? []
        : [
            {
              step_id: record.stepId,
              number: orNull(record.gone.number),
              title: record.gone.title,
              ...recordJson(record),
            },
          ],
    ),
    moves: run.moves.map(({ fromHash, toHash, stepMap, by, at, seq: entry }) => ({
      from_hash: fromHash,
      to_hash: toHash,
      renamed: stepMap.map(({ from, to }) => ({ from, to })),
      by,
      at,
      seq: entry,
    })),
  };
}

/** What the runbook says about a step. */
function textJson(step: Step, record: StepRecord | undefined) {
  return {
    step_id: step.id,
    number: orNull(step.number),
    title: step.title,
    phase: orNull(step.phase),
    role: orNull(step.role),
    expect: orNull(step.expect),
    danger: step.danger,
    confirm: orNull(step.confirm),
    record: step.records,
    branches: step.branches.flatMap(({ index, text, targets }) =>
      targets.map((target, at) => ({
        branch: `${String(index)}:${String(at)}`,
        text,
        leads_to: targetText(target),
      })),
    ),
    checks: step.checks.map(({ id, text }) => ({
      check_id: id,
      text,
      on: record?.checks[id]?.on ?? false,
    })),
  };
}

/** What happened to it. A step that nobody has touched has no record. */
function recordJson(record: StepRecord | undefined) {
  return {
    state: record?.state ?? 'to-do',
    owner: orNullAs(record?.owner, ({ personId, name, at, seq: entry }) => ({
      person_id: personId,
      name,
      at,
      seq: entry,
    })),
    opened_at: orNull(record?.openedAt),
    limit_at: orNull(record?.limitAt),
    goes: (record?.goes ?? []).map((go) => ({ ...go, reason: orNull(go.reason) })),
    answers: (record?.answers ?? []).map(answerJson),
    skipped: orNull(record?.skip),
    held: orNullAs(record?.held, (held) => ({ ...held, until: orNull(held.until) })),
    undone: orNullAs(record?.undone, (undone) => ({ ...undone, note: orNull(undone.note) })),
  };
}

function answerJson({ observed, matched, branch, note, by, at, seq: entry }: Answer) {
  return {
    observed,
    matched,
    leads_to: orNullAs(branch, ({ target }) => target),
    note: orNull(note),
    by,
    at,
    seq: entry,
  };
}
