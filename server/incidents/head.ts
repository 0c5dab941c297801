/** The head of an incident: what it is called, where it is at home, what is affected. */
import { zone as readZone } from '../core/zone.ts';
import { visibility } from './entry-fields.ts';
import { momentOf, stamp } from './stamps.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

export const HEAD_LINES: Lines<'incident-opened' | 'details-changed' | 'services-changed'> = {
  'incident-opened': (state, entry) => {
    const { key, kind, how, title, summary, service, severity, homeZone } = entry.body;
    const openedAt = momentOf(entry);
    const opened: State = {
      ...state,
      incidentId: entry.incidentId,
      key,
      kind,
      how,
      title,
      summary,
      services: service === undefined ? [] : [service],
      severity,
      homeZone,
      visibility: entry.body.visibility,
      reportedBy: entry.body.reportedBy ?? (how === 'reported' ? entry.actor : undefined),
      backfilled: entry.body.backfilled,
      openedAt,
      statuses: [
        { status: 'detected', from: openedAt, reason: undefined, overridden: [], watchSeconds: undefined },
      ],
    };
    const detected = stamp(opened, 'detectedAt', openedAt);
    return how === 'reported' ? stamp(detected, 'reportedAt', openedAt) : detected;
  },
  'details-changed': (state, entry) => changed(state, entry),
  'services-changed': (state, entry) => {
    const { added, removed } = entry.body;
    const kept = state.services.filter((service) => !removed.includes(service));
    return { ...state, services: [...new Set([...kept, ...added])] };
  },
};

function changed(state: State, entry: Effective<'details-changed'>): State {
  const { field, to } = entry.body;
  switch (field) {
    case 'title':
      return { ...state, title: to };
    case 'summary':
      return { ...state, summary: to === '' ? undefined : to };
    case 'homeZone':
      return 'zone' in readZone(to) ? { ...state, homeZone: to } : loose(state, entry);
    case 'visibility': {
      const read = visibility.safeParse(to);
      return read.success ? { ...state, visibility: read.data } : loose(state, entry);
    }
  }
}
