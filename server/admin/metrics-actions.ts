import type { Instant } from '../core/clock.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';
import { outboxByKind } from '../notify/message-actions.ts';
import { newestDeed } from '../audit/actions.ts';
import type { Figures, Gauges } from './metrics.ts';
import { openBySeverity } from './metrics-store.ts';
import { version, type Watched } from './system-actions.ts';
import { databaseFacts } from './system-store.ts';

export type Measured = Watched & { figures: Figures; takesAlerts: () => boolean };

const DEAD_SECONDS = 30 * 86_400;

/** Everything that this server counts, in the text format of Prometheus. */
export async function metricsText(measured: Measured): Promise<string> {
  return measured.figures.text(await gaugesOf(measured));
}

async function gaugesOf({ store, clock, lastTick, listeners, takesAlerts }: Measured): Promise<Gauges> {
  const { db } = store;
  const now = clock.now();
  const outbox = await outboxByKind(db, now, plusSeconds(now, -DEAD_SECONDS));
  const backup = await newestDeed(db, 'backup-made');
  const byKind = (value: (row: (typeof outbox)[number]) => number) =>
    outbox.map((row) => ({ labels: { kind: row.kind }, value: value(row) }));
  return {
    muster_incidents_open: (await openBySeverity(db)).map(({ severity, count }) => ({
      labels: { severity },
      value: count,
    })),
    muster_ingest_available: [{ value: takesAlerts() ? 1 : 0 }],
    muster_outbox_due: byKind(({ due }) => due),
    muster_outbox_oldest_seconds: byKind(({ oldestDueAt }) => age(oldestDueAt, now) ?? 0),
    muster_outbox_dead: byKind(({ dead }) => dead),
    muster_clockwork_last_tick_seconds: aged(lastTick(), now),
    muster_backup_age_seconds: aged(backup?.at, now),
    muster_live_listeners: [{ value: listeners() }],
    muster_database_bytes: [{ value: (await databaseFacts(store)).bytes }],
    muster_build_info: [{ labels: buildOf(store.engine), value: 1 }],
  };
}

function buildOf(engine: string) {
  return {
    version: version(),
    node: process.versions.node,
    engine,
    tzdata: process.versions.tz ?? 'unknown',
  };
}

function age(at: Instant | undefined, now: Instant): number | undefined {
  return at === undefined ? undefined : Math.max(0, secondsBetween(at, now));
}

/** What never happened has no age, and so no line. */
function aged(at: Instant | undefined, now: Instant): { value: number }[] {
  const value = age(at, now);
  return value === undefined ? [] : [{ value }];
}
