import type { Signal } from '../../server/alerts/signal.ts';

/** A signal that says no more than it has to. */
export function signal(identity: string, state: Signal['state'], toldAt?: string): Signal {
  return {
    identity,
    state,
    name: identity.toUpperCase(),
    severity: undefined,
    labels: {},
    url: undefined,
    runbook: undefined,
    startedAt: undefined,
    endedAt: undefined,
    toldAt,
  };
}
