import { z } from 'zod';
import { AUDIENCES } from '../incidents/entry-fields.ts';
import type { ExitCriteria as Criteria } from '../incidents/exit-criteria.ts';
import type { Interval } from '../incidents/impact.ts';
import type { UpdateDraft } from '../incidents/update-drafts.ts';
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
    channels: z.array(z.string()),
    sent: Moment,
    by: Actor,
    alone: z.string().nullable().describe('why one person wrote and sent it in a SEV-1'),
    seen_public: z
      .object({ by: Actor, at: instant, url: z.string().nullable(), seq })
      .nullable()
      .describe('who saw it where the public sees it; null until somebody said so'),
  })
  .meta({ id: 'SentUpdate' });

export const DraftedUpdate = z
  .object({
    update_id: z.string(),
    audience: z.enum(AUDIENCES),
    users_see: z.string(),
    we_do: z.string(),
    changed: z.string(),
    loss: z.string().nullable(),
    next_at: instant.nullable(),
    final: z.boolean(),
    by: Actor,
    at: instant,
    seq,
    approvals: z.array(z.object({ by: Actor, at: instant, seq })),
    ended: z.object({ how: z.enum(['sent', 'overtaken']), at: instant, seq }).nullable(),
  })
  .meta({ id: 'DraftedUpdate', description: 'An update that one person wrote and another may send' });

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
    channels: [...message.channels],
    sent: momentJson(message.sent),
    by: message.by,
    alone: orNull(message.alone),
    seen_public: orNullAs(message.seen, (seen) => ({ ...seen, url: orNull(seen.url) })),
  };
}

export function draftJson(draft: UpdateDraft): z.infer<typeof DraftedUpdate> {
  return {
    update_id: draft.id,
    audience: draft.audience,
    users_see: draft.usersSee,
    we_do: draft.weDo,
    changed: draft.changed,
    loss: orNull(draft.loss),
    next_at: orNull(draft.nextAt),
    final: draft.final,
    by: draft.by,
    at: draft.at,
    seq: draft.seq,
    approvals: [...draft.approvals],
    ended: orNull(draft.ended),
  };
}
