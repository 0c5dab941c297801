/** The figures of this server: which there are, and what is counted while it runs. Drills never appear in any. */
import {
  exposition,
  gaugeLines,
  makeCounter,
  makeHistogram,
  type MetricKind,
  type Sample,
} from '../core/metric.ts';

/** Every figure; a test holds the table in `views/help/running.md` equal to this list. */
export const METRICS = [
  {
    name: 'muster_http_request_duration_seconds',
    type: 'histogram',
    labels: ['route', 'method', 'status'],
    meaning: 'how long answers take; the route as its pattern, the status as its class',
  },
  {
    name: 'muster_incidents_open',
    type: 'gauge',
    labels: ['severity'],
    meaning: 'incidents that are not resolved',
  },
  {
    name: 'muster_alerts_received_total',
    type: 'counter',
    labels: ['source', 'result'],
    meaning: 'deliveries of monitoring: taken, refused, unknown-key, busy',
  },
  {
    name: 'muster_ingest_commit_seconds',
    type: 'histogram',
    labels: [],
    meaning: 'how long a group of deliveries took to reach the disk',
  },
  {
    name: 'muster_ingest_batch_size',
    type: 'histogram',
    labels: [],
    meaning: 'how many deliveries went to the disk together',
  },
  {
    name: 'muster_ingest_available',
    type: 'gauge',
    labels: [],
    meaning: '1 while deliveries are taken, 0 while too many wait',
  },
  {
    name: 'muster_page_delay_seconds',
    type: 'histogram',
    labels: [],
    meaning: 'from when a page was due until it was attempted; a promise of 5 s',
  },
  {
    name: 'muster_pages_total',
    type: 'counter',
    labels: ['channel', 'outcome'],
    meaning: 'tries to page somebody: sent, failed, or uncertain',
  },
  {
    name: 'muster_escalations_exhausted_total',
    type: 'counter',
    labels: [],
    meaning: 'escalations in which everything was tried in vain',
  },
  {
    name: 'muster_outbox_due',
    type: 'gauge',
    labels: ['kind'],
    meaning: 'messages that are due and not sent',
  },
  {
    name: 'muster_outbox_oldest_seconds',
    type: 'gauge',
    labels: ['kind'],
    meaning: 'for how long the oldest of them has been due',
  },
  {
    name: 'muster_outbox_dead',
    type: 'gauge',
    labels: ['kind'],
    meaning: 'messages given up in the last 30 days',
  },
  {
    name: 'muster_webhook_deliveries_total',
    type: 'counter',
    labels: ['result'],
    meaning: 'tries to deliver a webhook: sent or failed',
  },
  {
    name: 'muster_time_to_accept_seconds',
    type: 'histogram',
    labels: ['severity'],
    meaning: 'from asking until somebody accepted',
  },
  {
    name: 'muster_time_to_mitigate_seconds',
    type: 'histogram',
    labels: ['severity'],
    meaning: 'from opening an incident until its impact ended',
  },
  {
    name: 'muster_clockwork_last_tick_seconds',
    type: 'gauge',
    labels: [],
    meaning: 'how long ago the clockwork ticked',
  },
  {
    name: 'muster_backup_age_seconds',
    type: 'gauge',
    labels: [],
    meaning: 'how long ago the last backup was made; missing while none is known',
  },
  { name: 'muster_live_listeners', type: 'gauge', labels: [], meaning: 'pages that follow along' },
  {
    name: 'muster_database_bytes',
    type: 'gauge',
    labels: [],
    meaning: 'what the database takes on its disk',
  },
  {
    name: 'muster_build_info',
    type: 'gauge',
    labels: ['version', 'node', 'engine', 'tzdata'],
    meaning: 'always 1; what runs here',
  },
] as const satisfies readonly MetricKind[];

type Metric = (typeof METRICS)[number];
type Named<Type> = Extract<Metric, { type: Type }>['name'];
export type Gauges = Readonly<Record<Named<'gauge'>, readonly Sample[]>>;

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const MINUTES = [30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800];

const BOUNDS = {
  muster_http_request_duration_seconds: SECONDS,
  muster_ingest_commit_seconds: SECONDS,
  muster_ingest_batch_size: [1, 2, 4, 8, 16, 32, 64, 128],
  muster_page_delay_seconds: [0.5, 1, 2, 5, 10, 30, 60, 300, 900],
  muster_time_to_accept_seconds: MINUTES,
  muster_time_to_mitigate_seconds: MINUTES,
} as const satisfies Record<Named<'histogram'>, readonly number[]>;

/** What is counted while the process runs. */
export type Figures = ReturnType<typeof makeFigures>;

export function makeFigures() {
  const counters = {
    muster_alerts_received_total: makeCounter(),
    muster_pages_total: makeCounter(),
    muster_escalations_exhausted_total: makeCounter(),
    muster_webhook_deliveries_total: makeCounter(),
  } satisfies Record<Named<'counter'>, unknown>;
  // Without labels a counter is there from the start, so that its first step can be seen.
  counters.muster_escalations_exhausted_total.add({}, 0);
  const histograms = Object.fromEntries(
    Object.entries(BOUNDS).map(([name, bounds]) => [name, makeHistogram(bounds)]),
  ) as Record<Named<'histogram'>, ReturnType<typeof makeHistogram>>;
  const linesOf = (kind: Metric, gauges: Gauges): string[] => {
    switch (kind.type) {
      case 'counter':
        return counters[kind.name].lines(kind.name);
      case 'histogram':
        return histograms[kind.name].lines(kind.name);
      case 'gauge':
        return gaugeLines(kind.name, gauges[kind.name]);
    }
  };
  return {
    count: counters,
    measure: histograms,
    /** The whole text, with the gauges of this moment. */
    text: (gauges: Gauges): string =>
      exposition(METRICS.map((kind) => ({ kind, lines: linesOf(kind, gauges) }))),
  };
}
