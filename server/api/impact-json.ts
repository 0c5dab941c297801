import { z } from 'zod';
import { AUDIENCES } from '../incidents/entry-fields.ts';
import type { ExitCriteria as Criteria } from '../incidents/exit-criteria.ts';
import type { Interval } from '../incidents/impact.ts';
import type { Message } from '../incidents/updates.ts';
import { Actor, instant, Moment, momentJson, orNull, orNullAs, seq } from './shape.ts';

export const Impact = z
  .object({
    impact_id: z.string(),
    service: z.string().nullable(),
    journey: z.string().nullable(),
    signal: z.string().nullable(),
    from: Moment,
    to: Moment.nullable().describe('null while users are hurt'),
    ending: z.object({ signal: z.string(), value: z.string().nullable() }).nullable(),
    steps: z
      .array(
        z.object({
          at: instant,
          percent: z.number().nullable(),
          users: z.number().nullable(),
          statement: z.string(),
          seq,
        }),
      )
      .describe('how large it was, in order of time'),
    withdrawn: z.object({ reason: z.string(), seq }).nullable(),
  })
  .meta({ id: 'Impact', description: 'A stretch of time in which users were hurt' });

export const ExitCriteria = z
  .object({
    watch_seconds: z.int(),
    from: z.enum(['runbook', 'typed']),
    criteria: z.array(
      z.object({
        criterion_id: z.string(),
        text: z.string(),
        holds: z.boolean(),
        since: instant.nullable(),
        value: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ExitCriteria', description: 'What must be true before it is over' });

export const SentUpdate = z
  .object({
    update_id: z.string(),
    audience: z.enum(AUDIENCES),
    text: z.string(),
    next_at: instant.nullable(),
    final: z.boolean(),
    sent: Moment,
    by: Actor,
  })
  .meta({ id: 'SentUpdate' });

export function impactJson(interval: Interval): z.infer<typeof Impact> {
  return {
    impact_id: interval.id,
    service: orNull(interval.service),
    journey: orNull(interval.journey),
    signal: orNull(interval.signal),
    from: momentJson(interval.from),
    to: orNullAs(interval.to, momentJson),
    ending: orNullAs(interval.ending, ({ signal, value }) => ({ signal, value: orNull(value) })),
    steps: interval.steps.map((step) => ({
      ...step,
      percent: orNull(step.percent),
      users: orNull(step.users),
    })),
    withdrawn: orNull(interval.withdrawn),
  };
}

export function exitCriteriaJson(set: Criteria): z.infer<typeof ExitCriteria> {
  return {
    watch_seconds: set.watchSeconds,
    from: set.from,
    criteria: set.criteria.map(({ id, text, holds, since, value }) => ({
      criterion_id: id,
      text,
      holds,
      since: orNull(since),
      value: orNull(value),
    })),
  };
}

export function updateJson(message: Message): z.infer<typeof SentUpdate> {
  return {
    update_id: message.id,
    audience: message.audience,
    text: message.text,
    next_at: orNull(message.nextAt),
    final: message.final,
    sent: momentJson(message.sent),
    by: message.by,
  };
}
