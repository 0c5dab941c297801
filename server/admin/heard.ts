/** What the features say while they work, as figures. */
import type { OnCommit } from '../alerts/ingest-actions.ts';
import type { OnDelivery } from '../alerts/hook-routes.ts';
import type { OnTry } from '../notify/deliver-actions.ts';
import type { Run, RunEvent } from '../escalation/run.ts';
import type { Instant } from '../core/clock.ts';
import { secondsBetween } from '../core/time.ts';
import type { State } from '../incidents/state.ts';
import type { Figures } from './metrics.ts';

/** Drills have addresses of their own, below these. */
const OF_DRILLS = /^(?:\/api\/v1)?\/drills(?:\/|$)/;
/** What a figure knows of a severity that nobody set. */
const NO_SEVERITY = 'none';

/** One listener for each thing that is counted. */
export function heard(figures: Figures) {
  const { count, measure } = figures;
  const onDelivery: OnDelivery = ({ source, result }) => {
    count.muster_alerts_received_total.add({ source, result });
  };
  const onCommit: OnCommit = ({ size, ms }) => {
    measure.muster_ingest_batch_size.observe(size);
    measure.muster_ingest_commit_seconds.observe(ms / 1000);
  };
  const onTry: OnTry = ({ message, lateSeconds, outcome }) => {
    const { channel, content } = message;
    if (channel === 'webhook' && outcome !== 'uncertain')
      count.muster_webhook_deliveries_total.add({ result: outcome });
    if (content.kind !== 'page') return;
    count.muster_pages_total.add({ channel, outcome });
    // A later try is late on purpose.
    if (message.tries === 1 && outcome !== 'uncertain')
      measure.muster_page_delay_seconds.observe(Math.max(0, lateSeconds));
  };
  return {
    figures,
    onDelivery,
    onCommit,
    onTry,
    onAnswer: ({ route, method, status, seconds }: Answered): void => {
      if (OF_DRILLS.test(route)) return;
      const labels = { route, method, status: `${String(Math.floor(status / 100))}xx` };
      measure.muster_http_request_duration_seconds.observe(seconds, labels);
    },
    onRun: (run: Run, events: readonly RunEvent[], now: Instant): void => {
      for (const { kind } of events) {
        if (kind === 'exhausted') count.muster_escalations_exhausted_total.add();
        if (kind === 'accepted')
          measure.muster_time_to_accept_seconds.observe(secondsBetween(run.requestedAt, now), {
            severity: run.severity ?? NO_SEVERITY,
          });
      }
    },
    onIncident: (before: State, after: State): void => {
      const { openedAt, stamps, severity = NO_SEVERITY } = after;
      const { mitigatedAt } = stamps;
      if (before.stamps.mitigatedAt !== undefined || mitigatedAt === undefined || openedAt === undefined)
        return;
      // What was written down afterwards or brought from elsewhere was mitigated at some other time.
      if (after.backfilled || after.origin !== undefined) return;
      const seconds = Math.max(0, secondsBetween(openedAt.at, mitigatedAt.at));
      measure.muster_time_to_mitigate_seconds.observe(seconds, { severity });
    },
  };
}

type Answered = { route: string; method: string; status: number; seconds: number };
