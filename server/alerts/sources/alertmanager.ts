/** What Alertmanager sends to a webhook, version 4: https://prometheus.io/docs/alerting/latest/configuration/ */
import { z } from 'zod';
import { counted } from '../../core/text.ts';
import { readFields } from '../../web/fields.ts';
import { oneLine, sentInstant, sentUrl, severityOf, type Notification, type Signal } from '../signal.ts';

/** Values of labels are texts; whoever sends a number means its digits. */
const Labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String), {
    error: 'Send labels and annotations as an object of texts.',
  })
  .default({});
const text = z.string({ error: 'Send this as text, or leave it out.' }).nullish();

const Sent = z.looseObject(
  {
    groupKey: z
      .string({ error: 'Send groupKey: the text by which Alertmanager knows the group.' })
      .min(1, { error: 'Send groupKey: the text by which Alertmanager knows the group.' }),
    truncatedAlerts: z.number().int().min(0).nullish().catch(0),
    commonLabels: Labels.nullish(),
    commonAnnotations: Labels.nullish(),
    externalURL: text,
    alerts: z.array(
      z.looseObject(
        {
          status: z.enum(['firing', 'resolved'], { error: 'The status of an alert is firing or resolved.' }),
          labels: Labels.nullish(),
          annotations: Labels.nullish(),
          startsAt: text,
          endsAt: text,
          generatorURL: text,
          fingerprint: text,
        },
        { error: 'Each alert is an object.' },
      ),
      { error: 'Send alerts: the list of the alerts of this group.' },
    ),
  },
  { error: 'Send an object, as Alertmanager does with version 4 of its webhook.' },
);

type Sent = z.output<typeof Sent>;
type SentAlert = Sent['alerts'][number];

/**
 * Reads one message.
 * @throws Invalid with a sentence for each field that cannot be used
 */
export function readAlertmanager(body: unknown): Notification {
  const sent = readFields(Sent, body);
  const signals = sent.alerts.map((alert) => signalOf(alert, sent));
  const { summary, description } = sent.commonAnnotations ?? {};
  return {
    group: sent.groupKey,
    title: titleOf(sent, signals),
    summary: summary === undefined ? undefined : description,
    leftOut: sent.truncatedAlerts ?? 0,
    signals,
  };
}

function signalOf(alert: SentAlert, sent: Sent): Signal {
  const labels = { ...sent.commonLabels, ...alert.labels };
  const annotations = { ...sent.commonAnnotations, ...alert.annotations };
  const isOver = alert.status === 'resolved';
  return {
    // A fingerprint stands for the labels; the time tells one spell of firing from the next.
    identity: JSON.stringify([alert.fingerprint ?? Object.entries(labels).sort(), alert.startsAt ?? '']),
    state: alert.status,
    name: nameOf(labels),
    severity: severityOf(labels.severity),
    labels,
    url: sentUrl(alert.generatorURL ?? undefined) ?? sentUrl(sent.externalURL ?? undefined),
    runbook: annotations.runbook_url ?? annotations.runbook,
    startedAt: sentInstant(alert.startsAt ?? undefined),
    endedAt: isOver ? sentInstant(alert.endsAt ?? undefined) : undefined,
    // Neither of its times says when the message was written.
    toldAt: undefined,
  };
}

function nameOf(labels: Readonly<Record<string, string>>): string {
  return oneLine(labels.alertname) ?? 'An alert without a name';
}

/** What the group says of itself in words; else the names of its alerts. */
function titleOf({ commonAnnotations, alerts }: Sent, signals: readonly Signal[]): string {
  const [first] = alerts;
  const own = alerts.length === 1 ? first?.annotations : undefined;
  const said = oneLine(commonAnnotations?.summary) ?? oneLine(own?.summary);
  if (said !== undefined) return said;
  const firing = signals.filter(({ state }) => state === 'firing');
  const names = [...new Set((firing.length > 0 ? firing : signals).map(({ name }) => name))];
  const [name = 'An alert without a name'] = names;
  return names.length < 2
    ? name
    : (oneLine(`${name} and ${counted(names.length - 1, 'other alert')}`) ?? name);
}
