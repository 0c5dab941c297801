/** Alerts, as the incident knows them: which came, how often, and whether they still fire. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import { momentOf, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

export type Alert = {
  id: string;
  /** Where it came from, as people call it. */
  source: string;
  groupKey: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  url: string | undefined;
  runbookHint: string | undefined;
  received: Moment;
  count: number;
  lastAt: Instant;
  cleared: Moment | undefined;
};

type AlertKind = 'alert-received' | 'alert-repeated' | 'alert-cleared';

export const ALERT_LINES: Lines<AlertKind> = {
  'alert-received': (state, entry) => {
    const { alertId: id, adapter: source, groupKey, name, labels, url, runbookHint } = entry.body;
    const received = momentOf(entry);
    const told = { id, source, groupKey, name, labels, url, runbookHint, received };
    const alert = { ...told, count: 1, lastAt: received.at, cleared: undefined };
    const after = { ...state, alerts: [...state.alerts, alert] };
    return state.detection ? after : stampFirst(after, 'detectedAt', received);
  },
  'alert-repeated': (state, entry) =>
    change(state, entry, (alert) => ({
      ...alert,
      count: entry.body.count,
      lastAt: entry.occurredAt,
      labels: { ...alert.labels, ...entry.body.changed },
      cleared: undefined,
    })),
  'alert-cleared': (state, entry) =>
    change(state, entry, (alert) => ({ ...alert, cleared: momentOf(entry) })),
};

function change(state: State, entry: Effective<AlertKind>, become: (alert: Alert) => Alert): State {
  const known = alertOf(state, entry.body.alertId);
  if (!known || entry.occurredAt < known.received.at) return loose(state, entry);
  return { ...state, alerts: replaced(state.alerts, (one) => one === known, become) };
}

export function alertOf(state: State, id: string): Alert | undefined {
  return state.alerts.find((alert) => alert.id === id);
}

/** Alerts whose sender has not said that they ended. */
export function firing(state: State): readonly Alert[] {
  return state.alerts.filter(({ cleared }) => cleared === undefined);
}
