/** What a drill has besides an incident: what its director delivered, hints, its clock, its end. */
import type { Instant } from '../core/clock.ts';
import type { Body } from './entry.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

export type DrillView = {
  deliveries: readonly { id: string; title: string; from: string | undefined; at: Instant; seq: number }[];
  probes: readonly { asked: string; answer: string; cost: number; at: Instant; seq: number }[];
  hints: readonly { text: string; by: 'self' | 'facilitator'; at: Instant; seq: number }[];
  /** The last change of its clock; undefined while it runs as it began. */
  clock: (Body<'drill-clock-changed'> & { at: Instant; realAt: Instant }) | undefined;
  /** Seconds that questions have cost since then, by which the clock is further. */
  passed: number;
  ended: { why: Body<'drill-ended'>['why']; at: Instant; realAt: Instant; seq: number } | undefined;
};

const NOTHING_DELIVERED: DrillView = {
  deliveries: [],
  probes: [],
  hints: [],
  clock: undefined,
  passed: 0,
  ended: undefined,
};

type DrillKind = 'inject-delivered' | 'probe-answered' | 'hint-given' | 'drill-clock-changed' | 'drill-ended';

export const DRILL_LINES: Lines<DrillKind> = {
  'inject-delivered': (state, entry) => {
    const { deliveryId: id, title, from } = entry.body;
    const delivery = { id, title, from, at: entry.occurredAt, seq: entry.seq };
    return inDrill(state, entry, (drill) => ({ ...drill, deliveries: [...drill.deliveries, delivery] }));
  },
  'probe-answered': (state, entry) => {
    const probe = { ...entry.body, at: entry.occurredAt, seq: entry.seq };
    return inDrill(state, entry, (drill) => ({
      ...drill,
      probes: [...drill.probes, probe],
      passed: drill.passed + entry.body.cost,
    }));
  },
  'hint-given': (state, entry) => {
    const { text, by } = entry.body;
    const hint = { text, by, at: entry.occurredAt, seq: entry.seq };
    return inDrill(state, entry, (drill) => ({ ...drill, hints: [...drill.hints, hint] }));
  },
  'drill-clock-changed': (state, entry) =>
    inDrill(state, entry, (drill) => ({
      ...drill,
      clock: { ...entry.body, at: entry.occurredAt, realAt: entry.recordedAt },
      passed: 0,
    })),
  'drill-ended': (state, entry) => {
    const { occurredAt: at, recordedAt: realAt, seq } = entry;
    const ended = { why: entry.body.why, at, realAt, seq };
    return inDrill(state, entry, (drill) => ({ ...drill, ended }));
  },
};

/** In an incident that is none these entries fit nowhere. */
function inDrill(state: State, entry: Effective<DrillKind>, become: (drill: DrillView) => DrillView): State {
  if (state.kind !== 'drill') return loose(state, entry);
  return { ...state, drill: become(state.drill ?? NOTHING_DELIVERED) };
}
