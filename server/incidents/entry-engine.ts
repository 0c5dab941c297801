/** Bodies of what machines tell: alerts from outside, the engine of escalations, the director of a drill. */
import { z } from 'zod';
import { id, instant, line, seconds, text, url } from './entry-fields.ts';

const short = z.record(z.string().max(200), z.string().max(2000));
const level = z.int().min(1);

export const ALERT_BODIES = {
  'alert-received': z.object({
    alertId: id,
    /** The source by its name, as people know it: "Prometheus". */
    adapter: line,
    groupKey: line,
    name: line,
    labels: short,
    url: url.optional(),
    runbookHint: line.optional(),
    /** How many more of its group the sender did not send. */
    leftOut: z.int().min(1).optional(),
  }),
  /** `count` is how often it has come in all. */
  'alert-repeated': z.object({
    alertId: id,
    name: line.optional(),
    count: z.int().min(2),
    changed: short.optional(),
  }),
  'alert-cleared': z.object({ alertId: id, name: line.optional() }),
} as const;

/** `level` counts from 1; `loop` counts how often the whole chain has been gone through, from 1. */
export const ENGINE_BODIES = {
  'escalation-sent': z.object({
    escalationId: id,
    level,
    loop: level,
    targets: z
      .array(z.object({ personId: id, personName: line.optional(), channels: z.array(line).max(10) }))
      .max(50),
    answerBy: instant,
    /** Nobody of the levels accepted, so the one who is told last of all was told. */
    isFallback: z.boolean().optional(),
    /** Each of them has to accept. */
    isForAll: z.boolean().optional(),
    /** Who asked for the level to be told once more, and why. */
    again: z.object({ name: line, reason: line }).optional(),
    /** Who asked for the level before its time, and why if they said so. */
    early: z.object({ name: line, reason: line.optional() }).optional(),
  }),
  'escalation-level-skipped': z.object({
    escalationId: id,
    level,
    loop: level,
    why: z.enum([
      'nobody-on-call',
      'condition',
      'same-people',
      'inactive',
      'declined',
      'quiet-hours',
      'no-method',
    ]),
  }),
  'escalation-seen': z.object({
    escalationId: id,
    level,
    personId: id,
    personName: line.optional(),
    via: z.enum(['push', 'web', 'mail', 'api']),
  }),
  /** `isUntold`: its time passed while Muster did not run, so nobody was told. */
  'escalation-expired': z.object({
    escalationId: id,
    level,
    loop: level,
    isUntold: z.boolean().optional(),
  }),
  /** `phoneList` is whom to call by hand, now that nothing else is left. */
  'escalation-exhausted': z.object({
    escalationId: id,
    attempts: z.int().min(0),
    phoneList: z.array(z.object({ name: line, number: line })).max(50),
  }),
  'escalation-repaged': z.object({
    escalationId: id,
    personId: id,
    personName: line.optional(),
    silent: seconds,
  }),
  /**
   * Whoever accepted has it no more: they stayed silent, also when asked again, or said so themselves. `to` is who takes
   * it over from them.
   */
  'escalation-given-back': z.object({
    escalationId: id,
    personId: id,
    personName: line.optional(),
    isSaid: z.boolean().optional(),
    to: id.optional(),
    toName: line.optional(),
  }),
  'escalation-send-failed': z.object({
    escalationId: id,
    personId: id,
    personName: line.optional(),
    channels: z.array(line).max(10),
  }),
} as const;

/** Names of injects and traps are never in them: who is practised on reads these. */
export const DRILL_BODIES = {
  'inject-delivered': z.object({
    deliveryId: id,
    as: line,
    from: line.optional(),
    to: z.array(line).max(50),
    title: line,
    text: text.optional(),
  }),
  /** What was asked in free words, what the scenario answers, and the seconds of drill time that looking took. */
  'probe-answered': z.object({ asked: line, answer: text, cost: seconds }),
  'hint-given': z.object({ text, by: z.enum(['self', 'facilitator']) }),
  /** `speed` is how much faster than real time the drill's clock runs. */
  'drill-clock-changed': z.object({
    state: z.enum(['running', 'paused', 'frozen']),
    speed: z.number().positive().max(1000),
  }),
  'drill-ended': z.object({ why: z.enum(['finished', 'time', 'stopped', 'real-emergency']) }),
} as const;
