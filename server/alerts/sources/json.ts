/** The plain format, for whatever can send JSON. */
import { z } from 'zod';
import { readFields } from '../../web/fields.ts';
import { oneLine, sentInstant, sentUrl, severityOf, type Notification } from '../signal.ts';

const text = z.string({ error: 'Send this as text, or leave it out.' }).nullish();

const Sent = z.looseObject(
  {
    title: z
      .string({ error: 'Send title: what is broken, in a few words.' })
      .refine((title) => oneLine(title) !== undefined, {
        error: 'Send title: what is broken, in a few words.',
      }),
    status: z.enum(['firing', 'resolved'], { error: 'The status is firing or resolved.' }).nullish(),
    dedup_key: text,
    severity: text,
    description: text,
    source: text,
    link: text,
    runbook: text,
    occurred_at: z
      .string({ error: 'Send occurred_at as text.' })
      .refine((written) => sentInstant(written) !== undefined, {
        error: 'Write occurred_at as RFC 3339 with its zone, such as 2026-11-02T09:15:00Z.',
      })
      .nullish(),
    labels: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String), {
        error: 'Send labels as an object of texts.',
      })
      .nullish(),
  },
  { error: 'Send an object with a title.' },
);

/**
 * Reads one message, which is one alert and its own group.
 * @throws Invalid with a sentence for each field that cannot be used
 */
export function readJson(body: unknown): Notification {
  const sent = readFields(Sent, body);
  const title = oneLine(sent.title) ?? '';
  const identity = sent.dedup_key ?? title;
  const told = sentInstant(sent.occurred_at ?? undefined);
  const state = sent.status ?? 'firing';
  const labels = { ...sent.labels, ...(typeof sent.source === 'string' && { source: sent.source }) };
  return {
    group: identity,
    title,
    summary: sent.description ?? undefined,
    leftOut: 0,
    signals: [
      {
        identity,
        state,
        name: oneLine(sent.labels?.alertname) ?? title,
        severity: severityOf(sent.severity ?? undefined),
        labels,
        url: sentUrl(sent.link ?? undefined),
        runbook: sent.runbook ?? undefined,
        startedAt: state === 'firing' ? told : undefined,
        endedAt: state === 'resolved' ? told : undefined,
        toldAt: told,
      },
    ],
  };
}
